// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.serializer;

import java.io.Closeable;
import scala.collection.Iterator;
import scala.reflect.ClassTag;

/** Objects, written one after the other. */
public abstract class SerializationStream implements Closeable {

  /** For subclasses. */
  public SerializationStream() {}

  /**
   * Writes one more object.
   *
   * @return this
   */
  public abstract <T> SerializationStream writeObject(T t, ClassTag<T> tag);

  /** As {@link #writeObject}, before the value of the same pair. */
  public <T> SerializationStream writeKey(T key, ClassTag<T> tag) {
    return writeObject(key, tag);
  }

  /** As {@link #writeObject}, after the key of the same pair. */
  public <T> SerializationStream writeValue(T value, ClassTag<T> tag) {
    return writeObject(value, tag);
  }

  public abstract void flush();

  @Override
  public abstract void close();

  /** Writes all objects in their order. */
  public <T> SerializationStream writeAll(Iterator<T> iter, ClassTag<T> tag) {
    while (iter.hasNext()) {
      writeObject(iter.next(), tag);
    }
    return this;
  }
}
