// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutboxTest {

  private static final int MOST_BYTES = 100;

  private final Driver driver = Driver.start();
  private final Outbox outbox = new Outbox("somewhere:1", MOST_BYTES);
  private Connection way;

  @BeforeEach
  void connect() throws IOException {
    way = driver.connect();
  }

  @AfterEach
  void close() {
    way.close();
    driver.close();
  }

  /** What is sent, to the end. */
  private List<String> sent() throws InterruptedException, IOException {
    outbox.close();
    List<String> sent = new ArrayList<>();
    for (Outbox.@Nullable Next next = outbox.next(); next != null; next = outbox.next()) {
      sent.add(shown(next.frame()));
      outbox.sent(next.frame());
    }
    return sent;
  }

  private static String shown(Frame frame) throws IOException {
    return switch (frame.type()) {
      case PRINTED, REPORT -> frame.text();
      case ACCUMULATORS -> "values " + frame.content()[0];
      default -> "batch " + frame.number();
    };
  }

  private void print(String text) {
    outbox.text(Frame.Type.PRINTED, text);
  }

  private Outbox.Next next() throws InterruptedException {
    return Objects.requireNonNull(outbox.next());
  }

  private Frame sendNext() throws InterruptedException {
    Frame frame = next().frame();
    outbox.sent(frame);
    return frame;
  }

  @Test
  void dropsTextsWhenTooManyWaitButNoBatch() throws Exception {
    for (int batch = 1; batch <= 50; batch++) {
      print("text " + batch); // 11 bytes or 12
      outbox.completed(batch);
    }
    outbox.connected(way);
    assertThat(sent())
        .containsExactly(
            "text 1", "batch 1", "text 2", "batch 2", "text 3", "batch 3", "text 4", "batch 50");
  }

  @Test
  void saysHowManyWereDroppedOnceThereIsRoom() throws Exception {
    outbox.connected(way);
    print("x".repeat(90));
    print("lost");
    print("lost as well");
    sendNext();
    print("next");
    assertThat(sent())
        .containsExactly("2 printed texts were dropped: they were not taken fast enough", "next");
  }

  @Test
  void takesATextOfAnyLengthIfNothingWaits() throws Exception {
    String text = "x".repeat(10 * MOST_BYTES);
    print(text);
    outbox.connected(way);
    assertThat(sent()).containsExactly(text);
  }

  @Test
  void ofBatchesThatFollowEachOtherTheLastSaysItAll() throws Exception {
    outbox.completed(1);
    outbox.completed(2);
    print("text");
    outbox.completed(3);
    outbox.completed(4);
    outbox.connected(way);
    assertThat(sent()).containsExactly("batch 2", "text", "batch 4");
  }

  @Test
  void aBatchThatIsSupersededWhileItIsSentIsFollowedByTheOther() throws Exception {
    outbox.connected(way);
    outbox.completed(1);
    Frame first = next().frame();
    outbox.completed(2);
    outbox.sent(first);
    assertThat(sent()).containsExactly("batch 2");
  }

  @Test
  void theNewestAccumulatorsGoAhead() throws Exception {
    print("text");
    outbox.accumulators(new byte[] {1});
    outbox.accumulators(new byte[] {2});
    outbox.completed(1);
    outbox.connected(way);
    assertThat(sent()).containsExactly("values 2", "text", "batch 1");
  }

  @Test
  void accumulatorsThatAreSupersededWhileTheyAreSentAreFollowedByTheOthers() throws Exception {
    outbox.connected(way);
    outbox.accumulators(new byte[] {1});
    Frame first = next().frame();
    outbox.accumulators(new byte[] {2});
    outbox.sent(first);
    assertThat(sent()).containsExactly("values 2");
  }

  @Test
  void whatIsAStateIsToldAgainAfterABreak() throws Exception {
    outbox.connected(way);
    outbox.accumulators(new byte[] {1});
    outbox.completed(1);
    print("told");
    for (int i = 0; i < 3; i++) {
      sendNext();
    }
    outbox.disconnected(way);
    print("next");
    try (Connection another = driver.connect()) {
      outbox.connected(another);
      assertThat(sent()).containsExactly("values 1", "batch 1", "next");
    }
  }

  @Test
  void whatWasNotSentIsNotLostInABreak() throws Exception {
    outbox.connected(way);
    print("text");
    next(); // and the connection breaks
    outbox.disconnected(way);
    outbox.connected(way);
    assertThat(sent()).containsExactly("text");
  }

  @Test
  void theEndOfAnotherConnectionDoesNotMatter() throws Exception {
    try (Connection another = driver.connect()) {
      outbox.connected(another);
      outbox.disconnected(way);
      print("text");
      assertThat(next().connection()).isSameAs(another);
    }
  }

  @Test
  void whatNobodyTakesAtTheEndIsLeft() throws Exception {
    print("text");
    assertThat(sent()).isEmpty();
    print("late");
    outbox.completed(1);
    outbox.accumulators(new byte[] {1});
    outbox.connected(way);
    assertThat(sent()).containsExactly("text");
  }
}
