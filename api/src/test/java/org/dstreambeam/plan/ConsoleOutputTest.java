// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsoleOutputTest {

  private static final List<String> LINES = List.of("first", "two\nin one", "");

  private final PrintStream standardOutput = System.out;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ConsoleOutput console = new ConsoleOutput();

  @BeforeEach
  void watchStandardOutput() {
    System.setOut(new PrintStream(written, false, UTF_8));
  }

  @AfterEach
  void restoreStandardOutput() {
    System.setOut(standardOutput);
  }

  @Test
  void isTheStandardOutput() {
    console.println(LINES);
    console.print("text\n");
    String end = System.lineSeparator();
    assertThat(written.toString(UTF_8))
        .isEqualTo("first" + end + "two\nin one" + end + end + "text\n");
  }

  @Test
  void canBeElsewhere() {
    List<String> texts = new ArrayList<>();
    console.redirect(texts::add);
    console.println(LINES);
    console.print("text");
    assertThat(texts).containsExactly("first\ntwo\nin one\n\n", "text");
    assertThat(written.toString(UTF_8)).isEmpty();
  }

  @Test
  void isWherePrintWritesTo() throws Exception {
    SparkContext context =
        new SparkContext(new SparkConf(false).setMaster("local[2]").setAppName("test"));
    try {
      List<String> texts = new ArrayList<>();
      context.console().redirect(texts::add);
      PlanFixture plan = new PlanFixture();
      RDD<?> rdd = new JavaSparkContext(context).parallelize(List.of(1, 2, 3), 2).rdd();

      PrintNode.of(plan.source(), 2, CallSite.here()).run(rdd, new Time(1000));

      String rule = "-".repeat(43);
      assertThat(texts).containsExactly(rule + "\nTime: 1000 ms\n" + rule + "\n1\n2\n...\n\n");
      assertThat(written.toString(UTF_8)).isEmpty();
    } finally {
      context.stop();
    }
  }
}
