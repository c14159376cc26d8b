// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.Optional;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import scala.Tuple2;

/** The steps that bring the values of a key together, declared through the public API. */
final class KeyedSteps {

  private KeyedSteps() {}

  static JavaPairDStream<Object, Object> group(
      Step step, JavaPairDStream<Object, Object> pairs, boolean ordered) {
    int p = step.parameter() % 6;
    JavaPairDStream<Object, Iterable<Object>> groups =
        switch (p) {
          case 0 -> pairs.groupByKey();
          case 2, 3 -> pairs.groupByKey(p);
          default -> pairs.groupByKey(partitioner(step));
        };
    return ordered ? untyped(groups) : groups.mapValues(values -> Records.listed(values, false));
  }

  /** Two streams; the records of one may be in order where those of the other are not. */
  static JavaPairDStream<Object, Object> together(
      Step step,
      JavaPairDStream<Object, Object> left,
      JavaPairDStream<Object, Object> right,
      boolean leftOrdered,
      boolean rightOrdered) {
    if (step.operation() == Operation.COGROUP) {
      return cogroup(step, left, right)
          .mapValues(
              groups ->
                  new Tuple2<>(
                      Records.listed(groups._1(), leftOrdered),
                      Records.listed(groups._2(), rightOrdered)));
    }
    return join(step, left.mapValues(Records.plain()), right.mapValues(Records.plain()));
  }

  private static JavaPairDStream<Object, Tuple2<Iterable<Object>, Iterable<Object>>> cogroup(
      Step step, JavaPairDStream<Object, Object> left, JavaPairDStream<Object, Object> right) {
    int p = step.parameter() % 6;
    return switch (p) {
      case 0 -> left.cogroup(right);
      case 2, 3 -> left.cogroup(right, p);
      default -> left.cogroup(right, partitioner(step));
    };
  }

  private static JavaPairDStream<Object, Object> join(
      Step step, JavaPairDStream<Object, Object> left, JavaPairDStream<Object, Object> right) {
    int p = step.parameter() % 6;
    boolean plain = p == 0;
    boolean counted = p == 2 || p == 3;
    Partitioner partitioner = partitioner(step);
    return switch (step.operation()) {
      case JOIN -> {
        JavaPairDStream<Object, Tuple2<Object, Object>> joined =
            plain
                ? left.join(right)
                : counted ? left.join(right, p) : left.join(right, partitioner);
        yield untyped(joined);
      }
      case LEFT_JOIN -> {
        JavaPairDStream<Object, Tuple2<Object, Optional<Object>>> joined =
            plain
                ? left.leftOuterJoin(right)
                : counted ? left.leftOuterJoin(right, p) : left.leftOuterJoin(right, partitioner);
        yield untyped(joined);
      }
      case RIGHT_JOIN -> {
        JavaPairDStream<Object, Tuple2<Optional<Object>, Object>> joined =
            plain
                ? left.rightOuterJoin(right)
                : counted ? left.rightOuterJoin(right, p) : left.rightOuterJoin(right, partitioner);
        yield untyped(joined);
      }
      default -> {
        JavaPairDStream<Object, Tuple2<Optional<Object>, Optional<Object>>> joined =
            plain
                ? left.fullOuterJoin(right)
                : counted ? left.fullOuterJoin(right, p) : left.fullOuterJoin(right, partitioner);
        yield untyped(joined);
      }
    };
  }

  /** The partitioner that {@link Target#of} describes. */
  static Partitioner partitioner(Step step) {
    Target target = Target.of(step);
    return target.byDigit()
        ? new LastDigit(target.partitions())
        : new HashPartitioner(target.partitions());
  }

  @SuppressWarnings("unchecked") // all functions take any record
  private static JavaPairDStream<Object, Object> untyped(JavaPairDStream<Object, ?> pairs) {
    return (JavaPairDStream<Object, Object>) pairs;
  }
}
