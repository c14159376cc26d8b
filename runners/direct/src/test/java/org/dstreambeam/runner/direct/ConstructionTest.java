// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The constructors of a context, and what they refuse. */
class ConstructionTest {

  private static final Duration BATCH = Durations.seconds(1);

  @RegisterExtension final Program program = Program.onManualClock();

  @Test
  void sharesAGivenSparkContext() {
    JavaStreamingContext context = program.context();

    assertThat(context.sparkContext().sc()).isSameAs(program.spark().sc());
    assertThat(context.getState()).isEqualTo(StreamingContextState.INITIALIZED);
  }

  @Test
  void createsASparkContextFromAConfiguration() {
    SparkConf conf = new SparkConf(false).setMaster("local[2]").setAppName("from conf");

    try (JavaStreamingContext context = new JavaStreamingContext(conf, BATCH)) {
      assertThat(context.sparkContext().appName()).isEqualTo("from conf");
    }
  }

  @Test
  void createsASparkContextForAMaster() {
    try (JavaStreamingContext context = new JavaStreamingContext("local[2]", "named", BATCH)) {
      assertThat(context.sparkContext().master()).isEqualTo("local[2]");
      assertThat(context.sparkContext().appName()).isEqualTo("named");
    }
  }

  @Test
  void keepsHomeJarsAndEnvironment() {
    try (JavaStreamingContext one =
        new JavaStreamingContext("local[2]", "jar", BATCH, "/home", "one.jar")) {
      assertThat(one.sparkContext().getConf().get("spark.jars")).isEqualTo("one.jar");
      assertThat(one.sparkContext().getConf().get("spark.home")).isEqualTo("/home");
    }
    String[] jars = {"one.jar", "two.jar"};
    try (JavaStreamingContext two =
        new JavaStreamingContext("local[2]", "jars", BATCH, "/home", jars)) {
      assertThat(two.sparkContext().getConf().get("spark.jars")).isEqualTo("one.jar,two.jar");
    }
    try (JavaStreamingContext all =
        new JavaStreamingContext("local[2]", "env", BATCH, "/home", jars, Map.of("KEY", "v"))) {
      assertThat(all.sparkContext().getConf().get("spark.executorEnv.KEY")).isEqualTo("v");
    }
  }

  @Test
  void wrapsAStreamingContext() {
    JavaStreamingContext wrapper = new JavaStreamingContext(program.context().ssc());

    assertThat(wrapper.ssc()).isSameAs(program.context().ssc());
  }

  @Test
  void refusesToCreateASecondSparkContext() {
    program.spark();
    SparkConf conf = new SparkConf(false).setMaster("local[2]").setAppName("second");

    assertThatThrownBy(() -> new JavaStreamingContext(conf, BATCH))
        .isExactlyInstanceOf(SparkException.class)
        .hasMessageStartingWith(
            "Only one SparkContext should be running in this JVM (see SPARK-2243).The currently"
                + " running SparkContext was created at:\n");
  }

  @Test
  @SuppressWarnings("NullAway") // what a program may do all the same
  void refusesANullBatch() {
    assertThatThrownBy(() -> new JavaStreamingContext(program.spark(), null))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirement failed: Batch duration for StreamingContext cannot be null");
  }
}
