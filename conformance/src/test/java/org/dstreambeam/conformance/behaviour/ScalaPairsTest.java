// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.any;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.four;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.functions;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.one;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.texts;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.three;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.two;

import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.dstream.DStream;
import org.apache.spark.streaming.dstream.PairDStreamFunctions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterable;
import scala.collection.Seq;
import scala.reflect.ClassTag$;

/** The operations of pairs as compiled Scala programs call them. */
class ScalaPairsTest {

  @TempDir private java.nio.file.Path checkpoints;

  private static JavaPairDStream<Integer, String> left(Table table) {
    return table.pairs(batch(part(pair(1, "a"), pair(2, "b")), part(pair(1, "c"))), batch());
  }

  private static JavaPairDStream<Integer, String> right(Table table) {
    return table.pairs(batch(part(pair(1, "x"), pair(3, (String) null))), batch());
  }

  /** What a group holds, whatever collection it is. */
  private static String joined(Iterable<?> group) {
    return group.mkString("+");
  }

  @Test
  void groupsAndCombines() throws Exception {
    Table.run(
        table -> {
          PairDStreamFunctions<Integer, String> pairs = functions(left(table));
          assertThat(pairs.ssc()).isSameAs(table.context().ssc());
          assertThat(pairs.sparkContext()).isSameAs(table.context().sparkContext().sc());
          table.expect(
              "groupByKey",
              texts(
                  ScalaCalls.<Integer, Iterable<String>>functions(pairs.groupByKey())
                      .mapValues(one(ScalaPairsTest::joined), any())),
              batch(part("(2,b)"), part("(1,a+c)")),
              batch(part(), part()));
          table.expect(
              "groupByKey(1)",
              texts(
                  ScalaCalls.<Integer, Iterable<String>>functions(pairs.groupByKey(1))
                      .mapValues(one(ScalaPairsTest::joined), any())),
              batch(part("(1,a+c)", "(2,b)")),
              batch(part()));
          table.expect(
              "groups",
              texts(pairs.groupByKey(1)),
              batch(part("(1,ArrayBuffer(a, c))", "(2,ArrayBuffer(b))")));
          table.expect(
              "reduceByKey",
              texts(pairs.reduceByKey(two((a, b) -> a + b))),
              batch(part("(2,b)"), part("(1,ac)")),
              batch(part(), part()));
          table.expect(
              "reduceByKey(3)",
              texts(pairs.reduceByKey(two((a, b) -> a + b), 3)),
              batch(part(), part("(1,ac)"), part("(2,b)")),
              batch(part(), part(), part()));
          table.expect(
              "combineByKey",
              texts(
                  pairs.combineByKey(
                      one(v -> "<" + v),
                      two((c, v) -> c + v),
                      two((c, d) -> c + d),
                      new HashPartitioner(1),
                      true,
                      ScalaCalls.<String>any())),
              batch(part("(1,<a<c)", "(2,<b)")));
          table.expect(
              "flatMapValues",
              texts(pairs.flatMapValues(one(v -> scala.Option.apply(v + "!").toList()), any())),
              batch(part("(1,a!)", "(2,b!)"), part("(1,c!)")));
        });
  }

  @Test
  void joins() throws Exception {
    Table.run(
        table -> {
          PairDStreamFunctions<Integer, String> left = functions(left(table));
          DStream<Tuple2<Integer, String>> right = right(table).dstream();
          HashPartitioner one = new HashPartitioner(1);
          table.expect(
              "join",
              texts(left.join(right, any())),
              batch(part(), part("(1,(a,x))", "(1,(c,x))")),
              batch(part(), part()));
          table.expect(
              "left",
              texts(left.leftOuterJoin(right, 1, any())),
              batch(part("(1,(a,Some(x)))", "(1,(c,Some(x)))", "(2,(b,None))")));
          table.expect(
              "right, with a null",
              texts(left.rightOuterJoin(right, one, any())),
              batch(part("(1,(Some(a),x))", "(1,(Some(c),x))", "(3,(None,null))")));
          table.expect(
              "full, with a null",
              texts(left.fullOuterJoin(right, one, any())),
              batch(
                  part(
                      "(1,(Some(a),Some(x)))",
                      "(1,(Some(c),Some(x)))",
                      "(3,(None,Some(null)))",
                      "(2,(Some(b),None))")));
          table.expect(
              "cogroup",
              texts(
                  ScalaCalls.<Integer, Tuple2<Iterable<String>, Iterable<String>>>functions(
                          left.cogroup(right, 1, any()))
                      .mapValues(
                          one(groups -> joined(groups._1()) + "|" + joined(groups._2())), any())),
              batch(part("(1,a+c|x)", "(3,|null)", "(2,b|)")),
              batch(part()));
        });
  }

  @Test
  void looksAtWholeBatches() throws Exception {
    Table.run(
        table -> {
          DStream<String> words = table.input(batch(part("a", "b"), part("a"))).dstream();
          table.expect(
              "reduce",
              texts(words.reduce(two((a, b) -> a + b))),
              batch(part("aba")),
              batch(part()));
          table.expect(
              "countByValue",
              texts(words.countByValue(1, null)),
              batch(part("(a,2)", "(b,1)")),
              batch(part()));
          table.expect("repartition", texts(words.repartition(1)), batch(part("a", "b", "a")));
          table.expect(
              "glom",
              JavaDStream.<Object>fromDStream(words.glom(), any())
                  .map(array -> java.util.Arrays.toString((Object[]) array)),
              batch(part("[a, b]"), part("[a]")),
              batch(part("[]")));
        });
  }

  private static final String COMBINED = "Cannot use map-side combining with array keys.";
  private static final String HASHED = "HashPartitioner cannot partition array keys.";

  @Test
  void arraysAreNoKeysOfWhatCombines() throws Exception {
    assertFails(COMBINED, pairs -> keyed(pairs).groupByKey());
    assertFails(COMBINED, pairs -> keyed(pairs).reduceByKey(two((a, b) -> a + b), 2));
    assertFails(COMBINED, pairs -> keyed(pairs).reduceByKey(two((a, b) -> a + b), new Last(2)));
    assertFails(COMBINED, pairs -> combined(pairs, new Last(2), true));
    assertFails(HASHED, pairs -> combined(pairs, new HashPartitioner(2), false));
  }

  @Test
  void arraysAreNoKeysOfWhatHashes() throws Exception {
    assertFails(HASHED, pairs -> keyed(pairs).cogroup(pairs, any()));
    assertFails(HASHED, pairs -> keyed(pairs).join(pairs, 2, any()));
    assertFails(HASHED, pairs -> keyed(pairs).leftOuterJoin(pairs, new HashPartitioner(1), any()));
    assertFails(HASHED, pairs -> keyed(pairs).rightOuterJoin(pairs, any()));
    assertFails(HASHED, pairs -> keyed(pairs).fullOuterJoin(pairs, any()));
  }

  @Test
  void arraysAreNoKeysOfWindows() throws Exception {
    Duration one = Durations.milliseconds(100);
    assertFails(COMBINED, pairs -> keyed(pairs).groupByKeyAndWindow(one));
    assertFails(COMBINED, pairs -> keyed(pairs).reduceByKeyAndWindow(two((a, b) -> a + b), one));
    assertFails(
        COMBINED,
        pairs ->
            keyed(pairs)
                .reduceByKeyAndWindow(
                    two((a, b) -> a + b), two((a, b) -> a), one, one, new Last(2), null));
  }

  @Test
  void arraysAreNoKeysOfStates() throws Exception {
    assertFails(
        HASHED,
        pairs ->
            keyed(pairs)
                .updateStateByKey(two((Seq<String> values, Option<String> state) -> state), any()));
    assertFails(
        HASHED,
        pairs ->
            keyed(pairs)
                .updateStateByKey(
                    four(
                        (Time time, byte[] key, Seq<String> values, Option<String> state) -> state),
                    new HashPartitioner(1),
                    true,
                    Option.empty(),
                    any()));
    assertFails(
        HASHED,
        pairs ->
            keyed(pairs)
                .mapWithState(
                    StateSpec.function(
                        three(
                            (byte[] key, Option<String> value, State<String> state) ->
                                value.get())),
                    any(),
                    any()));
  }

  /** A batch without records or partitions fails already, and no output is called. */
  private void assertFails(
      String message, Function<DStream<Tuple2<byte[], String>>, DStream<?>> operation) {
    try (JavaStreamingContext context =
        new JavaStreamingContext(Table.conf(), Durations.milliseconds(100))) {
      context.sparkContext().setCheckpointDir(checkpoints.toString());
      List<String> journal = new CopyOnWriteArrayList<>();
      JavaRDD<Tuple2<byte[], String>> none = context.sparkContext().emptyRDD();
      JavaDStream<Tuple2<byte[], String>> pairs =
          context.queueStream(new LinkedList<>(List.of(none)));
      pairs.foreachRDD(rdd -> journal.add("called"));
      texts(operation.apply(pairs.dstream())).foreachRDD(rdd -> journal.add("called"));
      context.start();
      assertThatThrownBy(() -> context.awaitTerminationOrTimeout(10_000))
          .isInstanceOfSatisfying(
              SparkException.class,
              failure -> assertThat(failure.getErrorClass()).startsWith("_LEGACY_ERROR_TEMP_300"))
          .hasMessage(message);
      assertThat(journal).isEmpty();
    }
  }

  @Test
  void arraysAreKeysForOtherPartitionersByIdentity() throws Exception {
    Table.run(
        table -> {
          byte[] key = {1};
          DStream<Tuple2<byte[], String>> pairs =
              table.input(batch(part(pair(key, "a"), pair(key.clone(), "b"))), batch()).dstream();
          table.expect(
              "mapValues",
              texts(values(keyed(pairs).mapValues(one(value -> value + "!"), any()))),
              batch(part("a!", "b!")),
              batch());
          table.expect(
              "flatMapValues",
              texts(
                  values(
                      keyed(pairs)
                          .flatMapValues(one(value -> Option.apply(value).toList()), any()))),
              batch(part("a", "b")),
              batch());
          table.expect(
              "combineByKey",
              texts(values(combined(pairs, new Last(2), false)))
                  .mapPartitions(ScalaPairsTest::inOrder),
              batch(part(), part("<a", "<b")),
              batch(part(), part()));
          table.expect(
              "join",
              texts(values(keyed(pairs).join(pairs, new Last(1), any())))
                  .mapPartitions(ScalaPairsTest::inOrder),
              batch(part()),
              batch(part()));
        });
  }

  /** The hash code of an array, which decides where its record comes, is another in each run. */
  private static Iterator<String> inOrder(Iterator<String> records) {
    TreeSet<String> sorted = new TreeSet<>();
    records.forEachRemaining(sorted::add);
    return sorted.iterator();
  }

  /** All keys in the last partition, without a look at them. */
  private static final class Last extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int partitions;

    private Last(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return partitions - 1;
    }
  }

  private static PairDStreamFunctions<byte[], String> keyed(DStream<Tuple2<byte[], String>> pairs) {
    return DStream.toPairDStreamFunctions(
        pairs, ClassTag$.MODULE$.apply(byte[].class), any(), null);
  }

  private static DStream<Tuple2<byte[], String>> combined(
      DStream<Tuple2<byte[], String>> pairs, Partitioner partitioner, boolean mapSideCombine) {
    return keyed(pairs)
        .combineByKey(
            one(v -> "<" + v),
            two((c, v) -> c + v),
            two((c, d) -> c + d),
            partitioner,
            mapSideCombine,
            ScalaCalls.<String>any());
  }

  private static <K, V> DStream<V> values(DStream<Tuple2<K, V>> pairs) {
    return pairs.map(one(pair -> pair._2()), any());
  }
}
