// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Serializable;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.dstreambeam.compute.JavaSerialization;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Commits that another JVM is asked for. */
class CommitRequestTest {

  private static final OffsetRange RANGE = OffsetRange.create("t", 0, 3, 7);

  /** A callback that can be written. */
  private interface Travelling extends OffsetCommitCallback, Serializable {}

  private static CommitRequest sent(@Nullable OffsetCommitCallback callback) throws IOException {
    CommitRequest request = CommitRequest.of(new OffsetRange[] {RANGE}, callback);
    return (CommitRequest) JavaSerialization.read(JavaSerialization.write(request));
  }

  @Test
  void rangesArriveAndACallbackThatCanBeWritten() throws IOException {
    Travelling callback = (offsets, failure) -> {};
    CommitRequest arrived = sent(callback);

    assertThat(arrived.ranges()).containsExactly(RANGE);
    assertThat(arrived.callback()).isInstanceOf(Travelling.class);
  }

  @Test
  void rangesArriveWithoutACallbackThatCannotBeWritten() throws IOException {
    CommitRequest arrived = sent((offsets, failure) -> {});

    assertThat(arrived.ranges()).containsExactly(RANGE);
    assertThat(arrived.callback()).isNull();
    assertThat(sent(null).callback()).isNull();
  }
}
