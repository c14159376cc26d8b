// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.usertest;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.spark.streaming.Durations;
import org.dstreambeam.BeamStreams;
import org.junit.Rule;
import org.junit.jupiter.api.Test;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;

/** Tests of JUnit 4 with Beam's {@code TestPipeline} as their rule. */
class JUnit4RuleTest {

  /** What a user might write; run by the tests below. */
  public static class CountsWords {
    @Rule public final TestPipeline pipeline = TestPipeline.create();

    @org.junit.Test
    public void countsTheFirstBatch() {
      check(2L);
    }

    @org.junit.Test
    public void expectsAnotherCount() {
      check(3L);
    }

    private void check(long expected) {
      BeamStreams streams = BeamStreams.over(pipeline, Durations.seconds(1));
      PCollection<Long> counts =
          streams.collection(streams.stream(pipeline.apply(Create.of("a", "b"))).count());
      PAssert.that(counts).inWindow(streams.batch(1)).containsInAnyOrder(expected);
      try {
        pipeline.run();
      } finally {
        streams.context().stop();
      }
    }
  }

  @Test
  void passesAndFailsAsTheAssertionsSay() {
    Result result = JUnitCore.runClasses(CountsWords.class);

    assertThat(result.getRunCount()).isEqualTo(2);
    assertThat(result.getFailures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.getDescription().getMethodName()).isEqualTo("expectsAnotherCount");
              assertThat(failure.getException()).isInstanceOf(AssertionError.class);
            });
  }
}
