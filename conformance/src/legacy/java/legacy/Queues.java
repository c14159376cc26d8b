// SPDX-License-Identifier: Apache-2.0
package legacy;

import java.util.Arrays;
import java.util.LinkedList;
import java.util.Queue;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/** {@code queueStream} in all its forms, partition counts included. */
public final class Queues {
  private Queues() {}

  public static void main(String[] args) throws Exception {
    SparkConf conf = new SparkConf().setAppName("Queues");
    try (JavaStreamingContext jssc = new JavaStreamingContext(conf, Durations.milliseconds(300))) {
      JavaSparkContext sc = jssc.sparkContext();
      JavaRDD<String> fallback = sc.parallelize(Arrays.asList("default", "rdd"), 2);

      Queue<JavaRDD<String>> late = queue(sc);
      JavaDStream<String> plain = jssc.queueStream(late);
      late.add(sc.parallelize(Arrays.asList("added", "too late")));
      show("queueStream(queue)", plain);
      show("queueStream(queue, true)", jssc.queueStream(queue(sc), true));
      show("queueStream(queue, false)", jssc.queueStream(queue(sc), false));
      show("queueStream(queue, true, rdd)", jssc.queueStream(queue(sc), true, fallback));
      show("queueStream(queue, false, rdd)", jssc.queueStream(queue(sc), false, fallback));
      show("queueStream(empty queue)", jssc.queueStream(new LinkedList<JavaRDD<String>>()));
      show(
          "queueStream(empty queue, false)",
          jssc.queueStream(new LinkedList<JavaRDD<String>>(), false));

      try {
        jssc.queueStream(queue(sc), true, null);
      } catch (NullPointerException e) {
        System.out.println("queueStream(queue, true, null): " + e.getClass().getName());
      }

      Ending ending = Ending.afterBatches(plain, 5);
      jssc.start();
      ending.await();
    }
  }

  private static Queue<JavaRDD<String>> queue(JavaSparkContext sc) {
    Queue<JavaRDD<String>> queue = new LinkedList<>();
    queue.add(sc.parallelize(Arrays.asList("a", "b", "c"), 2));
    queue.add(sc.emptyRDD());
    queue.add(sc.parallelize(Arrays.asList("d"), 3));
    return queue;
  }

  private static void show(String title, JavaDStream<String> stream) {
    stream.foreachRDD(
        rdd -> System.out.println("-- " + title + ": " + rdd.getNumPartitions() + " partitions"));
    stream.print();
    stream.count().print();
  }
}
