// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.apache.spark.HashPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Tuple2;

class HashPartitionerTest {
  private static final HashPartitioner THREE = new HashPartitioner(3);

  static Stream<Arguments> keysAndTheirPartitionOfThree() {
    return Stream.of(
        Arguments.of(null, 0),
        Arguments.of("a", 1),
        Arguments.of(-1, 2),
        Arguments.of(Integer.MIN_VALUE, 1),
        Arguments.of(4294967298L, 0),
        Arguments.of(1.5, 2),
        Arguments.of((short) -4, 2),
        Arguments.of(new Tuple2<>("a", 1), 1));
  }

  @ParameterizedTest
  @MethodSource("keysAndTheirPartitionOfThree")
  void takesTheHashCodeModuloThePartitions(Object key, int expected) {
    assertThat(THREE.getPartition(key)).isEqualTo(expected);
  }

  @Test
  void refusesANegativeNumberOfPartitions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HashPartitioner(-1))
        .withMessage("requirement failed: Number of partitions (-1) cannot be negative.");
  }

  @Test
  void acceptsNoPartitionsButThenNoKeysEither() {
    HashPartitioner none = new HashPartitioner(0);
    assertThat(none.numPartitions()).isZero();
    assertThat(none.getPartition(null)).isZero();
    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> none.getPartition("a"));
  }

  @Test
  void equalsAnotherOfAsManyPartitions() throws Exception {
    assertThat(THREE).isEqualTo(new HashPartitioner(3)).hasSameHashCodeAs(new HashPartitioner(3));
    assertThat(THREE).isNotEqualTo(new HashPartitioner(4)).isNotEqualTo("3").isNotEqualTo(null);
    assertThat(THREE.hashCode()).isEqualTo(3);
    assertThat(Serialized.copy(THREE)).isEqualTo(THREE);
  }

  @Test
  void equalsOneOfADerivedClass() {
    HashPartitioner derived = new HashPartitioner(3) {};
    assertThat(THREE).isEqualTo(derived);
    assertThat(derived).isEqualTo(THREE);
  }
}
