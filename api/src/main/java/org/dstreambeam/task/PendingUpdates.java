// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What was added to accumulators of another process and waits to go there. It goes with a block of
 * the thread that ran the task: that is the task's result, or comes after it, so who reads the
 * result has the update by then. What other tasks added, those of RDDs, goes with the next block of
 * any thread.
 *
 * <p>Each update has a number: where a stream forks it arrives several times.
 */
final class PendingUpdates {

  private static final long PROCESS = ThreadLocalRandom.current().nextLong();

  /** By whose blocks it goes: a thread, or {@link #ANYBODY}. */
  private final Map<Object, Map<Id, byte[]>> waiting = new HashMap<>();

  private static final Object ANYBODY = new Object();

  private long lastNumber;
  private volatile boolean isEmpty = true;

  /**
   * An update.
   *
   * @param process where it was made
   * @param number which one of that process
   */
  record Id(long process, long number) {}

  /** What a task has added. */
  record Update(Id id, byte[] added) {}

  /** Takes a new one. */
  synchronized void add(byte[] added, boolean forAnybody) {
    put(forAnybody ? ANYBODY : Thread.currentThread(), new Id(PROCESS, ++lastNumber), added);
  }

  /** Passes one on with the blocks of this thread. */
  synchronized void add(Update update) {
    put(Thread.currentThread(), update.id, update.added);
  }

  private void put(Object bearer, Id id, byte[] added) {
    waiting.computeIfAbsent(bearer, first -> new LinkedHashMap<>()).put(id, added);
    isEmpty = false;
  }

  /** Whether {@link #take} may give something. */
  boolean isEmpty() {
    return isEmpty;
  }

  /** What goes with a block of this thread, or null. */
  byte @Nullable [] take() {
    if (isEmpty) {
      return null;
    }
    synchronized (this) {
      Map<Id, byte[]> taken = new LinkedHashMap<>();
      for (Iterator<Map.Entry<Object, Map<Id, byte[]>>> all = waiting.entrySet().iterator();
          all.hasNext(); ) {
        Map.Entry<Object, Map<Id, byte[]>> bearer = all.next();
        if (isMine(bearer.getKey())) {
          taken.putAll(bearer.getValue());
          all.remove();
        }
      }
      isEmpty = waiting.isEmpty();
      return taken.isEmpty() ? null : written(taken);
    }
  }

  /** A thread that has ended has no more blocks. */
  private static boolean isMine(Object bearer) {
    return bearer == ANYBODY
        || bearer == Thread.currentThread()
        || (bearer instanceof Thread thread && !thread.isAlive());
  }

  /** All that waits, whoever's blocks it was to go with. */
  synchronized List<Update> takeAll() {
    List<Update> all = new ArrayList<>();
    waiting.values().forEach(each -> each.forEach((id, added) -> all.add(new Update(id, added))));
    waiting.clear();
    isEmpty = true;
    return all;
  }

  private static byte[] written(Map<Id, byte[]> updates) {
    int size = 0;
    for (byte[] added : updates.values()) {
      size = Math.addExact(size, 2 * Long.BYTES + Integer.BYTES + added.length);
    }
    ByteBuffer bytes = ByteBuffer.allocate(size);
    updates.forEach(
        (id, added) ->
            bytes.putLong(id.process).putLong(id.number).putInt(added.length).put(added));
    return bytes.array();
  }

  /** What {@link #take} gave. */
  static List<Update> read(byte[] updates) {
    List<Update> read = new ArrayList<>();
    for (ByteBuffer bytes = ByteBuffer.wrap(updates); bytes.hasRemaining(); ) {
      Id id = new Id(bytes.getLong(), bytes.getLong());
      byte[] added = new byte[bytes.getInt()];
      bytes.get(added);
      read.add(new Update(id, added));
    }
    return read;
  }
}
