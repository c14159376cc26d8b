// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.serializer;

import java.io.EOFException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.dstreambeam.compute.Rethrow;
import org.jspecify.annotations.Nullable;

/** Reads until the end of a stream, which only a read that fails tells. */
final class ObjectsToTheEnd<T> implements Iterator<T> {

  private final DeserializationStream stream;
  private final Supplier<T> read;
  private boolean isRead;
  private boolean atEnd;
  private @Nullable T next;

  ObjectsToTheEnd(DeserializationStream stream, Supplier<T> read) {
    this.stream = stream;
    this.read = read;
  }

  @Override
  @SuppressWarnings("ConstantValue") // a method may throw what it does not declare
  public boolean hasNext() {
    if (!isRead && !atEnd) {
      try {
        next = read.get();
        isRead = true;
      } catch (Exception e) {
        if (!(e instanceof EOFException)) {
          throw Rethrow.as(e);
        }
        atEnd = true;
        stream.close();
      }
    }
    return isRead;
  }

  @Override
  @SuppressWarnings("NullAway") // null if that is what was written
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("End of stream");
    }
    isRead = false;
    return next;
  }
}
