// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.interop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DelegateCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.BoundedSource.BoundedReader;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Bounded sources, one after another, as one that comes to its end. A mark is the number of records
 * before it: a reader that is opened there reads and drops as many.
 */
final class FiniteSource<T> extends UnboundedSource<T, FiniteSource.Mark> {

  private static final long serialVersionUID = 1L;

  private final ArrayList<BoundedSource<T>> parts;

  private FiniteSource(List<? extends BoundedSource<T>> parts) {
    this.parts = new ArrayList<>(parts);
  }

  static <T> FiniteSource<T> of(BoundedSource<T> source) {
    return new FiniteSource<>(List.of(source));
  }

  /** How many records were read. */
  record Mark(long count) implements UnboundedSource.CheckpointMark {
    @Override
    public void finalizeCheckpoint() {}
  }

  /** Neighbours stay together, so that the order of the whole is that of the partitions. */
  @Override
  public List<FiniteSource<T>> split(int desired, PipelineOptions options) throws Exception {
    List<BoundedSource<T>> all = new ArrayList<>();
    for (BoundedSource<T> part : parts) {
      long size = part.getEstimatedSizeBytes(options);
      all.addAll(part.split(Math.max(1, size / desired), options));
    }
    int groups = Math.min(desired, all.size());
    List<FiniteSource<T>> splits = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      int begin = (int) ((long) i * all.size() / groups);
      int end = (int) ((i + 1L) * all.size() / groups);
      splits.add(new FiniteSource<>(all.subList(begin, end)));
    }
    return splits;
  }

  @Override
  public UnboundedReader<T> createReader(PipelineOptions options, @Nullable Mark mark) {
    return new Reader<>(this, options, mark == null ? 0 : mark.count());
  }

  @Override
  public Coder<T> getOutputCoder() {
    return parts.get(0).getOutputCoder();
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return DelegateCoder.of(VarLongCoder.of(), Mark::count, Mark::new);
  }

  @Override
  public void validate() {
    parts.forEach(BoundedSource::validate);
  }

  @Override
  public String toString() {
    return parts.toString();
  }

  private static final class Reader<T> extends UnboundedReader<T> {
    private final FiniteSource<T> source;
    private final PipelineOptions options;
    private final long toSkip;
    private int next;
    private @Nullable BoundedReader<T> reader;
    private boolean hasCurrent;
    private long count;

    Reader(FiniteSource<T> source, PipelineOptions options, long toSkip) {
      this.source = source;
      this.options = options;
      this.toSkip = toSkip;
    }

    @Override
    public boolean start() throws IOException {
      while (count < toSkip) {
        if (!advance()) {
          throw new IOException(
              "%s has only %d records, and %d were read before".formatted(source, count, toSkip));
        }
      }
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      hasCurrent = moved();
      count += hasCurrent ? 1 : 0;
      return hasCurrent;
    }

    private boolean moved() throws IOException {
      BoundedReader<T> open = reader;
      boolean found = open != null && open.advance();
      while (!found && next < source.parts.size()) {
        close();
        open = source.parts.get(next++).createReader(options);
        reader = open;
        found = open.start();
      }
      return found;
    }

    @Override
    public T getCurrent() {
      BoundedReader<T> open = reader;
      if (open == null || !hasCurrent) {
        throw new NoSuchElementException();
      }
      return open.getCurrent();
    }

    @Override
    public Instant getCurrentTimestamp() {
      BoundedReader<T> open = reader;
      if (open == null || !hasCurrent) {
        throw new NoSuchElementException();
      }
      return open.getCurrentTimestamp();
    }

    @Override
    public Instant getWatermark() {
      boolean isOver = !hasCurrent && count >= toSkip && next == source.parts.size();
      return isOver ? BoundedWindow.TIMESTAMP_MAX_VALUE : BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    @Override
    public Mark getCheckpointMark() {
      return new Mark(count);
    }

    @Override
    public UnboundedSource<T, ?> getCurrentSource() {
      return source;
    }

    @Override
    public void close() throws IOException {
      BoundedReader<T> open = reader;
      reader = null;
      if (open != null) {
        open.close();
      }
    }
  }
}
