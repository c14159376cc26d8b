// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.api.java.function.PairFunction;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The user functions of random programs. Each takes any record: null, a number, a cell, a pair. */
final class Records {

  private static final int FAILING_MODULUS = 11;

  private Records() {}

  static int number(@Nullable Object record) {
    if (record instanceof Number number) {
      return number.intValue();
    }
    if (record instanceof Cell cell) {
      return cell.value;
    }
    if (record instanceof Tuple2<?, ?> pair) {
      return 31 * number(pair._1()) + number(pair._2());
    }
    if (record instanceof List<?> list) {
      return list.stream().mapToInt(Records::number).sum();
    }
    if (record instanceof Optional<?> optional) {
      return optional.isPresent() ? number(optional.get()) : -1;
    }
    return 0;
  }

  /** A copy that shares nothing that could change. */
  @SuppressWarnings("NullAway") // null is a record like any other, also for who gets the copy
  static Object copyOf(@Nullable Object record) {
    if (record instanceof Cell cell) {
      return new Cell(cell.value);
    }
    if (record instanceof Tuple2<?, ?> pair) {
      return new Tuple2<>(copyOf(pair._1()), copyOf(pair._2()));
    }
    if (record instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(element -> copy.add(copyOf(element)));
      return copy;
    }
    return record;
  }

  static Function<Object, Object> multiplyAndAdd(int parameter) {
    return record -> 3 * number(record) + parameter;
  }

  /** Joins hand out one value several times: better none that can be changed. */
  static Function<Object, Object> plain() {
    return record -> record instanceof Cell cell ? (Object) cell.value : record;
  }

  /** The values of a group, in an order of their own if they have none. */
  static Object listed(Iterable<?> values, boolean ordered) {
    List<Object> list = new ArrayList<>();
    values.forEach(list::add);
    if (!ordered) {
      list.sort(Comparator.comparing(String::valueOf));
    }
    return list;
  }

  static Function<Object, Object> intoCell() {
    return record -> new Cell(number(record));
  }

  /** Adds to the cell that the record is, or holds; other records are replaced. */
  static Function<Object, Object> changeInPlace(int parameter) {
    return record -> {
      Object target = record instanceof Tuple2<?, ?> pair ? pair._2() : record;
      if (target instanceof Cell cell) {
        cell.value += parameter;
        return record;
      }
      return number(record) + parameter;
    };
  }

  /** Lets all records through but those of one remainder. */
  static Function<Object, Object> failOn(int parameter) {
    return record -> {
      if (Math.floorMod(number(record), FAILING_MODULUS) == parameter) {
        String message = "refuses " + record;
        switch (parameter % 3) {
          case 0 -> throw new IllegalStateException(message);
          case 1 -> throw new IOException(message);
          default -> throw new AssertionError(message);
        }
      }
      return record;
    };
  }

  /** Counts its calls in what it captured: every task starts at zero. */
  static Function<Object, Object> addPosition() {
    int[] calls = {0};
    return record -> 100 * number(record) + calls[0]++;
  }

  static FlatMapFunction<Object, Object> repeat(int parameter) {
    return record -> {
      List<Object> copies = new ArrayList<>();
      for (int i = 0; i < Math.floorMod(number(record), 3); i++) {
        copies.add(number(record) + i * parameter);
      }
      return copies.iterator();
    };
  }

  static PairFlatMapFunction<Object, Object, Object> repeatAsPairs(int parameter) {
    return record -> {
      List<Tuple2<Object, Object>> pairs = new ArrayList<>();
      for (int i = 0; i < Math.floorMod(number(record), 3); i++) {
        pairs.add(new Tuple2<>(i, number(record) + parameter));
      }
      return pairs.iterator();
    };
  }

  static Function<Object, Boolean> accept(int parameter) {
    return record -> Math.floorMod(number(record), 4) != parameter % 4;
  }

  static PairFunction<Object, Object, Object> toPair(int parameter) {
    return record -> new Tuple2<>(key(record, parameter), valueOf(record));
  }

  /** A few keys, null among them if the parameter is odd. */
  @SuppressWarnings("NullAway") // null is a key
  private static Object key(@Nullable Object record, int parameter) {
    int key = Math.floorMod(number(record), parameter + 1) - 1;
    return key == 0 && parameter % 2 == 1 ? null : (Object) key;
  }

  @SuppressWarnings("NullAway") // null is a value
  private static Object valueOf(@Nullable Object record) {
    return record instanceof Tuple2<?, ?> pair ? valueOf(pair._2()) : record;
  }

  /** How many records there are, and their sum: also for no record. */
  static FlatMapFunction<Iterator<Object>, Object> totals() {
    return records -> {
      int count = 0;
      int sum = 0;
      for (; records.hasNext(); count++) {
        sum += number(records.next());
      }
      return List.<Object>of(count, sum).iterator();
    };
  }

  static FlatMapFunction<Iterator<Object>, Object> reversed() {
    return records -> {
      List<Object> reversed = new ArrayList<>();
      while (records.hasNext()) {
        reversed.add(0, records.next());
      }
      return reversed.iterator();
    };
  }

  /** A record per partition, then each of its records, lazily. */
  static FlatMapFunction<Iterator<Object>, Object> withHeader(int parameter) {
    return records ->
        new Iterator<>() {
          private boolean started;

          @Override
          public boolean hasNext() {
            return !started || records.hasNext();
          }

          @Override
          public Object next() {
            if (!started) {
              started = true;
              return parameter;
            }
            return number(records.next()) + parameter;
          }
        };
  }

  static PairFlatMapFunction<Iterator<Object>, Object, Object> partitionToPairs(int parameter) {
    return records -> {
      List<Tuple2<Object, Object>> pairs = new ArrayList<>();
      while (records.hasNext()) {
        int number = number(records.next());
        pairs.add(new Tuple2<>(number % (parameter + 1), number));
      }
      return pairs.iterator();
    };
  }

  /** A sum that reuses its first argument if it can, as programs do to save garbage. */
  static Object add(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Cell into && right instanceof Cell from) {
      into.value += from.value;
      return into;
    }
    return number(left) + number(right);
  }

  /** Not commutative: tells in which order the values of a key come together. */
  static Object last(Object earlier, Object later) {
    return later;
  }

  /** The inverse of {@link #add}. */
  static Object subtract(@Nullable Object all, @Nullable Object some) {
    if (all instanceof Cell from && some instanceof Cell less) {
      from.value -= less.value;
      return from;
    }
    return number(all) - number(some);
  }

  static Object refuseToAdd(@Nullable Object left, @Nullable Object right) {
    throw new UnsupportedOperationException("refuses to add");
  }
}
