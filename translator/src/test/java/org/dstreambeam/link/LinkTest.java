// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dstreambeam.fixture.Threads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LinkTest {

  private static final long LONG = 60_000;

  private final Driver driver = Driver.start();
  private final List<AutoCloseable> opened = new ArrayList<>(List.of(driver));

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private LinkClient taskManager() {
    LinkClient client = LinkClient.to(driver.address());
    opened.add(client);
    return client;
  }

  @Test
  void theDriverHearsWhatTaskManagersSayInThatOrder() throws Exception {
    LinkClient client = taskManager();

    client.print("Time: 1000 ms\n(ä\uD83D\uDE00,1)\n\n");
    client.report("print at A.java:7 of batch 1000 ms failed");
    client.completed(1000);

    assertThat(driver.next(3))
        .containsExactly(
            "printed Time: 1000 ms\n(ä\uD83D\uDE00,1)\n\n",
            "report print at A.java:7 of batch 1000 ms failed",
            "completed 1000");
  }

  @Test
  void theTextOfABatchArrivesBeforeItsCompletion() throws Exception {
    LinkClient client = taskManager();
    int batches = 2_000;
    for (int batch = 1; batch <= batches; batch++) {
      client.print("batch " + batch);
      client.completed(batch);
    }

    for (int batch = 1; batch <= batches; batch++) {
      assertThat(driver.next(2)).containsExactly("printed batch " + batch, "completed " + batch);
    }
  }

  @Test
  void accumulatorsArriveBeforeTheBatchThatFollowsThem() throws Exception {
    LinkClient client = taskManager();
    client.accumulators(new byte[] {1, 2, 3});
    client.completed(1000);

    assertThat(driver.next(2)).containsExactly("accumulators 3", "completed 1000");
  }

  @Test
  void aDriverFunctionCallsForTheEnd() throws Exception {
    LinkClient client = taskManager();
    client.stop(new StopRequest(true, false));
    client.stop(new StopRequest(false, true));

    assertThat(driver.next(2)).containsExactly("stop true false", "stop false true");
  }

  @Test
  void theDriverWaitsForABatch() throws Exception {
    assertThat(driver.server.lastCompleted()).isEqualTo(Long.MIN_VALUE);
    assertThat(driver.server.awaitCompleted(2000, 1)).isFalse();
    AtomicBoolean completed = new AtomicBoolean();
    Thread waiting =
        Threads.start(() -> completed.set(uninterrupted(() -> awaitCompleted(2000, LONG))));

    taskManager().completed(2000);

    waiting.join();
    assertThat(completed).isTrue();
    assertThat(driver.server.lastCompleted()).isEqualTo(2000);
    assertThat(driver.server.awaitCompleted(1000, 1)).isTrue();
  }

  @Test
  void anOlderBatchThatIsRepeatedChangesNothing() throws Exception {
    LinkClient client = taskManager();
    client.completed(2000);
    assertThat(driver.next()).isEqualTo("completed 2000");
    client.completed(1000);
    client.print("after it");
    assertThat(driver.next(2)).containsExactly("completed 1000", "printed after it");

    assertThat(driver.server.lastCompleted()).isEqualTo(2000);
  }

  @Test
  void whoWaitsForABatchReturnsWhenTheLinkIsClosed() throws Exception {
    AtomicBoolean completed = new AtomicBoolean(true);
    Thread waiting =
        Threads.start(() -> completed.set(uninterrupted(() -> awaitCompleted(2000, LONG * LONG))));
    Threads.awaitWaiting(waiting);

    driver.close();

    waiting.join();
    assertThat(completed).isFalse();
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // it is seen soon
  void aTaskManagerKnowsForHowLongTheDriverHasBeenAway() throws Exception {
    LinkClient client = taskManager();
    client.print("here");
    assertThat(driver.next()).isEqualTo("printed here");
    assertThat(client.awayMillis()).isZero();

    driver.close();

    while (client.awayMillis() < 2) {
      Thread.yield();
    }
  }

  @Test
  void taskManagersAreToldWhatToDo() throws Exception {
    Orders first = new Orders();
    Orders second = new Orders();
    taskManager().listen(first);
    taskManager().listen(second);

    driver.server.stopReceiving();
    for (Orders each : List.of(first, second)) {
      assertThat(each.next()).isEqualTo("stop receiving");
    }
    driver.server.finishAfter(5000, false);
    for (Orders each : List.of(first, second)) {
      assertThat(each.next()).isEqualTo("finish after 5000, pause");
    }
    driver.server.finishAfter(4000, true);
    for (Orders each : List.of(first, second)) {
      assertThat(each.next()).isEqualTo("finish after 4000, end");
    }
  }

  /** The one with the receiver need not be the one with the outputs. */
  @Test
  void allTaskManagersHearOfBatchesThatAreDone() throws Exception {
    LinkClient outputs = taskManager();
    LinkClient receiver = taskManager();
    Orders heard = new Orders();
    receiver.listen(heard);
    driver.server.stopReceiving();
    assertThat(heard.next()).isEqualTo("stop receiving"); // so it is connected

    outputs.completed(1000);

    assertThat(heard.nextCompleted()).isEqualTo(1000);
    assertThat(driver.next(1)).containsExactly("completed 1000");
  }

  @Test
  void aWordToASourceReachesAllTaskManagers() throws Exception {
    LinkClient outputs = taskManager();
    Orders here = new Orders();
    outputs.listen(here);
    LinkClient reader = taskManager();
    Orders there = new Orders();
    reader.listen(there);
    driver.server.stopReceiving();
    assertThat(here.next()).isEqualTo("stop receiving"); // so both are connected
    assertThat(there.next()).isEqualTo("stop receiving");

    outputs.tell("kafka-1", "commit ä".getBytes(StandardCharsets.UTF_8));

    assertThat(there.next()).isEqualTo("kafka-1 is told commit ä");
    assertThat(here.next()).isEqualTo("kafka-1 is told commit ä");
  }

  @Test
  void whoJoinsLateIsToldWhatTheOthersWereTold() throws Exception {
    driver.server.stopReceiving();
    driver.server.finishAfter(5000, true);
    Orders orders = new Orders();
    LinkClient client = taskManager();
    client.listen(orders);

    assertThat(orders.next()).isEqualTo("stop receiving");
    assertThat(orders.next()).isEqualTo("finish after 5000, end");

    Orders another = new Orders();
    client.listen(another);
    assertThat(another.next()).isEqualTo("stop receiving");
    assertThat(another.next()).isEqualTo("finish after 5000, end");
  }

  @Test
  void theDriverWaitsForTaskManagersToHeedIt() throws Exception {
    CountDownLatch receiversMayEnd = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      taskManager()
          .listen(
              new LinkClient.Listener() {
                @Override
                public void stopReceiving() {
                  told.countDown();
                  uninterrupted(() -> receiversMayEnd.await(LONG, SECONDS));
                }

                @Override
                public void finishAfter(long lastBatch, boolean readersEnd) {
                  throw new IllegalStateException("does not keep the driver waiting");
                }
              });
    }
    driver.server.stopReceiving();
    told.await();
    assertThat(driver.server.awaitHeeded(1)).isFalse();

    receiversMayEnd.countDown();
    assertThat(driver.server.awaitHeeded(LONG)).isTrue();

    driver.server.finishAfter(1000, false);
    assertThat(driver.server.awaitHeeded(LONG)).isTrue();
  }

  @Test
  void aTaskManagerThatIsGoneIsNotWaitedFor() throws Exception {
    Connection silent = driver.connect();
    silent.send(Frame.of(Frame.Type.COMPLETED, 1));
    driver.next();
    driver.server.stopReceiving();
    assertThat(driver.server.awaitHeeded(1)).isFalse();

    silent.close();
    assertThat(driver.server.awaitHeeded(LONG)).isTrue();
  }

  @Test
  void severalTaskManagersAreHeard() throws Exception {
    int clients = 5;
    for (int i = 0; i < clients; i++) {
      taskManager().print("from " + i);
    }
    assertThat(driver.next(clients))
        .containsExactlyInAnyOrder(
            "printed from 0",
            "printed from 1",
            "printed from 2",
            "printed from 3",
            "printed from 4");
  }

  @Test
  void aLongTextArrivesInParts() throws Exception {
    String text = "\uD83D\uDE00".repeat(1_500_000) + "x".repeat(500_000); // 3.5 million chars
    taskManager().print("-" + text); // so that a pair lies across the end of a part
    StringBuilder arrived = new StringBuilder();
    while (arrived.length() < text.length() + 1) {
      arrived.append(driver.next().substring("printed ".length()));
    }
    assertThat(arrived.toString().equals("-" + text)).isTrue();
  }

  @Test
  void whatWaitsIsSentBeforeTheEnd() throws Exception {
    LinkClient client = taskManager();
    client.print("first");
    assertThat(driver.next()).isEqualTo("printed first"); // so it is connected
    for (int i = 0; i < 1_000; i++) {
      client.print("text " + i);
    }
    client.completed(1000);
    client.close();

    for (int i = 0; i < 1_000; i++) {
      assertThat(driver.next()).isEqualTo("printed text " + i);
    }
    assertThat(driver.next()).isEqualTo("completed 1000");
  }

  @Test
  void aTaskManagerComesBackToADriverThatWasAway() throws Exception {
    Orders orders = new Orders();
    LinkClient client = taskManager();
    client.listen(orders);
    client.accumulators(new byte[7]);
    client.completed(1000);
    assertThat(driver.next(2)).containsExactly("accumulators 7", "completed 1000");
    driver.server.finishAfter(9000, true);
    assertThat(orders.next()).isEqualTo("finish after 9000, end");
    driver.close();

    try (Driver back = Driver.startAt(driver.address())) {
      assertThat(back.next(2)).containsExactly("accumulators 7", "completed 1000"); // told again
      client.print("here I am");
      client.completed(2000);
      assertThat(back.next(2)).containsExactly("printed here I am", "completed 2000");

      back.server.finishAfter(9000, true); // which it knows
      back.server.finishAfter(8000, true);
      assertThat(orders.next()).isEqualTo("finish after 8000, end");
      assertThat(orders.isEmpty()).isTrue();
    }
  }

  @Test
  void whatIsSaidBeforeThereIsADriverWaitsForIt() throws Exception {
    LinkAddress address = driver.address();
    driver.close();
    LinkClient client = taskManager();
    client.print("early");
    client.completed(1000);

    try (Driver late = Driver.startAt(address)) {
      assertThat(late.next(2)).containsExactly("printed early", "completed 1000");
    }
  }

  @Test
  void aListenerThatThrowsHearsTheRest() throws Exception {
    CountDownLatch thrown = new CountDownLatch(1);
    LinkServer.Listener thrower =
        new LinkServer.Listener() {
          @Override
          public void onPrinted(String text) {
            throw new IllegalStateException("full");
          }

          @Override
          public void onReport(String text) {
            thrown.countDown();
          }

          @Override
          public void onStop(StopRequest request) {
            throw new IllegalStateException("not asked for");
          }

          @Override
          public void onAccumulators(byte[] values) {
            throw new StackOverflowError("of another kind");
          }
        };
    try (LinkServer server =
        LinkServer.open(
            new DriverAddress("127.0.0.1", "127.0.0.1", 0, 0),
            Handshake.newToken(),
            thrower,
            LONG)) {
      LinkClient client = LinkClient.to(server.address());
      opened.add(client);
      client.print("text");
      client.accumulators(new byte[1]);
      client.report("line");
      thrown.await();
    }
  }

  @Test
  void noThreadOutlivesTheLink() throws Exception {
    LinkClient client = taskManager();
    client.listen(new Orders());
    client.completed(1);
    driver.next();
    LinkClient alone = LinkClient.to(new LinkAddress("127.0.0.1", 1, Handshake.newToken()));
    List<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("driver-link"))
            .toList();
    assertThat(threads).hasSizeGreaterThanOrEqualTo(8).allMatch(Thread::isDaemon);

    alone.close();
    client.close();
    driver.close();

    for (Thread thread : threads) {
      thread.join();
    }
  }

  private boolean awaitCompleted(long batchTime, long millis) throws InterruptedException {
    return driver.server.awaitCompleted(batchTime, millis);
  }

  private interface Waiting {
    boolean get() throws InterruptedException;
  }

  private static boolean uninterrupted(Waiting waiting) {
    try {
      return waiting.get();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
