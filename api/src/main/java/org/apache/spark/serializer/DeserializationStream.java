// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.serializer;

import java.io.Closeable;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Objects, read one after the other. */
public abstract class DeserializationStream implements Closeable {

  /** For subclasses. */
  public DeserializationStream() {}

  /** The next object; throws an undeclared {@link java.io.EOFException} if there is none. */
  public abstract <T> T readObject(ClassTag<T> tag);

  /** As {@link #readObject}, before the value of the same pair. */
  public <T> T readKey(ClassTag<T> tag) {
    return readObject(tag);
  }

  /** As {@link #readObject}, after the key of the same pair. */
  public <T> T readValue(ClassTag<T> tag) {
    return readObject(tag);
  }

  @Override
  public abstract void close();

  /** All objects that are left; closes this behind the last. */
  public Iterator<Object> asIterator() {
    ClassTag<Object> any = ClassTag$.MODULE$.Any();
    return JavaConverters.asScalaIterator(new ObjectsToTheEnd<>(this, () -> readObject(any)));
  }

  /** All pairs of a key and a value that are left; closes this behind the last. */
  public Iterator<Tuple2<Object, Object>> asKeyValueIterator() {
    ClassTag<Object> any = ClassTag$.MODULE$.Any();
    return JavaConverters.asScalaIterator(
        new ObjectsToTheEnd<>(this, () -> new Tuple2<>(readKey(any), readValue(any))));
  }
}
