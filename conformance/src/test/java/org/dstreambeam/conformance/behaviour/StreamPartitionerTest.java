// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.HashPartitioner;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Which operations of streams set a partitioner, keep it, or lose it. */
class StreamPartitionerTest {
  private final Map<String, String> seen = new ConcurrentHashMap<>();

  private static JavaPairDStream<Integer, String> letters(Table table) {
    return table.pairs(batch(part(pair(1, "a"), pair(2, "b")), part(pair(1, "c"))), batch());
  }

  private void look(String name, JavaPairDStream<?, ?> stream) {
    stream.foreachRDD(rdd -> seen.putIfAbsent(name, RddProgram.partitioner(rdd)));
  }

  private void look(String name, JavaDStream<?> stream) {
    stream.foreachRDD(rdd -> seen.putIfAbsent(name, RddProgram.partitioner(rdd)));
  }

  private Map<String, String> seen() {
    return new TreeMap<>(seen);
  }

  @Test
  void whatIsKeyedHasTheDefaultPartitionerWhateverItsParentHas() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> five = letters(table).reduceByKey(String::concat, 5);
          look("reduceByKey", five.reduceByKey(String::concat));
          look("groupByKey", five.groupByKey());
          look("cogroup", five.cogroup(five));
          look("join", five.join(five));
          look("leftOuterJoin", five.leftOuterJoin(five));
          look("rightOuterJoin", five.rightOuterJoin(five));
          look("fullOuterJoin", five.fullOuterJoin(five));
          look("countByValue", five.countByValue());
          table.afterwards(
              done ->
                  assertThat(seen())
                      .hasSize(8)
                      .allSatisfy(
                          (name, found) -> assertThat(found).isEqualTo("HashPartitioner(2)")));
        });
  }

  @Test
  void aNumberOfPartitionsIsThatOfAHashPartitioner() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> letters = letters(table);
          look("reduceByKey", letters.reduceByKey(String::concat, 3));
          look("groupByKey", letters.groupByKey(3));
          look("cogroup", letters.cogroup(letters, 3));
          look("join", letters.join(letters, 3));
          look("leftOuterJoin", letters.leftOuterJoin(letters, 3));
          look("rightOuterJoin", letters.rightOuterJoin(letters, 3));
          look("fullOuterJoin", letters.fullOuterJoin(letters, 3));
          look("countByValue", letters.countByValue(3));
          table.afterwards(
              done ->
                  assertThat(seen())
                      .hasSize(8)
                      .allSatisfy(
                          (name, found) -> assertThat(found).isEqualTo("HashPartitioner(3)")));
        });
  }

  @Test
  void valuesMayChangeWhereKeysStay() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> three =
              letters(table).reduceByKey(String::concat, new HashPartitioner(3));
          look("mapValues", three.mapValues(value -> value + value));
          look("flatMapValues", three.flatMapValues(value -> List.of(value).iterator()));
          look("filter", three.filter(letter -> true));
          look("union of equals", three.union(three.mapValues(value -> "")));
          look("cache", three.cache());
          table.afterwards(
              done ->
                  assertThat(seen())
                      .hasSize(5)
                      .allSatisfy(
                          (name, found) -> assertThat(found).isEqualTo("HashPartitioner(3)")));
        });
  }

  @Test
  void whatMayChangeKeysHasNone() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> three = letters(table).reduceByKey(String::concat, 3);
          look("map", three.map(letter -> letter));
          look("mapToPair", three.mapToPair(letter -> letter));
          look("flatMap", three.flatMap(letter -> List.of(letter).iterator()));
          look("flatMapToPair", three.flatMapToPair(letter -> List.of(letter).iterator()));
          look("mapPartitions", three.mapPartitions(all -> all));
          look("mapPartitionsToPair", three.mapPartitionsToPair(all -> all));
          look("glom", three.glom());
          look("repartition", three.repartition(3));
          look("count", three.count());
          look("reduce", three.reduce((left, right) -> left));
          look("union of unequals", three.union(letters(table)));
          look("input", letters(table));
          table.afterwards(
              done ->
                  assertThat(seen())
                      .hasSize(12)
                      .allSatisfy((name, found) -> assertThat(found).isEqualTo("none")));
        });
  }

  @Test
  void noPartitionsHaveRoomForNothing() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> letters =
              table.pairs(batch(part()), batch(part(pair(1, "a"))), batch());
          table.expect(
              "groupByKey", letters.groupByKey(0).map(Tuple2::toString), batch(), batch(), batch());
          table.expect(
              "reduceByKey", letters.reduceByKey(String::concat, 0), batch(), batch(), batch());
          table.expect(
              "join",
              letters.join(letters, 0).mapValues(Tuple2::toString),
              batch(),
              batch(),
              batch());
          table.expect("countByValue", letters.countByValue(0).map(Tuple2::_2), batch(), batch());
        });
  }

  @Test
  void arraysAreKeysByTheirIdentity() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<int[], Integer> arrays =
              table
                  .input(batch(part(1, 1)))
                  .mapToPair(number -> new Tuple2<>(new int[] {number}, number));
          table.expect(
              "reduced",
              arrays.reduceByKey(Integer::sum, 1).mapToPair(StreamPartitionerTest::text),
              batch(part(pair("[1]", 1), pair("[1]", 1))));
        });
  }

  private static Tuple2<String, Integer> text(Tuple2<int[], Integer> pair) {
    return new Tuple2<>(Arrays.toString(pair._1()), pair._2());
  }
}
