// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What happened, in order. Output operations write it, the test waits for it; tests that do have a
 * timeout. It can be serialised, as programs with checkpoints demand, but what is read back is of
 * no use: a driver function is given the test's own journal, or fails.
 */
final class Journal<T> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final transient List<T> entries = new ArrayList<>();

  synchronized void add(T entry) {
    entries.add(entry);
    notifyAll();
  }

  synchronized List<T> all() {
    return List.copyOf(entries);
  }

  /** All entries, as soon as there are {@code count}. */
  synchronized List<T> await(int count) throws InterruptedException {
    while (entries.size() < count) {
      wait();
    }
    return all();
  }

  /** Returns when there is such an entry. */
  synchronized T await(Predicate<T> wanted) throws InterruptedException {
    int next = 0;
    while (true) {
      for (; next < entries.size(); next++) {
        if (wanted.test(entries.get(next))) {
          return entries.get(next);
        }
      }
      wait();
    }
  }
}
