// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.plan.CallSite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where operations are said to have been declared: at the caller of the API. */
class CallSiteTest {

  private final JavaStreamingContext context =
      new JavaStreamingContext(
          new SparkConf(false).setMaster("local").setAppName("test"), Durations.seconds(1));

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void isTheLineOfTheProgramAndTheMethodItCalled() {
    JavaDStream<Integer> numbers = context.queueStream(new ArrayDeque<>());
    JavaDStream<Integer> next = numbers.map(number -> number + 1);
    int line = Thread.currentThread().getStackTrace()[1].getLineNumber() - 1;

    CallSite mapped = next.dstream().node().callSite();

    assertThat(mapped).isEqualTo(new CallSite("map", "CallSiteTest.java", line));
    assertThat(mapped).hasToString("map at CallSiteTest.java:" + line);
  }

  @Test
  @SuppressWarnings("unchecked") // an array of a generic type, as callers of union make them
  void namesTheOverloadThatTheProgramCalledHoweverManyLieBelow() {
    JavaDStream<Integer> numbers = context.queueStream(new ArrayDeque<>());

    assertThat(numbers.dstream().node().callSite().operation()).isEqualTo("queueStream");
    assertThat(numbers.count().dstream().node().callSite().operation()).isEqualTo("count");
    assertThat(context.union(numbers, numbers).dstream().node().callSite().operation())
        .isEqualTo("union");
    assertThat(context.socketTextStream("localhost", 9).dstream().node().callSite().operation())
        .isEqualTo("socketTextStream");
  }
}
