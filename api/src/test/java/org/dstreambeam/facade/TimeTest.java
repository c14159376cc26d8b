// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTest {
  private static final Time ONE = new Time(1);
  private static final Time SEVENTEEN = new Time(17);
  private static final Duration FIVE = new Duration(5);
  private static final Duration ZERO = new Duration(0);

  @Test
  void printsTheMillisecondsThatPrintShowsAsWell() {
    assertThat(new Time(1000)).hasToString("1000 ms");
    assertThat(new Time(1000).milliseconds()).isEqualTo(1000);
  }

  @Test
  void calculatesByNameAndByOperator() {
    assertThat(SEVENTEEN.plus(FIVE)).isEqualTo(SEVENTEEN.$plus(FIVE)).isEqualTo(new Time(22));
    assertThat(SEVENTEEN.minus(FIVE)).isEqualTo(SEVENTEEN.$minus(FIVE)).isEqualTo(new Time(12));
    assertThat(SEVENTEEN.minus(ONE)).isEqualTo(SEVENTEEN.$minus(ONE)).isEqualTo(new Duration(16));
  }

  @Test
  void comparesByNameAndByOperator() {
    assertThat(ONE.less(SEVENTEEN)).isEqualTo(ONE.$less(SEVENTEEN)).isTrue();
    assertThat(ONE.less(ONE)).isEqualTo(ONE.$less(ONE)).isFalse();
    assertThat(ONE.lessEq(ONE)).isEqualTo(ONE.$less$eq(ONE)).isTrue();
    assertThat(ONE.greater(ONE)).isEqualTo(ONE.$greater(ONE)).isFalse();
    assertThat(ONE.greaterEq(ONE)).isEqualTo(ONE.$greater$eq(ONE)).isTrue();
    assertThat(ONE.min(SEVENTEEN)).isEqualTo(ONE);
    assertThat(ONE.max(SEVENTEEN)).isEqualTo(SEVENTEEN);
  }

  @ParameterizedTest
  @CsvSource({"17, 15", "15, 15", "0, 0", "-17, -15"})
  void floorsTowardsTheEpoch(long millis, long expected) {
    assertThat(new Time(millis).floor(FIVE)).isEqualTo(new Time(expected));
  }

  @ParameterizedTest
  @CsvSource({"17, 1, 16", "-17, 1, -14", "1, 17, 2", "13, 17, 17"})
  void floorsTowardsTheZeroTimeOfTheGrid(long millis, long zeroTime, long expected) {
    assertThat(new Time(millis).floor(FIVE, new Time(zeroTime))).isEqualTo(new Time(expected));
  }

  @Test
  void knowsItsMultiples() {
    assertThat(new Time(15).isMultipleOf(FIVE)).isTrue();
    assertThat(SEVENTEEN.isMultipleOf(FIVE)).isFalse();
  }

  @Test
  void failsOnAStepOfZero() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> SEVENTEEN.floor(ZERO))
        .withMessage("/ by zero");
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> SEVENTEEN.isMultipleOf(ZERO))
        .withMessage("/ by zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ONE.until(SEVENTEEN, ZERO))
        .withMessage("step cannot be 0.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ONE.to(SEVENTEEN, ZERO))
        .withMessage("step cannot be 0.");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10, 5, 'Vector(0 ms, 5 ms)', 'Vector(0 ms, 5 ms, 10 ms)'",
    "0, 12, 5, 'Vector(0 ms, 5 ms, 10 ms)', 'Vector(0 ms, 5 ms, 10 ms)'",
    "10, 10, 5, Vector(), Vector(10 ms)",
    "10, 0, 5, Vector(), Vector()",
    "10, 0, -5, 'Vector(10 ms, 5 ms)', 'Vector(10 ms, 5 ms, 0 ms)'"
  })
  void listsTheTimesUntilAndToAnother(long from, long end, long step, String until, String to) {
    assertThat(new Time(from).until(new Time(end), new Duration(step))).hasToString(until);
    assertThat(new Time(from).to(new Time(end), new Duration(step))).hasToString(to);
  }

  @Test
  void refusesToListMoreTimesThanAnIntCanCount() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Time(0).until(new Time(Long.MAX_VALUE), new Duration(1)))
        .withMessage("More than Int.MaxValue elements.");
  }

  @Test
  void sortsByItsOrdering() throws Exception {
    List<Time> times = Arrays.asList(SEVENTEEN, new Time(-3), ONE);
    times.sort(Time.ordering());
    assertThat(times).containsExactly(new Time(-3), ONE, SEVENTEEN);
    assertThat(Time.ordering()).isSameAs(Time.ordering());
    assertThat(Serialized.copy(Time.ordering()).compare(ONE, SEVENTEEN)).isNegative();
  }

  @Test
  void isAValue() throws Exception {
    assertThat(ONE).isEqualTo(new Time(1)).hasSameHashCodeAs(new Time(1));
    assertThat(ONE).isNotEqualTo(SEVENTEEN).isNotEqualTo(new Duration(1)).isNotEqualTo(null);
    assertThat(Serialized.copy(ONE)).isEqualTo(ONE);
  }

  @Test
  void isAScalaCaseClass() {
    assertThat(Time.unapply(Time.apply(7)).get()).isEqualTo(7L);
    assertThat(Time.unapply(null).isEmpty()).isTrue();
    assertThat(ONE.copy(9)).isEqualTo(new Time(9));
    assertThat(ONE.copy$default$1()).isEqualTo(1);
    assertThat(ONE.productPrefix()).isEqualTo("Time");
    assertThat(ONE.productElement(0)).isEqualTo(1L);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> ONE.productElement(-1))
        .withMessage("-1");
  }
}
