// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.plan.LogicalPlan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The program of a test where it is declared: its image is taken, and it ends. */
final class Client implements AfterEachCallback {
  private final SparkConf conf =
      new SparkConf(false).setMaster("flink://cluster:8081").setAppName("image");
  private @Nullable JavaStreamingContext context;

  Client set(String key, String value) {
    conf.set(key, value);
    return this;
  }

  JavaStreamingContext context() {
    JavaStreamingContext made = context;
    if (made == null) {
      made = new JavaStreamingContext(conf, Durations.seconds(1));
      context = made;
    }
    return made;
  }

  JavaSparkContext spark() {
    return context().sparkContext();
  }

  /** A stream of lines; what its batches hold is not the client's to say. */
  JavaDStream<String> lines() {
    Queue<JavaRDD<String>> queue = new ArrayDeque<>(List.of(spark().parallelize(List.of("q"))));
    return context().queueStream(queue);
  }

  LogicalPlan plan() {
    return context().ssc().lifecycle().plan().build();
  }

  byte[] image() {
    return image(plan());
  }

  /** There is one context in a JVM, and it may be this one that the image gets to. */
  byte[] image(LogicalPlan plan) {
    byte[] image = ProgramImage.of(plan, spark().sc(), Map.of("id", "p-1"));
    spark().stop();
    return image;
  }

  @Override
  public void afterEach(ExtensionContext test) {
    if (context != null) {
      spark().stop();
    }
  }
}
