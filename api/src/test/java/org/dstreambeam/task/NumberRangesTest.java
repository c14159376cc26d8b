// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NumberRangesTest {

  private final NumberRanges numbers = new NumberRanges();

  @Test
  void numbersInOrderAreOneRange() {
    for (long number = 1; number <= 1000; number++) {
      assertThat(numbers.add(number)).isTrue();
    }

    assertThat(numbers.size()).isEqualTo(1);
    assertThat(numbers.add(1)).isFalse();
    assertThat(numbers.add(1000)).isFalse();
  }

  @Test
  void whatIsMissingSplitsARangeUntilItComes() {
    numbers.add(1);
    numbers.add(3);
    assertThat(numbers.size()).isEqualTo(2);
    assertThat(numbers.add(2)).isTrue();
    assertThat(numbers.size()).isEqualTo(1);
    assertThat(numbers.add(3)).isFalse();
  }

  @Test
  void holdsWhatASetHoldsInAnyOrder() {
    Random random = new Random(7);
    Set<Long> expected = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      long number = random.nextInt(500);
      assertThat(numbers.add(number)).as("%s, the %sth", number, i).isEqualTo(expected.add(number));
    }
  }
}
