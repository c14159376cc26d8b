// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.source.ScriptedReceiver.hear;
import static org.dstreambeam.source.ScriptedReceiver.say;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.collection.mutable.ArrayBuffer;

/** What becomes of the records that a receiver stores, while it runs and when it should not. */
@Timeout(60)
class ReceiverStoreTest {
  private static final int HOUR = 3_600_000;

  /** Static, since copies of receivers share nothing else with the test. */
  private static CountDownLatch streamStopped = new CountDownLatch(1);

  private final SupervisionFixture fixture = new SupervisionFixture();

  @AfterEach
  void stop() {
    fixture.stop();
  }

  @Test
  void storesRecordsAndBlocksInTheOrderOfTheCalls() throws Exception {
    fixture.run(
        receiver -> {
          receiver.store("a");
          receiver.storeNull();
          receiver.store(List.of("b", "c").iterator());
          receiver.store(Arrays.asList("d", null).iterator(), "metadata");
          ArrayBuffer<String> buffer = new ArrayBuffer<>();
          buffer.$plus$eq("e");
          receiver.store(buffer);
          buffer.clear();
          receiver.store(buffer, "metadata");
          buffer.$plus$eq("f");
          receiver.store(buffer.iterator());
        });

    assertThat(fixture.sink().await(7))
        .containsExactly(
            "a",
            "<null>",
            List.of("b", "c"),
            Arrays.asList("d", null),
            List.of("e"),
            List.of(),
            List.of("f"));
  }

  @Test
  void letsAFailingIteratorFailInTheCallerAndStoresNothingOfIt() throws Exception {
    fixture.run(
        receiver -> {
          try {
            receiver.store(List.of(1, 0).stream().map(n -> "" + 1 / n).iterator());
          } catch (ArithmeticException e) {
            say(e.getMessage());
          }
        });

    assertThat(hear(2)).containsExactly("start 1", "/ by zero");
    assertThat(fixture.sink().isEmpty()).isTrue();
  }

  @Test
  void storesTheObjectsInBytesAndThrowsIfThereAreNone() throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(written)) {
      out.writeObject("a");
      out.writeObject("b");
    }
    byte[] bytes = written.toByteArray();
    fixture.run(
        receiver -> {
          receiver.store(ByteBuffer.wrap(bytes), "metadata");
          try {
            receiver.store(ByteBuffer.allocate(5));
          } catch (IllegalArgumentException e) {
            say(e.getMessage());
          }
        });

    assertThat(hear(2).get(1)).startsWith("Bytes of receiver 7 are not read: ");
    assertThat(fixture.sink().await(1)).containsExactly(List.of("a", "b"));
  }

  @Test
  void takesRecordsDuringTheDelayOfARestart() throws Exception {
    fixture.awaitRestart(receiver -> receiver.restart("later", null, HOUR)).store("in between");

    assertThat(fixture.sink().await(1)).containsExactly("in between");
  }

  @Test
  void goesOnAfterAReportedError() throws Exception {
    fixture.run(
        receiver -> {
          receiver.reportError("odd", null);
          receiver.reportError("odd", new IllegalStateException("cause"));
          receiver.store("a");
        });

    assertThat(fixture.sink().await(1)).containsExactly("a");
  }

  @Test
  void refusesASingleRecordAfterTheReceiverStoppedItself() throws Exception {
    fixture.run(
        receiver -> {
          receiver.stop("done");
          try {
            receiver.store("late");
          } catch (Exception e) {
            say(e.toString());
          }
        });

    assertThat(hear(3).get(2))
        .isEqualTo(
            SparkException.class.getName()
                + ": Cannot add data as BlockGenerator has not been started or has been stopped");
  }

  @Test
  void takesABlockAfterTheReceiverStoppedItself() throws Exception {
    fixture.run(
        receiver -> {
          receiver.stop("done");
          receiver.store(List.of("late").iterator());
        });

    assertThat(fixture.sink().await(1)).containsExactly(List.of("late"));
  }

  @Test
  void refusesABlockAfterTheStreamStopped() throws Exception {
    streamStopped = new CountDownLatch(1);
    fixture.run(
        receiver ->
            receiver.inBackground(
                () -> {
                  awaitUninterruptibly(streamStopped);
                  try {
                    receiver.store(List.of("late").iterator());
                  } catch (Exception e) {
                    say(e.toString());
                  }
                }));
    hear(1);
    fixture.stop();
    streamStopped.countDown();

    assertThat(hear(2))
        .containsExactly(
            "stop 1",
            SparkException.class.getName() + ": Failed to add block to receiver tracker.");
  }

  @Test
  void failsTheStoreIfTheMaximalRateIsNotPositive() throws Exception {
    fixture.conf().set("spark.streaming.receiver.maxRate", "0");
    fixture.run(
        receiver -> {
          receiver.store(List.of("unlimited").iterator());
          try {
            receiver.store("limited");
          } catch (IllegalArgumentException e) {
            say(e.getMessage());
          }
        });

    assertThat(hear(2).get(1)).startsWith("rate must be positive");
    assertThat(fixture.sink().await(1)).containsExactly(List.of("unlimited"));
  }

  @Test
  void aReceiverThatGathersRecordsIsLimitedUntilItIsStopped() throws Exception {
    fixture.conf().set("spark.streaming.receiver.maxRate", "10000");
    fixture.run(
        receiver -> {
          say("before " + receiver.supervisor().waitToPush());
          receiver.stop("enough");
          say("after " + receiver.supervisor().waitToPush());
        });

    assertThat(hear(4)).containsExactly("start 1", "before true", "stop 1", "after false");
  }

  @Test
  void theInitialRateOfBackPressureAppliesIfItIsLower() throws Exception {
    fixture.conf().set("spark.streaming.receiver.maxRate", "5");
    fixture.conf().set("spark.streaming.backpressure.initialRate", "0");
    fixture.run(
        receiver -> {
          try {
            receiver.store("limited");
          } catch (IllegalArgumentException e) {
            say(e.getMessage());
          }
        });

    assertThat(hear(2).get(1))
        .isEqualTo(
            "rate must be positive, but spark.streaming.backpressure.initialRate is 0; leave it"
                + " unset for no limit");
  }

  /** At the initial rate each launch would take an hour. */
  @Test
  void aNewLimitHoldsForThisLaunchAndTheNext() throws Exception {
    fixture.conf().set("spark.streaming.backpressure.initialRate", "1");
    fixture.run(
        receiver -> {
          receiver.inBackground(
              () -> {
                for (int i = 0; i < 3_600; i++) {
                  receiver.store("record");
                }
                say("stored");
                receiver.stop("enough");
              });
        });
    fixture.limit(1_000_000);

    assertThat(hear(6))
        .containsExactly("start 1", "stored", "stop 1", "start 1", "stored", "stop 1");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
