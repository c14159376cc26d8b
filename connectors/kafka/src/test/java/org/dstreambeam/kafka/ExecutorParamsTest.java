// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What consumers that read records are given. */
class ExecutorParamsTest {

  @Test
  void forcesWhatWouldLoseRecordsAndKeepsTheRest() {
    Map<String, Object> own = new HashMap<>();
    own.put("group.id", "g");
    own.put("auto.offset.reset", "latest");
    own.put("enable.auto.commit", true);
    own.put("sasl.jaas.config", "secret");
    own.put("max.poll.records", 7);
    Map<String, Object> before = Map.copyOf(own);

    Map<String, Object> params = ExecutorParams.of(own);

    assertThat(params)
        .containsEntry("group.id", "spark-executor-g")
        .containsEntry("auto.offset.reset", "none")
        .containsEntry("enable.auto.commit", false)
        .containsEntry("sasl.jaas.config", "secret")
        .containsEntry("max.poll.records", 7);
    assertThat(own).isEqualTo(before);
    assertThatCode(() -> ExecutorParams.check(params)).doesNotThrowAnyException();
  }

  @Test
  void aGroupThatIsNotThereHasANameAllTheSame() {
    assertThat(ExecutorParams.of(Map.of())).containsEntry("group.id", "spark-executor-null");
  }

  @Test
  void theReceiveBufferIsNeverSmallWhateverTypeItIsGivenIn() {
    assertThat(receiveBuffer(1_000)).isEqualTo(65_536);
    assertThat(receiveBuffer("-1")).isEqualTo(65_536);
    assertThat(receiveBuffer(70_000)).isEqualTo(70_000);
    assertThat(ExecutorParams.of(Map.of())).containsEntry("receive.buffer.bytes", 1_048_576);
  }

  private static @Nullable Object receiveBuffer(Object given) {
    return ExecutorParams.of(Map.of("receive.buffer.bytes", given)).get("receive.buffer.bytes");
  }

  @Test
  void parametersThatCouldSkipOrCommitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExecutorParams.check(Map.of("enable.auto.commit", false)))
        .withMessage(
            "requirement failed: auto.offset.reset must be set to none for executor kafka params,"
                + " else messages may not match offsetRange");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExecutorParams.check(Map.of("auto.offset.reset", "none")))
        .withMessage(
            "requirement failed: enable.auto.commit must be set to false for executor kafka"
                + " params, else offsets may commit before processing");
  }
}
