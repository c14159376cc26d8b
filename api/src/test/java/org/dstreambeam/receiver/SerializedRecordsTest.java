// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.StreamCorruptedException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class SerializedRecordsTest {

  private static final AtomicInteger READ = new AtomicInteger();

  /** Does something when it is read. */
  private record Order(int number) implements Serializable {
    Order {
      READ.incrementAndGet();
    }
  }

  private static ByteBuffer bytes(Object... records) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      for (Object record : records) {
        out.writeObject(record);
      }
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static SerializedRecords records(String... settings) {
    SparkConf conf = new SparkConf(false);
    for (int i = 0; i < settings.length; i += 2) {
      conf.set(settings[i], settings[i + 1]);
    }
    return new SerializedRecords(conf);
  }

  @Test
  void readsPlainData() throws Exception {
    Object[] plain = {
      1,
      "a",
      2.5,
      null,
      new BigDecimal("1.50"),
      Instant.EPOCH,
      new Tuple2<>("k", 1L),
      new ArrayList<>(List.of("x", 'y')),
      new HashMap<>(Map.of("k", Arrays.asList(true, (byte) 1))),
    };

    assertThat(records().read(bytes(plain))).containsExactly(plain);
    assertThat(records().read(bytes((Object) new int[] {1, 2})).get(0)).isEqualTo(new int[] {1, 2});
    assertThat(records().read(bytes())).isEmpty();
  }

  @Test
  void readsFromThePositionToTheLimitAndMovesNeither() throws Exception {
    ByteBuffer one = bytes("a");
    ByteBuffer part = ByteBuffer.allocateDirect(one.limit() + 7);
    part.position(3).put(one).limit(part.position()).position(3);

    assertThat(records().read(part)).containsExactly("a");
    assertThat(part.position()).isEqualTo(3);
  }

  @Test
  void readsNoOtherClassUnlessItIsNamed() throws Exception {
    ByteBuffer order = bytes("first", new Order(1));
    READ.set(0);

    assertThatThrownBy(() -> records().read(order))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Objects of "
                + Order.class.getName()
                + " are not read from bytes that come from outside, unless"
                + " spark.dstreambeam.receiver.serializedClasses names the class, such as "
                + Order.class.getName()
                + " or org.dstreambeam.receiver.*");
    assertThatThrownBy(() -> records().read(bytes(new TreeMap<>(Map.of(1, new Order(2))))))
        .hasMessageContaining("java.util.TreeMap");
    assertThat(READ).hasValue(1); // the one that was just made

    assertThat(records(SerializedRecords.CLASSES, "org.dstreambeam.receiver.*").read(order))
        .containsExactly("first", new Order(1));
    assertThat(records(SerializedRecords.CLASSES, Order.class.getName()).read(order)).hasSize(2);
  }

  @Test
  void refusesWhatIsNoSerializedObject() {
    assertThatThrownBy(
            () -> records().read(ByteBuffer.wrap("not at all".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(StreamCorruptedException.class);
  }

  /** Or a few bytes would ask for more memory than there is. */
  @Test
  void refusesAnArrayThatIsLongerThanTheBytes() throws Exception {
    ByteBuffer array = bytes((Object) new int[0]);
    array.putInt(array.limit() - Integer.BYTES, Integer.MAX_VALUE - 8);

    assertThatThrownBy(() -> records().read(array)).isInstanceOf(IOException.class);
  }

  @Test
  void refusesTheBytesOfOtherSerializers() throws Exception {
    ByteBuffer bytes = bytes("a");

    assertThat(
            records("spark.serializer", "org.apache.spark.serializer.JavaSerializer").read(bytes))
        .containsExactly("a");
    assertThatThrownBy(
            () ->
                records("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                    .read(bytes))
        .isExactlyInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("KryoSerializer (spark.serializer)");
  }
}
