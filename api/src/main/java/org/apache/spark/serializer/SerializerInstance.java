// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.serializer;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import scala.reflect.ClassTag;

/** Writes and reads objects for one thread at a time; the class tags are hints. */
public abstract class SerializerInstance {

  /** For subclasses. */
  public SerializerInstance() {}

  /** An object as bytes, from the position of the buffer to its limit. */
  public abstract <T> ByteBuffer serialize(T t, ClassTag<T> tag);

  /** The object that the bytes of the buffer, from its position on, were made of. */
  public abstract <T> T deserialize(ByteBuffer bytes, ClassTag<T> tag);

  /** As the other form, with classes from {@code loader}. */
  public abstract <T> T deserialize(ByteBuffer bytes, ClassLoader loader, ClassTag<T> tag);

  /** Writes one object after the other. */
  public abstract SerializationStream serializeStream(OutputStream s);

  /** Reads one object after the other. */
  public abstract DeserializationStream deserializeStream(InputStream s);
}
