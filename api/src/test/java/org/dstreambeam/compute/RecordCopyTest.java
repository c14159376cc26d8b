// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.api.java.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Tuple2;
import scala.Tuple3;
import scala.Tuple4;

@NullUnmarked // null records are among the cases
class RecordCopyTest {

  static Stream<Object> immutable() {
    return Stream.of(
        "text",
        1,
        2L,
        3.0,
        'c',
        true,
        new BigDecimal("1.5"),
        Instant.EPOCH,
        TimeUnit.SECONDS,
        Operation.PLUS,
        Optional.empty(),
        Optional.of("a"),
        new Tuple2<>("a", 1),
        new Tuple2<>(null, new Tuple3<>("a", 1L, 2.0)));
  }

  @ParameterizedTest
  @MethodSource("immutable")
  void sharesWhatCannotChange(Object record) {
    assertThat(RecordCopy.of(record)).isSameAs(record);
  }

  @Test
  void sharesNull() {
    assertThat(RecordCopy.<Object>of(null)).isNull();
  }

  @SuppressWarnings("JavaUtilDate") // legacy programs have it
  static Stream<Object> mutable() {
    return Stream.of(
        new ArrayList<>(List.of(1, 2)),
        Arrays.asList("a", null),
        new HashMap<>(Map.of("a", new ArrayList<>(List.of(1)))),
        new Date(1000),
        Optional.of(new ArrayList<>(List.of(1))),
        new Tuple2<>("a", new ArrayList<>(List.of(1))),
        new Tuple4<>("a", 1, 2, new ArrayList<>(List.of(1))),
        new Point(1, 2));
  }

  @ParameterizedTest
  @MethodSource("mutable")
  void copiesWhatCanChange(Object record) {
    assertThat(RecordCopy.of(record)).isEqualTo(record).isNotSameAs(record);
  }

  @Test
  void copiesArrays() {
    int[] numbers = {1, 2};
    Object[] objects = {"a", new ArrayList<>(List.of(1))};

    assertThat(RecordCopy.of(numbers)).isEqualTo(numbers).isNotSameAs(numbers);
    assertThat(RecordCopy.of(objects)).isEqualTo(objects).isNotSameAs(objects);
  }

  @Test
  void copiesDeeply() {
    List<Integer> inner = new ArrayList<>(List.of(1));

    Tuple2<String, List<Integer>> copy = RecordCopy.of(new Tuple2<>("a", inner));
    inner.add(2);

    assertThat(copy._2()).containsExactly(1);
  }

  @Test
  void keepsSharedReferencesWithinARecordShared() {
    Point point = new Point(1, 2);

    Tuple2<Point, Point> copy = RecordCopy.of(new Tuple2<>(point, point));

    assertThat(copy._1()).isSameAs(copy._2()).isNotSameAs(point);
  }

  @Test
  void copiesRecordsOnlyAsTheyPass() {
    List<Point> points = List.of(new Point(1, 2), new Point(3, 4));

    var copies = RecordCopy.each(points.iterator());
    points.get(0).x = 9;

    assertThat(copies.next().x).isEqualTo(9);
  }

  @Test
  void countingCopiesAskTheSourceAndTakeNoRecord() {
    CountableIterator<List<Integer>> source =
        new CountableIterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public List<Integer> next() {
            throw new AssertionError("nobody wants to see it");
          }

          @Override
          public long countRemaining() {
            return 3;
          }
        };

    assertThat(CountableIterator.count(RecordCopy.each(source))).isEqualTo(3);
  }

  @Test
  void countingGoesThroughWhatCannotTellAndLeavesNothing() {
    Iterator<Integer> records = List.of(1, 2, 3).iterator();
    records.next();

    assertThat(CountableIterator.count(records)).isEqualTo(2);
    assertThat(records.hasNext()).isFalse();
  }

  private enum Operation {
    PLUS {
      @Override
      public String toString() {
        return "+";
      }
    }
  }

  private static final class Point implements Serializable {
    private static final long serialVersionUID = 1L;
    private int x;
    private final int y;

    Point(int x, int y) {
      this.x = x;
      this.y = y;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Point that && x == that.x && y == that.y;
    }

    @Override
    public int hashCode() {
      return 31 * x + y;
    }
  }

  @Test
  void copiesGroupsWithTheirValues() {
    Group<int[]> group = Group.of(new int[] {1}).and(new int[] {2}).and(new int[] {3});
    group.and(new int[] {4}).and(null);

    Group<int[]> copy = RecordCopy.of(new Tuple2<>("k", group))._2();
    group.forEach(
        array -> {
          if (array != null) {
            array[0] = 0;
          }
        });

    assertThat(copy).hasSize(5).isExactlyInstanceOf(Group.class);
    assertThat(copy.stream().map(Arrays::toString))
        .containsExactly("[1]", "[2]", "[3]", "[4]", "null");
  }
}
