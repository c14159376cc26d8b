// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** The serializer as programs call it themselves. */
class JavaSerializerTest {
  private final SerializerInstance serializer = new JavaSerializer(new SparkConf()).newInstance();

  private static <T> ClassTag<T> any() {
    return ClassTag$.MODULE$.apply(Object.class);
  }

  private byte[] written(String... objects) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SerializationStream stream = serializer.serializeStream(bytes);
    stream.writeAll(JavaConverters.asScalaIterator(List.of(objects).iterator()), any());
    stream.flush();
    stream.close();
    return bytes.toByteArray();
  }

  @Test
  void readsWhatItWrote() {
    ByteBuffer bytes = serializer.serialize(List.of("a", 1), any());
    assertThat(bytes.position()).isZero();
    assertThat(serializer.<List<Object>>deserialize(bytes.duplicate(), any()))
        .isEqualTo(List.of("a", 1));
    assertThat(
            serializer.<List<Object>>deserialize(
                bytes, JavaSerializerTest.class.getClassLoader(), any()))
        .isEqualTo(List.of("a", 1));
    Object none = serializer.deserialize(serializer.serialize(null, any()), any());
    assertThat(none).isNull();
  }

  @Test
  void readsObjectsToTheEndAndClosesTheStream() {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream bytes =
        new ByteArrayInputStream(written("a", "b", "c", "d")) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    Iterator<Object> objects = serializer.deserializeStream(bytes).asIterator();
    assertThat(objects.next()).isEqualTo("a");
    assertThat(closed).isFalse();
    assertThat(objects.mkString(",")).isEqualTo("b,c,d");
    assertThat(closed).isTrue();
    assertThatThrownBy(objects::next)
        .isInstanceOf(java.util.NoSuchElementException.class)
        .hasMessage("End of stream");
  }

  @Test
  void readsPairsOfKeysAndValues() {
    DeserializationStream stream =
        serializer.deserializeStream(new ByteArrayInputStream(written("a", "b", "c", "d")));
    assertThat(stream.asKeyValueIterator().mkString(",")).isEqualTo("(a,b),(c,d)");
  }

  @Test
  void failsAtTheEndAndForWhatIsNotSerialisable() {
    DeserializationStream stream =
        serializer.deserializeStream(new ByteArrayInputStream(written("a")));
    assertThat(stream.<Object>readObject(any())).isEqualTo("a");
    assertThatThrownBy(() -> stream.readObject(any())).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> serializer.serialize(new Object(), any()))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageStartingWith("java.lang.Object");
  }

  @Test
  void takesClassesFromTheLoaderThatItWasGiven() {
    ClassLoader loader = new ClassLoader(null) {};
    SerializerInstance strange = new JavaSerializer().setDefaultClassLoader(loader).newInstance();
    ByteBuffer bytes = strange.serialize(new Own(), any());
    assertThatThrownBy(() -> strange.deserialize(bytes, any()))
        .isInstanceOf(ClassNotFoundException.class);
  }

  private static final class Own implements java.io.Serializable {
    private static final long serialVersionUID = 1L;
  }
}
