// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.failed;
import static org.dstreambeam.conformance.behaviour.Batch.none;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.LinkedList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** {@code join}, the outer joins, {@code cogroup}. */
class JoinTest {

  private static JavaPairDStream<Integer, String> left(Table table) {
    return table.pairs(
        batch(part(pair(1, "a"), pair(2, "b")), part(pair(1, "c"), pair(4, "d"))),
        batch(part(pair(1, "e"))),
        batch());
  }

  private static JavaPairDStream<Integer, String> right(Table table) {
    return table.pairs(
        batch(part(pair(1, "x"), pair(3, "y")), part(), part(pair(1, "z"), pair(2, "w"))),
        batch(),
        batch(part(pair(1, "v"))));
  }

  @Test
  void joinsEveryValueWithEveryValueOfTheSameKeyAndBatch() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> left = left(table);
          JavaPairDStream<Integer, String> right = right(table);
          table.expect(
              "default",
              left.join(right),
              batch(
                  part(pair(2, pair("b", "w"))),
                  part(
                      pair(1, pair("a", "x")),
                      pair(1, pair("a", "z")),
                      pair(1, pair("c", "x")),
                      pair(1, pair("c", "z")))),
              batch(part(), part()),
              batch(part(), part()),
              batch(part(), part()));
          table.expect(
              "three",
              left.join(right, 3),
              batch(
                  part(),
                  part(
                      pair(1, pair("a", "x")),
                      pair(1, pair("a", "z")),
                      pair(1, pair("c", "x")),
                      pair(1, pair("c", "z"))),
                  part(pair(2, pair("b", "w")))),
              batch(part(), part(), part()));
          table.expect(
              "partitioner",
              right.join(left, new HashPartitioner(1)).mapValues(Tuple2::toString),
              batch(
                  part(
                      pair(1, "(x,a)"),
                      pair(1, "(x,c)"),
                      pair(1, "(z,a)"),
                      pair(1, "(z,c)"),
                      pair(2, "(w,b)"))),
              batch(part()));
        });
  }

  @Test
  void joinsOuter() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> left = left(table);
          JavaPairDStream<Integer, String> right = right(table);
          HashPartitioner two = new HashPartitioner(2);
          table.expect(
              "left",
              left.leftOuterJoin(right).map(Tuple2::toString),
              batch(
                  part("(4,(d,Optional.empty))", "(2,(b,Optional[w]))"),
                  part(
                      "(1,(a,Optional[x]))",
                      "(1,(a,Optional[z]))",
                      "(1,(c,Optional[x]))",
                      "(1,(c,Optional[z]))")),
              batch(part(), part("(1,(e,Optional.empty))")),
              batch(part(), part()));
          table.expect(
              "right",
              left.rightOuterJoin(right, 2).map(Tuple2::toString),
              batch(
                  part("(2,(Optional[b],w))"),
                  part(
                      "(1,(Optional[a],x))",
                      "(1,(Optional[a],z))",
                      "(1,(Optional[c],x))",
                      "(1,(Optional[c],z))",
                      "(3,(Optional.empty,y))")),
              batch(part(), part()),
              batch(part(), part("(1,(Optional.empty,v))")));
          table.expect(
              "full",
              left.fullOuterJoin(right, two).map(Tuple2::toString),
              batch(
                  part("(4,(Optional[d],Optional.empty))", "(2,(Optional[b],Optional[w]))"),
                  part(
                      "(1,(Optional[a],Optional[x]))",
                      "(1,(Optional[a],Optional[z]))",
                      "(1,(Optional[c],Optional[x]))",
                      "(1,(Optional[c],Optional[z]))",
                      "(3,(Optional.empty,Optional[y]))")),
              batch(part(), part("(1,(Optional[e],Optional.empty))")),
              batch(part(), part("(1,(Optional.empty,Optional[v]))")),
              batch(part(), part()));
          table.expect(
              "sizes",
              left.leftOuterJoin(right, 1)
                  .union(left.leftOuterJoin(right, new HashPartitioner(1)))
                  .count(),
              batch(part(12L), part()));
          table.expect(
              "more sizes",
              left.fullOuterJoin(right)
                  .mapValues(both -> 1)
                  .union(left.fullOuterJoin(right, 1).mapValues(both -> 1))
                  .union(left.rightOuterJoin(right).mapValues(both -> 1))
                  .union(left.rightOuterJoin(right, two).mapValues(both -> 1))
                  .reduceByKey(Integer::sum, 1),
              batch(part(pair(4, 2), pair(1, 16), pair(3, 4), pair(2, 4))));
        });
  }

  @Test
  void cogroupsTheKeysOfEitherSide() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> left = left(table);
          JavaPairDStream<Integer, String> right = right(table);
          table.expect(
              "default",
              left.cogroup(right).map(Tuple2::toString),
              batch(
                  part("(4,([d],[]))", "(2,([b],[w]))"),
                  part("(1,([a, c],[x, z]))", "(3,([],[y]))")),
              batch(part(), part("(1,([e],[]))")),
              batch(part(), part("(1,([],[v]))")),
              batch(part(), part()));
          table.expect(
              "one",
              left.cogroup(right, 1).mapValues(groups -> groups._1().iterator().hasNext()),
              batch(part(pair(4, true), pair(1, true), pair(3, false), pair(2, true))));
          table.expect(
              "partitioner",
              right.cogroup(left, new HashPartitioner(1)).map(Tuple2::toString),
              batch(part("(4,([],[d]))", "(1,([x, z],[a, c]))", "(3,([y],[]))", "(2,([w],[b]))")));
        });
  }

  @Test
  void keysComeInSparksOrder() throws Exception {
    List<Tuple2<String, Integer>> many =
        IntStream.range(0, 300).mapToObj(i -> new Tuple2<>("k" + i % 130 * 31, i)).toList();
    Table.run(
        table ->
            table.expect(
                "keys",
                table
                    .pairs(batch(many.subList(0, 70), many.subList(70, 200)))
                    .join(table.pairs(batch(many.subList(100, 300))))
                    .map(Tuple2::toString)
                    .reduce((left, right) -> left + " " + right)
                    .map(text -> Integer.toHexString(text.hashCode())),
                batch(part("b30a3e24"))));
  }

  @Test
  void joinsWhatLiesInPlaceAndWhatDoesNot() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> left = left(table).reduceByKey(String::concat);
          JavaPairDStream<Integer, String> right = right(table);
          table.expect(
              "left in place",
              left.join(right).mapValues(Tuple2::toString),
              batch(part(pair(2, "(b,w)")), part(pair(1, "(ac,x)"), pair(1, "(ac,z)"))),
              batch(part(), part()));
          table.expect(
              "both in place",
              left.join(right.reduceByKey(String::concat)).mapValues(Tuple2::toString),
              batch(part(pair(2, "(b,w)")), part(pair(1, "(ac,xz)"))));
          table.expect(
              "with itself",
              left.join(left).mapValues(Tuple2::toString),
              batch(part(pair(4, "(d,d)"), pair(2, "(b,b)")), part(pair(1, "(ac,ac)"))),
              batch(part(), part(pair(1, "(e,e)"))));
          table.expect(
              "a union",
              right.union(left).join(left).mapValues(Tuple2::toString),
              batch(
                  part(pair(4, "(d,d)"), pair(2, "(w,b)"), pair(2, "(b,b)")),
                  part(pair(1, "(x,ac)"), pair(1, "(z,ac)"), pair(1, "(ac,ac)"))));
          table.expect(
              "partitioned still",
              left.join(right).mapValues(both -> both._1() + both._2()).reduceByKey(String::concat),
              batch(part(pair(2, "bw")), part(pair(1, "acxacz"))));
        });
  }

  @Test
  void nullKeysMatchAndNullValuesAreValuesWhereNothingIsOptional() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> left =
              table.pairs(batch(part(pair(null, "a"), pair(1, (String) null))));
          JavaPairDStream<Integer, String> right =
              table.pairs(batch(part(pair(null, "b")), part(pair(1, (String) null))));
          table.expect(
              "join",
              left.join(right, 1),
              batch(part(pair(null, pair("a", "b")), pair(1, pair((String) null, (String) null)))));
          table.expect(
              "cogroup",
              left.cogroup(right, 1).map(Tuple2::toString),
              batch(part("(null,([a],[b]))", "(1,([null],[null]))")));
          Batch<Tuple2<Integer, String>> failed = failed(new NullPointerException());
          table.expect("left", left.leftOuterJoin(right, 1).mapValues(Tuple2::toString), failed);
          table.expect("right", left.rightOuterJoin(right, 1).mapValues(Tuple2::toString), failed);
          table.expect("full", left.fullOuterJoin(right, 1).mapValues(Tuple2::toString), failed);
        });
  }

  @Test
  void joinsWindowsWhereBothHaveABatch() throws Exception {
    Table.run(
        table -> {
          Duration two = Durations.milliseconds(2 * table.batchMillis());
          JavaPairDStream<Integer, String> left = left(table);
          JavaPairDStream<Integer, String> right = right(table);
          left.foreachRDD(rdd -> {});
          right.foreachRDD(rdd -> {});
          table.expect(
              "sliding by one batch",
              left.window(two).join(right.window(two), 1).mapValues(Tuple2::toString),
              batch(
                  part(
                      pair(1, "(a,x)"),
                      pair(1, "(a,z)"),
                      pair(1, "(c,x)"),
                      pair(1, "(c,z)"),
                      pair(2, "(b,w)"))),
              batch(
                  part(
                      pair(1, "(a,x)"),
                      pair(1, "(a,z)"),
                      pair(1, "(c,x)"),
                      pair(1, "(c,z)"),
                      pair(1, "(e,x)"),
                      pair(1, "(e,z)"),
                      pair(2, "(b,w)"))),
              batch(part(pair(1, "(e,v)"))),
              batch(part()));
          table.expect(
              "sliding by two",
              left.window(two, two).cogroup(right.window(two, two), 1).map(Tuple2::toString),
              none(),
              batch(
                  part("(4,([d],[]))", "(1,([a, c, e],[x, z]))", "(3,([],[y]))", "(2,([b],[w]))")),
              none(),
              batch(part("(1,([],[v]))")));
        });
  }

  @Test
  void joinsWithAStaticRddThatChangesBetweenBatches() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> left = left(table);
          AtomicReference<JavaPairRDD<Integer, String>> fixed =
              new AtomicReference<>(JavaPairRDD.fromJavaRDD(table.rdd(batch(part(pair(2, "x"))))));
          JavaPairRDD<Integer, String> next =
              JavaPairRDD.fromJavaRDD(table.rdd(batch(part(pair(1, "y")))));
          table.expect(
              "join",
              left.transformToPair(rdd -> rdd.join(fixed.getAndSet(next), 1)),
              batch(part(pair(2, pair("b", "x")))),
              batch(part(pair(1, pair("e", "y")))),
              batch(part()),
              batch(part()));
          table.expect(
              "leftOuterJoin",
              left.transformToPair(rdd -> rdd.leftOuterJoin(next, 1)).map(Tuple2::toString),
              batch(
                  part(
                      "(4,(d,Optional.empty))",
                      "(1,(a,Optional[y]))",
                      "(1,(c,Optional[y]))",
                      "(2,(b,Optional.empty))")),
              batch(part("(1,(e,Optional[y]))")),
              batch(part()));
        });
  }

  @Test
  void aFailureOnEitherSideFailsTheBatch() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, Integer> numbers =
              table.pairs(batch(part(pair(1, 0))), batch(part(pair(1, 5))));
          JavaPairDStream<Integer, Integer> failing = numbers.mapValues(number -> 10 / number);
          Batch<Tuple2<Integer, Tuple2<Integer, Integer>>> failed =
              failed(new ArithmeticException("/ by zero"));
          table.expect("left", failing.join(numbers, 1), failed, batch(part(pair(1, pair(2, 5)))));
          table.expect("right", numbers.join(failing, 1), failed, batch(part(pair(1, pair(5, 2)))));
        });
  }

  @Test
  void refusesStreamsThatSlideApartOrBelongToDifferentContexts() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> left = left(table);
          Duration two = Durations.milliseconds(2 * table.batchMillis());
          String slides = "requirement failed: Some of the DStreams have different slide durations";
          assertThatThrownBy(() -> left.join(left.window(two, two)))
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage(slides);
          assertThatThrownBy(() -> left.window(two, two).cogroup(left, 3)).hasMessage(slides);
          assertThatThrownBy(() -> left.fullOuterJoin(left.window(two, two))).hasMessage(slides);
          JavaStreamingContext other =
              new JavaStreamingContext(table.context().sparkContext(), two);
          JavaPairDStream<Integer, String> there =
              other.<Tuple2<Integer, String>>queueStream(new LinkedList<>()).mapToPair(p -> p);
          assertThatThrownBy(() -> left.leftOuterJoin(there))
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: Some of the DStreams have different contexts");
          assertThatThrownBy(() -> left.rightOuterJoin(left, -2))
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: Number of partitions (-2) cannot be negative.");
          other.stop(false);
          table.expect("left", left.count(), batch(part(4L), part()));
        });
  }
}
