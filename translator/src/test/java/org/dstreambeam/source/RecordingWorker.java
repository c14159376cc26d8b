// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Notes the pauses that are asked of it, and makes none. */
final class RecordingWorker extends ScheduledThreadPoolExecutor {
  private final Queue<Duration> pauses;

  RecordingWorker(ThreadFactory threads, Queue<Duration> pauses) {
    super(1, threads, new DiscardPolicy());
    this.pauses = pauses;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    if (delay > 0) {
      pauses.add(Duration.of(delay, unit.toChronoUnit()));
    }
    return super.schedule(task, 0, unit);
  }
}
