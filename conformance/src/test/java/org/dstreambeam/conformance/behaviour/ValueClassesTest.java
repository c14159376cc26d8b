// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.StorageLevels;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Tuple2;

/** Values that programs handle beside their records: optionals, pairs, storage levels. */
class ValueClassesTest {

  @Test
  void anOptionalHasAValue() {
    Optional<String> some = Optional.of("x");
    assertThat(some.isPresent()).isTrue();
    assertThat(some.get()).isEqualTo("x");
    assertThat(some.orElse("y")).isEqualTo("x");
    assertThat(some.or("y")).isEqualTo("x");
    assertThat(some.orNull()).isEqualTo("x");
    assertThat(some).hasToString("Optional[x]").isEqualTo(Optional.ofNullable("x"));
    assertThat(some).isEqualTo(Optional.fromNullable("x")).hasSameHashCodeAs(Optional.of("x"));
    assertThat(some.hashCode()).isEqualTo("x".hashCode());
    assertThat(some).isNotEqualTo(Optional.of("y")).isNotEqualTo(Optional.empty());
  }

  @Test
  void anOptionalHasNone() {
    Optional<String> none = Optional.empty();
    assertThat(none).isSameAs(Optional.absent()).isEqualTo(Optional.ofNullable(null));
    assertThat(Optional.<String>fromNullable(null)).isEqualTo(none);
    assertThat(none.isPresent()).isFalse();
    assertThatThrownBy(none::get).isExactlyInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Optional.of(null)).isExactlyInstanceOf(NullPointerException.class);
    assertThat(none.orElse("y")).isEqualTo("y");
    assertThat(none.or("y")).isEqualTo("y");
    assertThat(none.orElse(null)).isNull();
    assertThat(none.orNull()).isNull();
    assertThat(none).hasToString("Optional.empty");
    assertThat(none.hashCode()).isZero();
  }

  @Test
  void anOptionalCanBeSerialised() throws Exception {
    assertThat(copy(Optional.of("x"))).isEqualTo(Optional.of("x"));
    assertThat(copy(Optional.<String>empty())).isEqualTo(Optional.empty());
  }

  @Test
  void aPairIsAValue() {
    Tuple2<String, Integer> pair = new Tuple2<>("a", 1);
    assertThat(pair._1()).isEqualTo("a");
    assertThat(pair._2()).isEqualTo(1);
    assertThat(pair.swap()).isEqualTo(new Tuple2<>(1, "a"));
    assertThat(pair).hasToString("(a,1)").isEqualTo(new Tuple2<>("a", 1));
    assertThat(pair).hasSameHashCodeAs(new Tuple2<>("a", 1)).isNotEqualTo(pair.swap());
    assertThat(new Tuple2<>(null, null)).hasToString("(null,null)");
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, false, false, false, false, 1",
    "DISK_ONLY, true, false, false, false, 1",
    "DISK_ONLY_2, true, false, false, false, 2",
    "DISK_ONLY_3, true, false, false, false, 3",
    "MEMORY_ONLY, false, true, false, true, 1",
    "MEMORY_ONLY_2, false, true, false, true, 2",
    "MEMORY_ONLY_SER, false, true, false, false, 1",
    "MEMORY_ONLY_SER_2, false, true, false, false, 2",
    "MEMORY_AND_DISK, true, true, false, true, 1",
    "MEMORY_AND_DISK_2, true, true, false, true, 2",
    "MEMORY_AND_DISK_SER, true, true, false, false, 1",
    "MEMORY_AND_DISK_SER_2, true, true, false, false, 2",
    "OFF_HEAP, true, true, true, false, 1"
  })
  void aLevelHasAName(
      String name,
      boolean disk,
      boolean memory,
      boolean offHeap,
      boolean deserialized,
      int replication)
      throws Exception {
    StorageLevel level = (StorageLevel) StorageLevels.class.getField(name).get(null);
    assertThat(StorageLevel.class.getMethod(name).invoke(null)).isEqualTo(level);
    assertThat(level.useDisk()).isEqualTo(disk);
    assertThat(level.useMemory()).isEqualTo(memory);
    assertThat(level.useOffHeap()).isEqualTo(offHeap);
    assertThat(level.deserialized()).isEqualTo(deserialized);
    assertThat(level.replication()).isEqualTo(replication);
    assertThat(StorageLevels.create(disk, memory, offHeap, deserialized, replication))
        .isEqualTo(level)
        .hasSameHashCodeAs(level)
        .hasToString(level.toString());
    assertThat(level.isValid()).isEqualTo(!name.equals("NONE"));
    assertThat(copy(level)).isEqualTo(level);
    assertThat(level.clone()).isEqualTo(level);
  }

  @Test
  void levelsPrintWhatTheyUse() {
    assertThat(
            List.of(
                StorageLevels.NONE.toString(),
                StorageLevels.MEMORY_AND_DISK_SER_2.toString(),
                StorageLevels.OFF_HEAP.toString(),
                StorageLevels.NONE.description(),
                StorageLevels.MEMORY_AND_DISK_SER_2.description(),
                StorageLevels.OFF_HEAP.description()))
        .containsExactly(
            "StorageLevel(1 replicas)",
            "StorageLevel(disk, memory, 2 replicas)",
            "StorageLevel(disk, memory, offheap, 1 replicas)",
            "Serialized 1x Replicated",
            "Disk Memory Serialized 2x Replicated",
            "Disk Memory (off heap) Serialized 1x Replicated");
  }

  @SuppressWarnings("unchecked") // is what was written
  private static <T> T copy(T value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
