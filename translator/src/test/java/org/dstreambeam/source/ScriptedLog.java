// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.plan.CallSite;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a log with partitions that can be read again. A place is how many records are
 * before it. Tests append, and wait until it was read; those that use it have a timeout.
 */
final class ScriptedLog {

  private static final long LOOK_MILLIS = 5;

  private final List<List<String>> parts = new ArrayList<>();
  private final List<@Nullable Integer> asked = new ArrayList<>();
  private final List<@Nullable Throwable> failures = new ArrayList<>();
  private final int perRead;
  private @Nullable Throwable startFailure;
  private boolean startsAtTheEnd;
  private boolean holdsUpReplays;
  private boolean interrupts;
  private int open;

  /**
   * @param perRead how many records a reading brings at most
   */
  ScriptedLog(int parts, int perRead) {
    this.perRead = perRead;
    for (int i = 0; i < parts; i++) {
      this.parts.add(new ArrayList<>());
      asked.add(null);
      failures.add(null);
    }
  }

  synchronized void append(int part, String... records) {
    parts.get(part).addAll(List.of(records));
    notifyAll();
  }

  /** Appends, and returns when the feed has added that to the open batch. */
  void read(int part, String... records) throws InterruptedException {
    append(part, records);
    awaitAsked(part, size(part));
  }

  private synchronized int size(int part) {
    return parts.get(part).size();
  }

  /** Returns when the part is to be read from there: everything before is in a batch. */
  synchronized void awaitAsked(int part, int place) throws InterruptedException {
    Integer last = asked.get(part);
    while (last == null || last != place) {
      wait();
      last = asked.get(part);
    }
  }

  /** Nothing has been asked of the next program. */
  synchronized void forgetAsked() {
    asked.replaceAll(last -> null);
  }

  /** Where the part was last to be read from; null if it was not. */
  synchronized @Nullable Integer asked(int part) {
    return asked.get(part);
  }

  /** The next reading of the part throws it. */
  synchronized void failNext(int part, Throwable failure) {
    failures.set(part, failure);
    notifyAll();
  }

  /** Returns when that has happened. */
  synchronized void awaitFailed(int part) throws InterruptedException {
    while (failures.get(part) != null) {
      wait();
    }
  }

  /** The next question where to begin throws it. */
  synchronized void failNextStart(Throwable failure) {
    startFailure = failure;
  }

  /** Programs that are new begin behind what is there already. */
  synchronized void startAtTheEnd() {
    startsAtTheEnd = true;
  }

  /** Whether readings that go up to a place wait until this is taken back. */
  synchronized void holdUpReplays(boolean hold) {
    holdsUpReplays = hold;
    notifyAll();
  }

  /** From now on a reading that brings something ends with an interrupt that it has not heeded. */
  synchronized void interruptReaders() {
    interrupts = true;
  }

  /** How many parts are open. */
  synchronized int open() {
    return open;
  }

  private synchronized byte[] start(int part) throws Exception {
    Throwable failure = startFailure;
    startFailure = null;
    throwIt(failure);
    return place(startsAtTheEnd ? parts.get(part).size() : 0);
  }

  private synchronized ReplayableRecords.Portion read(
      int part, byte[] place, byte @Nullable [] until) throws Exception {
    int from = ByteBuffer.wrap(place).getInt();
    asked.set(part, from);
    notifyAll();
    List<String> records = parts.get(part);
    if (records.size() == from && failures.get(part) == null) {
      wait(LOOK_MILLIS);
    }
    Throwable failure = failures.set(part, null);
    notifyAll();
    throwIt(failure);
    while (until != null && holdsUpReplays) {
      wait();
    }
    int to =
        until == null
            ? Math.min(from + perRead, records.size())
            : Math.min(from + 1, ByteBuffer.wrap(until).getInt()); // in small steps
    if (interrupts && to > from) {
      Thread.currentThread().interrupt();
    }
    return new ReplayableRecords.Portion(List.copyOf(records.subList(from, to)), place(to));
  }

  private static void throwIt(@Nullable Throwable failure) throws Exception {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (Exception) failure;
    }
  }

  private static byte[] place(int records) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(records).array();
  }

  /** As a source of a plan. */
  ReplayableSourceNode node() {
    return new Node(this, new Duration(Plans.BATCH_MILLIS), Plans.callSite("scripted"));
  }

  private record Node(ScriptedLog log, Duration slide, CallSite callSite)
      implements ReplayableSourceNode {

    @Override
    public String operation() {
      return "scripted";
    }

    @Override
    public ReplayableRecords open(int part, int parts) {
      synchronized (log) {
        log.open++;
      }
      return new ReplayableRecords() {
        @Override
        public byte[] start() throws Exception {
          return log.start(part);
        }

        @Override
        public Portion read(byte[] place, byte @Nullable [] until) throws Exception {
          return log.read(part, place, until);
        }

        @Override
        public void close() {
          synchronized (log) {
            log.open--;
            log.notifyAll();
          }
        }
      };
    }
  }
}
