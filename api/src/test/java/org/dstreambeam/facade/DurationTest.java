// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Locale;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Milliseconds;
import org.apache.spark.streaming.Minutes;
import org.apache.spark.streaming.Seconds;
import org.apache.spark.streaming.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTest {
  private static final Duration FIVE = new Duration(5);
  private static final Duration TEN = new Duration(10);
  private static final Duration ZERO = new Duration(0);

  @Test
  void printsMillisecondsHoweverLongItIs() {
    assertThat(new Duration(5000)).hasToString("5000 ms");
    assertThat(new Duration(-5)).hasToString("-5 ms");
    assertThat(new Duration(5000).toFormattedString()).isEqualTo("5000");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "999, 999 ms",
    "-5, -5 ms",
    "-100000, -100000 ms",
    "1000, 1.0 s",
    "1500, 1.5 s",
    "59999, 60.0 s",
    "60000, 1.0 m",
    "90000, 1.5 m",
    "3599999, 60.0 m",
    "3600000, 1.00 h",
    "5400000, 1.50 h",
    "360000000, 100.00 h"
  })
  void prettyPrintsInTheLargestUnitItFills(long millis, String expected) {
    assertThat(new Duration(millis).prettyPrint()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1050, 1.0 s", "1550, 1.5 s", "9223372036854775807, 2562047868928.00 h"})
  void prettyPrintsWithTheRoundingOfFloats(long millis, String expected) {
    assertThat(new Duration(millis).prettyPrint()).isEqualTo(expected);
  }

  @Test
  void prettyPrintsWithAPointInEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(new Duration(1500).prettyPrint()).isEqualTo("1.5 s");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void calculatesByNameAndByOperator() {
    assertThat(FIVE.plus(TEN)).isEqualTo(FIVE.$plus(TEN)).isEqualTo(new Duration(15));
    assertThat(FIVE.minus(TEN)).isEqualTo(FIVE.$minus(TEN)).isEqualTo(new Duration(-5));
    assertThat(FIVE.times(3)).isEqualTo(FIVE.$times(3)).isEqualTo(new Duration(15));
    assertThat(FIVE.div(TEN)).isEqualTo(FIVE.$div(TEN)).isEqualTo(0.5);
  }

  @Test
  void wrapsAroundLikeALong() {
    assertThat(new Duration(Long.MAX_VALUE).plus(new Duration(1)).milliseconds())
        .isEqualTo(Long.MIN_VALUE);
    assertThat(Seconds.apply(Long.MAX_VALUE)).hasToString("-1000 ms");
  }

  @Test
  void dividesByZeroAsADouble() {
    assertThat(FIVE.div(ZERO)).isInfinite();
    assertThat(ZERO.div(ZERO)).isNaN();
  }

  @Test
  void comparesByNameAndByOperator() {
    assertThat(FIVE.less(TEN)).isEqualTo(FIVE.$less(TEN)).isTrue();
    assertThat(FIVE.less(FIVE)).isEqualTo(FIVE.$less(FIVE)).isFalse();
    assertThat(FIVE.lessEq(FIVE)).isEqualTo(FIVE.$less$eq(FIVE)).isTrue();
    assertThat(FIVE.greater(FIVE)).isEqualTo(FIVE.$greater(FIVE)).isFalse();
    assertThat(TEN.greater(FIVE)).isEqualTo(TEN.$greater(FIVE)).isTrue();
    assertThat(FIVE.greaterEq(FIVE)).isEqualTo(FIVE.$greater$eq(FIVE)).isTrue();
    assertThat(FIVE.min(TEN)).isEqualTo(FIVE);
    assertThat(FIVE.max(TEN)).isEqualTo(TEN);
  }

  @Test
  void knowsItsMultiples() {
    assertThat(TEN.isMultipleOf(FIVE)).isTrue();
    assertThat(FIVE.isMultipleOf(TEN)).isFalse();
    assertThat(ZERO.isMultipleOf(FIVE)).isTrue();
    assertThat(ZERO.isZero()).isTrue();
    assertThat(FIVE.isZero()).isFalse();
  }

  @Test
  void failsToBeAMultipleOfZero() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> TEN.isMultipleOf(ZERO))
        .withMessage("/ by zero");
  }

  @Test
  void isAValue() throws Exception {
    assertThat(FIVE).isEqualTo(new Duration(5)).hasSameHashCodeAs(new Duration(5));
    assertThat(FIVE).isNotEqualTo(TEN).isNotEqualTo(new Time(5)).isNotEqualTo(null);
    assertThat(Serialized.copy(FIVE)).isEqualTo(FIVE);
  }

  @ParameterizedTest
  @CsvSource({"0, -1669410282", "1, 818387364", "-5, 1633403416", "5400000, 1209685121"})
  void hashesAsSparkDoesSoThatItsPartitionIsTheSame(long millis, int expected) {
    assertThat(new Duration(millis).hashCode()).isEqualTo(expected);
    assertThat(new Time(millis).hashCode()).isEqualTo(expected);
  }

  @Test
  void isMadeFromWholeUnits() {
    assertThat(Durations.milliseconds(3)).isEqualTo(Milliseconds.apply(3)).hasToString("3 ms");
    assertThat(Durations.seconds(3)).isEqualTo(Seconds.apply(3)).hasToString("3000 ms");
    assertThat(Durations.minutes(-3)).isEqualTo(Minutes.apply(-3)).hasToString("-180000 ms");
  }

  @Test
  void isAScalaCaseClass() {
    assertThat(Duration.unapply(Duration.apply(7)).get()).isEqualTo(7L);
    assertThat(Duration.unapply(null).isEmpty()).isTrue();
    assertThat(FIVE.copy(9)).isEqualTo(new Duration(9));
    assertThat(FIVE.copy$default$1()).isEqualTo(5);
    assertThat(FIVE.productPrefix()).isEqualTo("Duration");
    assertThat(FIVE.productArity()).isEqualTo(1);
    assertThat(FIVE.productElement(0)).isEqualTo(5L);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> FIVE.productElement(1))
        .withMessage("1");
  }
}
