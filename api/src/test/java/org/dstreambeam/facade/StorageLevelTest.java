// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.apache.spark.api.java.StorageLevels;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageLevelTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NONE                  | 1   | StorageLevel(1 replicas)                             | Serialized 1x Replicated
          DISK_ONLY             | 329 | StorageLevel(disk, 1 replicas)                       | Disk Serialized 1x Replicated
          DISK_ONLY_2           | 330 | StorageLevel(disk, 2 replicas)                       | Disk Serialized 2x Replicated
          DISK_ONLY_3           | 331 | StorageLevel(disk, 3 replicas)                       | Disk Serialized 3x Replicated
          MEMORY_ONLY           | 206 | StorageLevel(memory, deserialized, 1 replicas)       | Memory Deserialized 1x Replicated
          MEMORY_ONLY_2         | 207 | StorageLevel(memory, deserialized, 2 replicas)       | Memory Deserialized 2x Replicated
          MEMORY_ONLY_SER       | 165 | StorageLevel(memory, 1 replicas)                     | Memory Serialized 1x Replicated
          MEMORY_ONLY_SER_2     | 166 | StorageLevel(memory, 2 replicas)                     | Memory Serialized 2x Replicated
          MEMORY_AND_DISK       | 534 | StorageLevel(disk, memory, deserialized, 1 replicas) | Disk Memory Deserialized 1x Replicated
          MEMORY_AND_DISK_2     | 535 | StorageLevel(disk, memory, deserialized, 2 replicas) | Disk Memory Deserialized 2x Replicated
          MEMORY_AND_DISK_SER   | 493 | StorageLevel(disk, memory, 1 replicas)               | Disk Memory Serialized 1x Replicated
          MEMORY_AND_DISK_SER_2 | 494 | StorageLevel(disk, memory, 2 replicas)               | Disk Memory Serialized 2x Replicated
          OFF_HEAP              | 575 | StorageLevel(disk, memory, offheap, 1 replicas)      | Disk Memory (off heap) Serialized 1x Replicated
          """)
  void hasTheNamesTextsAndHashCodesOfSpark(String name, int hash, String text, String description)
      throws Exception {
    StorageLevel level = StorageLevel.fromString(name);
    assertThat(level).isSameAs(StorageLevel.class.getMethod(name).invoke(null));
    assertThat(level).isEqualTo(StorageLevels.class.getField(name).get(null));
    assertThat(level).hasToString(text);
    assertThat(level.description()).isEqualTo(description);
    assertThat(level.hashCode()).isEqualTo(hash);
    assertThat(Serialized.copy(level)).isEqualTo(level);
  }

  @Test
  void tellsItsProperties() {
    StorageLevel level = StorageLevel.OFF_HEAP();
    assertThat(level.useDisk()).isTrue();
    assertThat(level.useMemory()).isTrue();
    assertThat(level.useOffHeap()).isTrue();
    assertThat(level.deserialized()).isFalse();
    assertThat(level.replication()).isEqualTo(1);
    assertThat(level.toInt()).isEqualTo(14);
    assertThat(level.memoryMode()).isEqualTo(MemoryMode.OFF_HEAP);
    assertThat(StorageLevel.MEMORY_ONLY().memoryMode()).isEqualTo(MemoryMode.ON_HEAP);
  }

  @Test
  void isValidIfItKeepsACopySomewhere() {
    assertThat(StorageLevel.MEMORY_ONLY().isValid()).isTrue();
    assertThat(StorageLevel.NONE().isValid()).isFalse();
    assertThat(StorageLevels.create(true, true, false, false, 0).isValid()).isFalse();
    assertThat(StorageLevels.create(false, false, true, false, 2).isValid()).isFalse();
  }

  @Test
  void knowsNamesInCapitalsOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StorageLevel.fromString("memory_only"))
        .withMessage("Invalid StorageLevel: memory_only");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StorageLevel.fromString(null))
        .withMessage("Invalid StorageLevel: null");
  }

  @Test
  void refusesFortyCopies() {
    assertThat(StorageLevels.create(true, true, false, false, 39).hashCode()).isEqualTo(531);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> StorageLevels.create(true, true, false, false, 40))
        .withMessage(
            "assertion failed: Replication restricted to be less than 40 for calculating hash codes");
  }

  @Test
  void isOneInstanceForEachValueThatIsAppliedOrRead() throws Exception {
    assertThat(StorageLevel.apply(true, true, true, 2))
        .isSameAs(StorageLevel.apply(13, 2))
        .isSameAs(StorageLevels.MEMORY_AND_DISK_2)
        .isSameAs(Serialized.copy(StorageLevel.MEMORY_AND_DISK_2()));
  }

  @Test
  void ignoresUnknownBits() {
    assertThat(new StorageLevel(16, 1)).isEqualTo(StorageLevel.NONE());
    assertThat(new StorageLevel(31, 1).toInt()).isEqualTo(15);
  }

  @Test
  void startsAsASerializedMemoryLevelForExternalizationToFill() {
    assertThat(new StorageLevel()).isEqualTo(StorageLevel.MEMORY_ONLY_SER());
  }

  @Test
  void isWrittenInTwoBytes() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ObjectOutputStream out = new ObjectOutputStream(bytes);
    StorageLevel.MEMORY_AND_DISK_2().writeExternal(out);
    out.close();
    ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(in.available()).isEqualTo(2);
    assertThat(StorageLevel.apply(in)).isEqualTo(StorageLevel.MEMORY_AND_DISK_2());
  }

  @Test
  void clonesIntoAnEqualButDistinctInstance() {
    StorageLevel level = StorageLevel.MEMORY_ONLY_2();
    assertThat(level.clone()).isEqualTo(level).isNotSameAs(level);
    assertThat(level).isNotEqualTo(StorageLevel.MEMORY_ONLY()).isNotEqualTo(null);
  }
}
