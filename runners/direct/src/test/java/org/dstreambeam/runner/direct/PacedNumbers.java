// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DelegateCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The numbers from 0, as many as the test allows. A source of one split. */
final class PacedNumbers extends UnboundedSource<Long, PacedNumbers.Mark> {

  private static final long serialVersionUID = 1L;

  /** Far more looks than there are between two of a reader that is asked. */
  private static final int LOOKS = 20;

  private static final Map<String, Pace> PACES = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();

  /** What the copies of the source share. */
  private static final class Pace {
    private final AtomicLong allowed = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong asked = new AtomicLong();
  }

  private Pace pace() {
    return PACES.computeIfAbsent(id, unknown -> new Pace());
  }

  /** So many more may be read. */
  void allow(long more) {
    pace().allowed.addAndGet(more);
  }

  /** How many were read. */
  long read() {
    return pace().read.get();
  }

  /** Returns when all that may be was read, or nobody seems to ask for it. */
  void awaitReadOrLeft() throws InterruptedException {
    long asked = pace().asked.get();
    for (int look = 0; look < LOOKS && read() < pace().allowed.get(); look++) {
      Thread.sleep(5);
      if (pace().asked.get() != asked) {
        asked = pace().asked.get();
        look = 0;
      }
    }
  }

  /** How many numbers are before it. */
  record Mark(long next) implements UnboundedSource.CheckpointMark {
    @Override
    public void finalizeCheckpoint() {}
  }

  @Override
  public List<PacedNumbers> split(int desired, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<Long> createReader(PipelineOptions options, @Nullable Mark mark) {
    return new Reader(mark == null ? 0 : mark.next());
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return DelegateCoder.of(VarLongCoder.of(), Mark::next, Mark::new);
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  private final class Reader extends UnboundedReader<Long> {
    private final Pace pace = pace();
    private long next;

    Reader(long next) {
      this.next = next;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      pace.asked.incrementAndGet();
      if (next == pace.allowed.get()) {
        return false;
      }
      next++;
      pace.read.incrementAndGet();
      return true;
    }

    @Override
    public Long getCurrent() {
      if (next == 0) {
        throw new NoSuchElementException();
      }
      return next - 1;
    }

    @Override
    public Instant getCurrentTimestamp() {
      return BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    @Override
    public Instant getWatermark() {
      return BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    @Override
    public Mark getCheckpointMark() {
      return new Mark(next);
    }

    @Override
    public PacedNumbers getCurrentSource() {
      return PacedNumbers.this;
    }

    @Override
    public void close() {}
  }
}
