// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** What works within partitions. */
final class TaskSimulator {

  private TaskSimulator() {}

  static FlatMapFunction<Object, Object> one(Function<Object, Object> function) {
    return record -> keepIf(true, function.call(record));
  }

  static FlatMapFunction<Object, Object> keep(Function<Object, Boolean> accept) {
    return record -> keepIf(accept.call(record), record);
  }

  private static Iterator<Object> keepIf(boolean keep, Object record) {
    List<Object> kept = new ArrayList<>();
    if (keep) {
      kept.add(record);
    }
    return kept.iterator();
  }

  /** Of a pair its key with each of what the function makes of the value. */
  static FlatMapFunction<Object, Object> ofValue(FlatMapFunction<Object, Object> function) {
    return record -> {
      Tuple2<?, ?> pair = (Tuple2<?, ?>) record;
      List<Object> pairs = new ArrayList<>();
      function.call(pair._2()).forEachRemaining(v -> pairs.add(new Tuple2<>(pair._1(), v)));
      return pairs.iterator();
    };
  }

  @SuppressWarnings("unchecked") // pairs are records
  static <T> FlatMapFunction<T, Object> untyped(PairFlatMapFunction<T, Object, Object> function) {
    return value -> (Iterator<Object>) (Iterator<?>) function.call(value);
  }

  static List<Partition> flatMap(
      List<Partition> partitions, boolean ordered, FlatMapFunction<Object, Object> function) {
    return partitions.stream().map(in -> flatMap(in, ordered, function)).toList();
  }

  /**
   * @param ordered if not, any record may be the first to fail
   */
  static Partition flatMap(
      Partition in, boolean ordered, FlatMapFunction<Object, Object> function) {
    Partition out = new Partition();
    out.failures().addAll(in.failures());
    for (Object record : in.records()) {
      try {
        function.call(Records.copyOf(record)).forEachRemaining(out.records()::add);
      } catch (Exception | AssertionError e) {
        out.fail(e);
        if (ordered) {
          break;
        }
      }
    }
    return out;
  }

  /**
   * @param lazy whether the function gives out records before it has read them all
   */
  static List<Partition> mapPartitions(
      List<Partition> partitions,
      FlatMapFunction<Iterator<Object>, Object> function,
      boolean lazy) {
    List<Partition> result = new ArrayList<>();
    for (Partition in : partitions) {
      Partition out = new Partition();
      out.failures().addAll(in.failures());
      if (lazy || !in.failed()) {
        List<Object> copies = new ArrayList<>();
        in.records().forEach(record -> copies.add(Records.copyOf(record)));
        try {
          function.call(copies.iterator()).forEachRemaining(out.records()::add);
        } catch (Exception e) {
          throw new IllegalStateException("functions of partitions do not fail by themselves", e);
        }
      }
      result.add(out);
    }
    return result;
  }
}
