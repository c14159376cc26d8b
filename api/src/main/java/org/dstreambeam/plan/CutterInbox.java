// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the program's own code, which has the stream but not its {@link BatchCutter}, leaves word
 * for it. What is told before somebody listens waits. Travels empty. Thread-safe.
 */
public final class CutterInbox implements Serializable {

  private static final long serialVersionUID = 1L;

  private transient @Nullable List<Serializable> waiting;
  private transient @Nullable Consumer<Serializable> listener;

  /**
   * @param message the very object that the cutter is told if it is in this JVM, else a copy
   */
  public synchronized void tell(Serializable message) {
    if (listener != null) {
      listener.accept(message);
      return;
    }
    List<Serializable> known = waiting == null ? new ArrayList<>() : waiting;
    known.add(message);
    waiting = known;
  }

  /** Who takes what was and will be told; the one before is told nothing any more. */
  public synchronized void listen(Consumer<Serializable> to) {
    listener = to;
    if (waiting != null) {
      waiting.forEach(to);
      waiting = null;
    }
  }
}
