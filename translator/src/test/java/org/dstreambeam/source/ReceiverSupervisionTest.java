// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.source.ScriptedReceiver.hear;
import static org.dstreambeam.source.ScriptedReceiver.say;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Launches, restarts and the end of a receiver. */
@Timeout(60)
class ReceiverSupervisionTest {
  private static final int HOUR = 3_600_000;

  private final SupervisionFixture fixture = new SupervisionFixture();

  @AfterEach
  void stop() {
    fixture.stop();
  }

  @Test
  void givesEachLaunchAFreshCopyWithTheIdOfItsStream() throws Exception {
    fixture.run(
        receiver -> {
          say("id " + receiver.streamId());
          receiver.inBackground(() -> receiver.stop("done"));
        });

    assertThat(hear(6)).containsExactly("start 1", "id 7", "stop 1", "start 1", "id 7", "stop 1");
  }

  @Test
  void neverTouchesTheDeclaredReceiver() throws Exception {
    ScriptedReceiver declared = new ScriptedReceiver(receiver -> {});
    fixture.run(declared);
    hear(1);

    assertThat(declared.starts).isZero();
  }

  @Test
  void stopsOnTheThreadThatAsksForItAndSaysSo() throws Exception {
    fixture.run(
        receiver -> {
          say(receiver.isStarted() + " " + receiver.isStopped());
          if (receiver.starts == 1) {
            receiver.stop("from onStart");
            say(receiver.isStarted() + " " + receiver.isStopped());
          }
        });

    assertThat(hear(4)).containsExactly("start 1", "true false", "stop 1", "false true");
  }

  @Test
  void launchesAgainAfterAnOnStartThatThrows() throws Exception {
    fixture.run(
        receiver -> {
          throw new IllegalStateException("cannot start");
        });

    assertThat(hear(6))
        .containsExactly("start 1", "stop 1", "start 1", "stop 1", "start 1", "stop 1");
  }

  @Test
  void asksForAPauseOfAHundredMillisecondsBeforeItLaunchesAgain() throws Exception {
    BlockingQueue<Duration> pauses =
        fixture.runWithoutPauses(
            receiver -> {
              throw new IllegalStateException("cannot start");
            });

    hear(5);

    assertThat(pauses.take()).isEqualTo(Duration.ofMillis(100));
    assertThat(pauses.take()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void launchesAgainAfterAnErrorInOnStart() throws Exception {
    fixture.run(
        receiver -> {
          throw new NoClassDefFoundError("missing");
        });

    assertThat(hear(3)).containsExactly("start 1", "stop 1", "start 1");
  }

  @Test
  void restartsTheSameObject() throws Exception {
    fixture.run(
        receiver -> {
          if (receiver.starts < 3) {
            receiver.restart("again");
          }
        });

    assertThat(hear(5)).containsExactly("start 1", "stop 1", "start 2", "stop 2", "start 3");
  }

  @Test
  void restartsOnceWhenAskedAgainBeforeItDid() throws Exception {
    fixture.run(
        receiver -> {
          if (receiver.starts == 1) {
            receiver.restart("connection lost", null, 10);
            receiver.restart("connection lost", new IllegalStateException(), 0);
          } else {
            receiver.restart("third", null, HOUR);
          }
        });

    assertThat(hear(4)).containsExactly("start 1", "stop 1", "start 2", "stop 2");
    fixture.stop();
    assertThat(ScriptedReceiver.saidNothingMore()).isTrue();
  }

  @Test
  void takesANegativeRestartDelayForNone() throws Exception {
    fixture.run(
        receiver -> {
          if (receiver.starts == 1) {
            receiver.restart("at once", null, -1);
          }
        });

    assertThat(hear(3)).containsExactly("start 1", "stop 1", "start 2");
  }

  @Test
  void doesNotWaitForARestartThatIsPendingWhenTheReceiverStopsItself() throws Exception {
    fixture.awaitRestart(receiver -> receiver.restart("later", null, HOUR)).stop("not later");

    assertThat(hear(4)).containsExactly("start 1", "stop 1", "start 1", "stop 1");
  }

  @Test
  void endsAPendingRestartWhenTheStreamStops() throws Exception {
    fixture.run(receiver -> receiver.restart("later", null, HOUR));
    assertThat(hear(2)).containsExactly("start 1", "stop 1");

    assertThat(fixture.stop()).isTrue();
    assertThat(ScriptedReceiver.saidNothingMore()).isTrue();
  }

  @Test
  void stopsAReceiverOnceAndForGood() throws Exception {
    fixture.run(receiver -> {});
    hear(1);

    assertThat(fixture.stop()).isTrue();
    assertThat(fixture.stop()).isTrue();
    assertThat(hear(1)).containsExactly("stop 1");
    assertThat(ScriptedReceiver.saidNothingMore()).isTrue();
    assertThatThrownBy(fixture::startAgain).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void doesNotStartAReceiverThatWasStoppedBefore() throws Exception {
    fixture.prepare(receiver -> {});

    assertThat(fixture.stop()).isTrue();
    fixture.startAgain();
    assertThat(ScriptedReceiver.saidNothingMore()).isTrue();
  }

  @Test
  void endsALoopInOnStartThatLooksWhetherTheReceiverIsStopped() throws Exception {
    fixture.run(
        receiver -> {
          while (!receiver.isStopped()) {
            Thread.onSpinWait();
          }
        });
    hear(1);

    assertThat(fixture.stop()).isTrue();
    assertThat(hear(1)).containsExactly("stop 1");
  }

  @Test
  void interruptsAnOnStartThatHangsWhenTheTimeIsUp() throws Exception {
    fixture.run(receiver -> new CountDownLatch(1).await());
    hear(1);

    assertThat(fixture.stop(1)).isFalse();
    assertThat(hear(1)).containsExactly("stop 1");
  }

  @Test
  void survivesAnOnStopThatThrows() throws Exception {
    fixture.run(
        new FailsToStop(
            receiver -> {
              if (receiver.starts == 1) {
                receiver.restart("again");
              }
            }));

    assertThat(hear(3)).containsExactly("start 1", "stop 1", "start 2");
    assertThat(fixture.stop()).isTrue();
  }

  @Test
  void namesTheClassThatCannotBeSerialized() {
    ScriptedReceiver holder = new HoldsAThread();

    assertThatThrownBy(() -> ReceiverImage.of(holder, SupervisionFixture.STREAM_ID))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(HoldsAThread.class.getName())
        .hasMessageContaining("because java.lang.Thread is not java.io.Serializable")
        .hasMessageContaining("onStart()");
  }

  private static final class FailsToStop extends ScriptedReceiver {
    private static final long serialVersionUID = 1L;

    FailsToStop(Script script) {
      super(script);
    }

    @Override
    public void onStop() {
      super.onStop();
      throw new IllegalStateException("cannot stop");
    }
  }

  private static final class HoldsAThread extends ScriptedReceiver {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "UnusedVariable"}) // which is the point
    private final Thread thread = new Thread();

    HoldsAThread() {
      super(receiver -> {});
    }
  }
}
