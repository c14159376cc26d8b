// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.task.OpenResources;
import org.jspecify.annotations.Nullable;

/** The records of a split, which is open from the start to the last record, or the task's end. */
final class SplitIterator<T> implements Iterator<T>, AutoCloseable {

  /** A record reader of whichever API. */
  interface Reader<T> {

    /** Goes to the next record; false if there is none. */
    boolean advance() throws IOException, InterruptedException;

    /** The record, in objects that may be those of the last one. */
    T current() throws IOException, InterruptedException;

    void close() throws IOException;
  }

  /** Opens a split. */
  @FunctionalInterface
  interface Opening<T> {
    Reader<T> open() throws Exception;
  }

  private final Object split;
  private final ReadTolerance tolerance;
  private @Nullable Reader<T> reader;
  private boolean ready;

  private SplitIterator(Object split, ReadTolerance tolerance) {
    this.split = split;
    this.tolerance = tolerance;
  }

  static <T> Iterator<T> open(Object split, ReadTolerance tolerance, Opening<T> opening)
      throws Exception {
    SplitIterator<T> records = new SplitIterator<>(split, tolerance);
    try {
      records.reader = opening.open();
      OpenResources.closeAtEnd(records);
    } catch (Exception e) {
      if (!tolerance.covers(e, split)) {
        throw e;
      }
    }
    return records;
  }

  /** Reads ahead: objects of a record are good until this is called after {@link #next}. */
  @Override
  public boolean hasNext() {
    Reader<T> source = reader;
    if (ready || source == null) {
      return ready;
    }
    try {
      ready = advance(source);
      if (!ready) {
        close();
      }
      return ready;
    } catch (IOException | InterruptedException e) {
      throw Rethrow.as(e);
    }
  }

  private boolean advance(Reader<T> source) throws IOException, InterruptedException {
    try {
      return source.advance();
    } catch (IOException | RuntimeException e) {
      if (!tolerance.covers(e, split)) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public T next() {
    Reader<T> source = reader;
    if (!hasNext() || source == null) {
      throw new NoSuchElementException();
    }
    ready = false;
    try {
      return source.current();
    } catch (IOException | InterruptedException e) {
      throw Rethrow.as(e);
    }
  }

  @Override
  public void close() throws IOException {
    Reader<T> open = reader;
    reader = null;
    ready = false;
    if (open != null) {
      open.close();
    }
  }
}
