// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafkabroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However brokers end, no process of them is left; and what makes them end, or refuse. */
class BrokerEndTest {

  @TempDir Path directory;

  @Test
  void aNamedDirectoryKeepsTheRecordsAndOnlyTheRightPasswordReadsThem() {
    TopicPartition kept = new TopicPartition("kept", 0);
    long pid;
    try (LocalKafka kafka = LocalKafka.builder().directory(directory).start()) {
      pid = kafka.broker(1).pid();
      kafka.createTopic("kept", 1);
      try (RecordWriter records = kafka.records("kept")) {
        records.send(0, null, "value").flush();
      }
    }
    assertThat(runs(pid)).isFalse();

    try (LocalKafka kafka =
        LocalKafka.builder().directory(directory).sasl("user", "right").start()) {
      assertThat(Records.committed(kafka.clientProperties(), kept)).containsExactly("value");

      var wrong = kafka.clientProperties();
      wrong.computeIfPresent(
          "sasl.jaas.config", (key, value) -> value.toString().replace("right", "wrong"));
      try (Admin stranger = Admin.create(wrong)) {
        assertThatThrownBy(() -> stranger.listTopics().names().get())
            .hasCauseInstanceOf(SaslAuthenticationException.class);
      }
    }
  }

  @Test
  void noBrokerOutlivesAParentThatIsKilled() throws Exception {
    Path pid = directory.resolve("pid");
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + BrokerJvm.LIB_PROPERTY + "=" + BrokerJvm.findLib(),
                "-cp",
                System.getProperty("java.class.path"),
                StartsAndStays.class.getName(),
                directory.resolve("kafka").toString(),
                pid.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile())
            .start();
    try {
      assertThat(
              Polling.until(Duration.ofSeconds(60), () -> Files.exists(pid) || !parent.isAlive()))
          .isTrue();
      long broker = Long.parseLong(Files.readString(pid));
      assertThat(runs(broker)).isTrue();

      parent.destroyForcibly();

      assertThat(Polling.until(Duration.ofSeconds(30), () -> !runs(broker))).isTrue();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void tellsWhyABrokerDied() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                LocalKafka.builder()
                    .directory(directory)
                    .property("num.partitions", "plenty")
                    .start())
        .withMessageStartingWith("broker 1 (pid ")
        .withMessageContaining(" has ended; the end of " + directory.resolve("node-1/log") + ":")
        .withMessageContaining("plenty");
  }

  @Test
  void refusesPropertiesThatItSetsItself() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalKafka.builder().property("listeners", "PLAINTEXT://:9092"))
        .withMessage("listeners is set by LocalKafka");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalKafka.builder().brokers(0))
        .withMessage("brokers must be from 1 to 9, not 0");
  }

  /** A process that has ended but that its parent has not waited for has no command. */
  private static boolean runs(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().command())
        .isPresent();
  }

  /** Starts a broker in the directory given to it, tells its number in a file, and waits. */
  static final class StartsAndStays {

    private StartsAndStays() {}

    public static void main(String[] arguments) throws Exception {
      try (LocalKafka kafka = LocalKafka.builder().directory(Path.of(arguments[0])).start()) {
        Path unfinished = Path.of(arguments[1] + ".unfinished");
        Files.writeString(unfinished, Long.toString(kafka.broker(1).pid()));
        Files.move(unfinished, Path.of(arguments[1]));
        Thread.sleep(Duration.ofMinutes(5).toMillis());
      }
    }
  }
}
