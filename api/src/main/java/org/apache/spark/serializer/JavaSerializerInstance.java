// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.serializer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.dstreambeam.compute.JavaSerialization;
import org.dstreambeam.compute.Rethrow;
import scala.Option;
import scala.reflect.ClassTag;

/** Java serialisation; what streams throw passes through undeclared, as from Scala. */
final class JavaSerializerInstance extends SerializerInstance {

  private final Option<ClassLoader> defaultLoader;

  /**
   * @param defaultLoader where classes are looked up; none for the context loader of the thread
   */
  JavaSerializerInstance(Option<ClassLoader> defaultLoader) {
    this.defaultLoader = defaultLoader;
  }

  @Override
  public <T> ByteBuffer serialize(T t, ClassTag<T> tag) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (SerializationStream stream = serializeStream(bytes)) {
      stream.writeObject(t, tag);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  @Override
  public <T> T deserialize(ByteBuffer bytes, ClassTag<T> tag) {
    return read(bytes, defaultLoader, tag);
  }

  @Override
  public <T> T deserialize(ByteBuffer bytes, ClassLoader loader, ClassTag<T> tag) {
    return read(bytes, Option.apply(loader), tag);
  }

  private static <T> T read(ByteBuffer bytes, Option<ClassLoader> loader, ClassTag<T> tag) {
    byte[] content = new byte[bytes.remaining()];
    bytes.get(content);
    try (DeserializationStream stream = new Reader(new ByteArrayInputStream(content), loader)) {
      return stream.readObject(tag);
    }
  }

  @Override
  public SerializationStream serializeStream(OutputStream s) {
    return new Writer(s);
  }

  @Override
  public DeserializationStream deserializeStream(InputStream s) {
    return new Reader(s, defaultLoader);
  }

  private static final class Writer extends SerializationStream {
    private final ObjectOutputStream out;

    Writer(OutputStream bytes) {
      try {
        out = new ObjectOutputStream(bytes);
      } catch (IOException e) {
        throw Rethrow.as(e);
      }
    }

    @Override
    public <T> SerializationStream writeObject(T t, ClassTag<T> tag) {
      try {
        out.writeObject(t);
        return this;
      } catch (IOException e) {
        throw Rethrow.as(e);
      }
    }

    @Override
    public void flush() {
      try {
        out.flush();
      } catch (IOException e) {
        throw Rethrow.as(e);
      }
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw Rethrow.as(e);
      }
    }
  }

  private static final class Reader extends DeserializationStream {
    private final ObjectInputStream in;

    Reader(InputStream bytes, Option<ClassLoader> loader) {
      try {
        in =
            loader.isEmpty()
                ? JavaSerialization.input(bytes)
                : JavaSerialization.input(bytes, loader.get());
      } catch (IOException e) {
        throw Rethrow.as(e);
      }
    }

    @Override
    @SuppressWarnings("unchecked") // what was written is for the caller to know
    public <T> T readObject(ClassTag<T> tag) {
      try {
        return (T) in.readObject();
      } catch (IOException | ClassNotFoundException e) {
        throw Rethrow.as(e);
      }
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw Rethrow.as(e);
      }
    }
  }
}
