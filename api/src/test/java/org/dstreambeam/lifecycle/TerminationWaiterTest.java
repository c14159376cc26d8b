// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TerminationWaiterTest {

  private final TerminationWaiter waiter = new TerminationWaiter();

  @Test
  void isFalseWhenTheTimeElapses() throws InterruptedException {
    assertThat(waiter.await(0)).isFalse();
    assertThat(waiter.await(20)).isFalse();
  }

  @Test
  void isTrueOnceStopped() throws InterruptedException {
    waiter.reportStop();

    assertThat(waiter.await(0)).isTrue();
    assertThat(waiter.await(-1)).isTrue();
  }

  @Test
  void throwsTheVeryErrorAlsoACheckedOne() {
    IOException error = new IOException("disk full");
    waiter.reportError(error);

    assertThatThrownBy(() -> waiter.await(-1)).isSameAs(error);
  }

  @Test
  void throwsTheLatestErrorAgainAndAgainAlsoAfterTheStop() {
    waiter.reportError(new IllegalStateException("first"));
    waiter.reportError(new IllegalStateException("latest"));

    assertThatThrownBy(() -> waiter.await(0)).hasMessage("latest");
    waiter.reportStop();
    assertThatThrownBy(() -> waiter.await(0)).hasMessage("latest");
    assertThatThrownBy(() -> waiter.await(-1)).hasMessage("latest");
  }

  @Test
  void wakesWhoWaitsForEver() {
    CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> await(-1));
    waiter.reportStop();

    assertThat(stopped.join()).isTrue();
  }

  @Test
  void wakesWhoWaitsForATimeThatNeverComes() {
    CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> await(Long.MAX_VALUE));
    waiter.reportStop();

    assertThat(stopped.join()).isTrue();
  }

  @Test
  void canBeInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> waiter.await(-1)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  private boolean await(long millis) {
    try {
      return waiter.await(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
