// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Tuple2;
import scala.Tuple3;

class RecordSizeTest {

  /** What is public about a class of users. */
  record Point(double x, double y, String label) {}

  static Stream<Arguments> records() {
    String text = "x".repeat(1000);
    return Stream.of(
        Arguments.of(text, 1000, 1100),
        Arguments.of(1, 16, 24),
        Arguments.of(1.0, 16, 24),
        Arguments.of(new Tuple2<>(text, 1L), 1020, 1200),
        Arguments.of(new Tuple3<>(text, text, 1L), 2040, 2300),
        Arguments.of(new byte[5000], 5000, 5100),
        Arguments.of(new long[100], 800, 900),
        Arguments.of(new int[100], 400, 500),
        Arguments.of(new char[100], 200, 300),
        Arguments.of(new String[] {text, text}, 2000, 2300),
        Arguments.of(new Object[0], 0, 100),
        Arguments.of(Collections.nCopies(50, text), 50_000, 60_000),
        Arguments.of(new ArrayList<>(), 0, 100),
        Arguments.of(Set.of(text), 1000, 1200),
        Arguments.of(Map.of(text, text), 2000, 2300),
        Arguments.of(Map.of(), 0, 100),
        Arguments.of(new Point(1, 2, text), 1000, 4000),
        Arguments.of(List.of(new Point(1, 2, text)), 1000, 4000));
  }

  @ParameterizedTest
  @MethodSource("records")
  void estimates(Object record, long atLeast, long atMost) {
    assertThat(RecordSize.of(record)).isBetween(atLeast, atMost);
  }

  /** Of the JDK by its name, and not in a mood to be looked at. */
  @ParameterizedTest
  @MethodSource("difficult")
  void neverFails(Object record) {
    assertThat(RecordSize.of(record)).isPositive();
  }

  static Stream<Object> difficult() {
    return Stream.of(
        new AbstractMap.SimpleEntry<>("a", 1),
        Collections.emptyList(),
        new Thread("never started"));
  }

  @Test
  void nullTakesNothing() {
    assertThat(RecordSize.of(null)).isZero();
  }
}
