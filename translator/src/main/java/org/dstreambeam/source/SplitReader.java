// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads a split of a Beam source on from its last mark. For one thread at a time, as Beam's readers
 * are.
 */
final class SplitReader {

  private final UnboundedSource<?, CheckpointMark> source;
  private final @Nullable Coder<CheckpointMark> coder;
  private @Nullable CheckpointMark last;
  private @Nullable UnboundedReader<?> reader;
  private boolean started;
  private boolean atEnd;

  /**
   * A mark that was taken.
   *
   * @param bytes null if marks of the source have none
   */
  record Mark(CheckpointMark live, byte @Nullable [] bytes) {}

  @SuppressWarnings("unchecked") // a source makes the marks that it takes
  SplitReader(UnboundedSource<?, ?> source) {
    this.source = (UnboundedSource<?, CheckpointMark>) source;
    this.coder = this.source.getCheckpointMarkCoder();
  }

  /** Whether another run of the program can go on where this one was. */
  boolean hasDurableMarks() {
    return coder != null;
  }

  /** Whether there is a reader that has been asked for a record: others have no mark. */
  boolean hasStarted() {
    return reader != null && started;
  }

  /** Whether there will never be more: the reader has said so. */
  boolean isAtEnd() {
    return atEnd;
  }

  /**
   * Adds what there is, no more than {@code most} records.
   *
   * @param from the mark behind which to begin if there is no reader
   * @param enough asked before each record
   */
  void read(
      List<@Nullable Object> records, long most, byte @Nullable [] from, BooleanSupplier enough)
      throws IOException {
    UnboundedReader<?> open = opened(from);
    while (records.size() < most && !enough.getAsBoolean()) {
      if (!next(open)) {
        atEnd = !open.getWatermark().isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE);
        return;
      }
      records.add(open.getCurrent());
    }
  }

  private boolean next(UnboundedReader<?> open) throws IOException {
    if (started) {
      return open.advance();
    }
    started = true;
    return open.start();
  }

  private UnboundedReader<?> opened(byte @Nullable [] from) throws IOException {
    UnboundedReader<?> open = reader;
    if (open == null) {
      CheckpointMark mark =
          coder == null ? last : from == null ? null : CoderUtils.decodeFromByteArray(coder, from);
      open = source.createReader(PipelineOptionsFactory.create(), mark);
      reader = open;
      started = false;
    }
    return open;
  }

  /** Behind all records that were read. */
  Mark mark() throws IOException {
    UnboundedReader<?> open = reader;
    if (open == null) {
      throw new IllegalStateException("Nothing was read");
    }
    CheckpointMark mark = open.getCheckpointMark();
    last = mark;
    return new Mark(mark, coder == null ? null : CoderUtils.encodeToByteArray(coder, mark));
  }

  /** The next reading opens it again. */
  void close() throws IOException {
    UnboundedReader<?> open = reader;
    reader = null;
    atEnd = false; // what was brought and not marked is to be read again
    if (open != null) {
      open.close();
    }
  }
}
