// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContext;
import org.dstreambeam.plan.CallSite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActiveContextTest {

  private final SparkContext spark =
      new SparkContext(new SparkConf(false).setMaster("local").setAppName("test"));
  private final StreamingContext first = new StreamingContext(spark, Durations.seconds(1));
  private final StreamingContext second = new StreamingContext(spark, Durations.seconds(1));
  private final CallSite site = new CallSite("start", "Main.java", 7);

  @AfterEach
  void release() {
    ActiveContext.release(first);
    ActiveContext.release(second);
    spark.stop();
  }

  @Test
  void isNoneUntilOneIsClaimed() {
    assertThat(ActiveContext.get()).isNull();

    ActiveContext.claim(first, site);

    assertThat(ActiveContext.get()).isSameAs(first);
  }

  @Test
  void refusesASecondAndSaysWhereTheFirstWasStarted() {
    ActiveContext.claim(first, site);

    assertThatThrownBy(() -> ActiveContext.claim(second, site))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Only one StreamingContext may be started in this JVM. Currently running"
                + " StreamingContext was started atstart at Main.java:7");
    assertThat(ActiveContext.get()).isSameAs(first);
  }

  @Test
  void isReleasedByItsOwnerOnly() {
    ActiveContext.claim(first, site);

    ActiveContext.release(second);
    assertThat(ActiveContext.get()).isSameAs(first);

    ActiveContext.release(first);
    assertThat(ActiveContext.get()).isNull();
    ActiveContext.claim(second, site);
    assertThat(ActiveContext.get()).isSameAs(second);
  }
}
