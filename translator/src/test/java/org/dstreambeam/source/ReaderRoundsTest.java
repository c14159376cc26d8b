// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.dstreambeam.fixture.Threads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReaderRoundsTest {

  private static final long LONG = 60_000;

  private final ReaderRounds rounds = new ReaderRounds();

  @Test
  void aReaderWaitsWhenThereIsNothing() {
    rounds.join(1);

    assertThat(wouldWait()).isTrue();
  }

  @Test
  void aReaderDoesNotWaitWithABlockReady() {
    rounds.join(1);
    rounds.blockReady();
    assertThat(wouldWait()).isFalse();

    rounds.blocksGone(1);
    assertThat(wouldWait()).isTrue();
  }

  @Test
  void allThatWaitReturnWithABlock() throws Exception {
    rounds.join(2);
    Thread first = startWaiting();
    Thread second = startWaiting();

    rounds.blockReady();

    first.join();
    second.join();
  }

  @Test
  void allThatWaitReturnWithTheFirstThatReturns() throws Exception {
    rounds.join(3);
    Thread first = startWaiting();
    Thread second = startWaiting();

    rounds.returned();

    first.join();
    second.join();
  }

  @Test
  void theNextRoundBeginsWhenAllHaveReturned() {
    rounds.join(3);

    rounds.returned();
    assertThat(wouldWait()).isFalse();
    rounds.returned();
    assertThat(wouldWait()).isFalse();
    rounds.returned();
    assertThat(wouldWait()).isTrue();
  }

  @Test
  void aReaderThatLeftIsNotWaitedFor() {
    rounds.join(3);
    rounds.left();

    rounds.returned();
    assertThat(wouldWait()).isFalse();
    rounds.returned();
    assertThat(wouldWait()).isTrue();
  }

  @Test
  void theLastThatLeavesEndsTheRound() {
    rounds.join(2);
    rounds.returned();

    rounds.left();

    assertThat(wouldWait()).isTrue();
  }

  /** Two threads, four readers: those that were not called yet must not wait for the others. */
  @Test
  void readersBeyondTheThreadsDoNotWaitUntilAllHadTheirTurn() {
    rounds.join(4);
    rounds.returned();
    rounds.returned();

    assertThat(wouldWait()).isFalse();
    rounds.returned();
    assertThat(wouldWait()).isFalse();
    rounds.returned();
    assertThat(wouldWait()).isTrue();
  }

  @Test
  void asksAgainHowLongToWaitWhenSomethingChanged() throws Exception {
    rounds.join(1);
    AtomicInteger asked = new AtomicInteger();
    Thread waiting =
        Threads.start(() -> rounds.await(() -> asked.incrementAndGet() == 1 ? LONG : 0));
    Threads.awaitWaiting(waiting);

    rounds.lookAgain();

    waiting.join();
    assertThat(asked).hasValue(2);
  }

  @Test
  void anInterruptEndsTheWaitAndIsKept() throws Exception {
    rounds.join(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread waiting =
        Threads.start(
            () -> {
              rounds.await(() -> LONG);
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    Threads.awaitWaiting(waiting);

    waiting.interrupt();

    waiting.join();
    assertThat(interrupted).isTrue();
  }

  private Thread startWaiting() {
    Thread thread = Threads.start(() -> rounds.await(() -> LONG));
    Threads.awaitWaiting(thread);
    return thread;
  }

  /** Whether it comes to the question how long. */
  private boolean wouldWait() {
    AtomicBoolean asked = new AtomicBoolean();
    rounds.await(
        () -> {
          asked.set(true);
          return 0;
        });
    return asked.get();
  }
}
