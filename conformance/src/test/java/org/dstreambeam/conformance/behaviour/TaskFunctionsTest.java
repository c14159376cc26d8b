// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkException;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Functions of tasks have to be serialisable, which shows when they are declared. */
class TaskFunctionsTest {

  private static void refused(ThrowingCallable declaration) {
    assertThatThrownBy(declaration)
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("Task not serializable")
        .hasCauseInstanceOf(NotSerializableException.class);
  }

  @Test
  void ofRecordsAreCheckedWhenTheyAreDeclared() throws Exception {
    Table.run(
        table -> {
          Object plain = new Object();
          JavaDStream<Integer> numbers = table.input(batch(part(1)));
          refused(() -> numbers.map(number -> plain));
          refused(() -> numbers.mapToPair(number -> new Tuple2<>(number, plain)));
          refused(() -> numbers.filter(number -> plain != null));
          refused(() -> numbers.flatMap(number -> List.of(plain).iterator()));
          refused(() -> numbers.flatMapToPair(n -> List.of(new Tuple2<>(n, plain)).iterator()));
          refused(() -> numbers.mapPartitions(all -> List.of(plain).iterator()));
          refused(
              () -> numbers.mapPartitionsToPair(n -> List.of(new Tuple2<>(1, plain)).iterator()));
          refused(() -> numbers.reduce((left, right) -> plain == null ? left : right));
          table.expect("numbers", numbers, batch(part(1)));
        });
  }

  @Test
  void ofPairsAreCheckedWhenTheyAreDeclared() throws Exception {
    Table.run(
        table -> {
          Object plain = new Object();
          JavaPairDStream<Integer, Integer> pairs = table.pairs(batch(part(pair(1, 1))));
          HashPartitioner one = new HashPartitioner(1);
          refused(() -> pairs.filter(pair -> plain != null));
          refused(() -> pairs.mapValues(value -> plain));
          refused(() -> pairs.flatMapValues(value -> List.of(plain).iterator()));
          refused(() -> pairs.reduceByKey((left, right) -> plain == null ? left : right));
          refused(() -> pairs.reduceByKey((left, right) -> plain == null ? left : right, 1));
          refused(() -> pairs.reduceByKey((left, right) -> plain == null ? left : right, one));
          refused(() -> pairs.combineByKey(v -> plain, (c, v) -> c, (c, d) -> c, one));
          refused(
              () -> pairs.combineByKey(v -> 1, (c, v) -> plain == null ? c : v, (c, d) -> c, one));
          refused(
              () -> pairs.combineByKey(v -> 1, (c, v) -> c, (c, d) -> plain == null ? c : d, one));
          table.expect("pairs", pairs, batch(part(pair(1, 1))));
        });
  }

  @Test
  void cannotHoldAStream() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)));
          AtomicReference<JavaDStream<Integer>> held = new AtomicReference<>(numbers);
          assertThatThrownBy(() -> numbers.map(number -> held.get().hashCode()))
              .isExactlyInstanceOf(SparkException.class)
              .hasMessage("Task not serializable")
              .hasCauseInstanceOf(NotSerializableException.class)
              .cause()
              .hasMessageStartingWith(
                  "Object of "
                      + numbers.dstream().getClass().getName()
                      + " is being serialized  possibly as a part of closure of an RDD operation."
                      + " This is because  the DStream object is being referred to from within the"
                      + " closure. ");
          numbers.foreachRDD(rdd -> assertThat(held.get()).isNotNull());
          table.expect("numbers", numbers, batch(part(1)));
        });
  }

  @Test
  void ofDriversMayHoldAnything() throws Exception {
    Table.run(
        table -> {
          Thread plain = Thread.currentThread();
          JavaDStream<Integer> numbers = table.input(batch(part(1)));
          JavaPairDStream<Integer, Integer> pairs = numbers.mapToPair(number -> pair(number, 1));
          table.expect(
              "transform",
              numbers.transform(rdd -> plain.isAlive() && numbers != null ? rdd : null),
              batch(part(1)));
          table.expect(
              "transformToPair",
              pairs.transformToPair((rdd, time) -> plain.isAlive() ? rdd : null),
              batch(part(pair(1, 1))));
          table.expect(
              "transformWith",
              numbers.transformWith(pairs, (left, right, time) -> plain.isAlive() ? left : null),
              batch(part(1)));
        });
  }

  @Test
  void mayGiveNoIteratorToTheirRegret() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)), batch(part()), batch());
          JavaPairDStream<Integer, Integer> pairs = numbers.mapToPair(number -> pair(number, 1));
          Batch<Integer> npe = Batch.failed(new NullPointerException());
          table.expect(
              "flatMapToPair",
              numbers.<Integer, Integer>flatMapToPair(number -> null).map(Tuple2::_1),
              npe,
              batch(part()),
              batch());
          table.expect(
              "mapPartitions", numbers.<Integer>mapPartitions(all -> null), npe, npe, batch());
          table.expect(
              "mapPartitionsToPair",
              pairs.<Integer, Integer>mapPartitionsToPair(all -> null).map(Tuple2::_1),
              npe,
              npe,
              batch());
          table.expect(
              "filter", pairs.filter(pair -> null).map(Tuple2::_1), npe, batch(part()), batch());
          table.expect(
              "mapToPair",
              numbers.mapToPair(number -> null).map(Arrays::asList).map(List::size),
              batch(part(1)),
              batch(part()),
              batch());
        });
  }
}
