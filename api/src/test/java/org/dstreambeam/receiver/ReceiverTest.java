// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReceiverTest {
  private static final Receiver<String> RECEIVER =
      SocketReceiver.ofLines("localhost", 9, StorageLevel.MEMORY_AND_DISK_SER_2());

  static Stream<ThrowingCallable> callsThatNeedASupervisor() {
    return Stream.of(
        () -> RECEIVER.store("a"),
        () -> RECEIVER.store(List.of("a").iterator()),
        () -> RECEIVER.reportError("odd", null),
        () -> RECEIVER.restart("again"),
        () -> RECEIVER.stop("done"),
        () -> RECEIVER.isStarted(),
        () -> RECEIVER.isStopped(),
        () -> RECEIVER.supervisor());
  }

  @ParameterizedTest
  @MethodSource("callsThatNeedASupervisor")
  void failsOutsideOfARunningStream(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "assertion failed: A ReceiverSupervisor has not been attached to the receiver yet."
                + " Maybe you are starting some computation in the receiver before the"
                + " Receiver.onStart() has been called.");
  }

  @Test
  void knowsItsConfigurationBeforeItRuns() {
    assertThat(RECEIVER.storageLevel()).isEqualTo(StorageLevel.MEMORY_AND_DISK_SER_2());
    assertThat(RECEIVER.preferredLocation().isEmpty()).isTrue();
    assertThat(RECEIVER.streamId()).isEqualTo(-1);
  }
}
