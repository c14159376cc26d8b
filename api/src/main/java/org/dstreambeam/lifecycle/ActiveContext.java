// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.streaming.StreamingContext;
import org.dstreambeam.plan.CallSite;
import org.jspecify.annotations.Nullable;

/** The one streaming context that runs in this JVM, if any. */
public final class ActiveContext {

  private record Entry(StreamingContext context, CallSite startedAt) {}

  private static final AtomicReference<@Nullable Entry> ACTIVE = new AtomicReference<>();

  private ActiveContext() {}

  /** The context that runs, or null. */
  public static @Nullable StreamingContext get() {
    Entry entry = ACTIVE.get();
    return entry == null ? null : entry.context();
  }

  /**
   * Makes {@code context} the active one.
   *
   * @throws IllegalStateException if another one runs
   */
  static void claim(StreamingContext context, CallSite startedAt) {
    Entry entry = new Entry(context, startedAt);
    Entry running = ACTIVE.compareAndExchange(null, entry);
    if (running != null) {
      // Spark puts no space before the call site.
      throw new IllegalStateException(
          "Only one StreamingContext may be started in this JVM. Currently running"
              + " StreamingContext was started at"
              + running.startedAt());
    }
  }

  static void release(StreamingContext context) {
    Entry entry = ACTIVE.get();
    if (entry != null && entry.context() == context) {
      ACTIVE.compareAndSet(entry, null);
    }
  }
}
