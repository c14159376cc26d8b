// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.nio.file.Path;
import java.util.LinkedList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.dstream.DStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** The Java classes around a stream: how to get into them and out again, and what they share. */
class StreamWrappersTest {
  private static final AtomicInteger CALLS = new AtomicInteger();
  private static final BlockingQueue<StorageLevel> LEVELS = new LinkedBlockingQueue<>();
  private final List<String> journal = new CopyOnWriteArrayList<>();

  private static <T> ClassTag<T> tag(Class<?> type) {
    return ClassTag$.MODULE$.apply(type);
  }

  private static JavaPairDStream<String, Integer> ones(Table table) {
    return table.pairs(batch(part(pair("a", 1)), part(pair("b", 1))), batch());
  }

  @Test
  void goFromPairsToTuplesAndBack() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> ones = ones(table);
          JavaDStream<Tuple2<String, Integer>> tuples = ones.toJavaDStream();
          assertThat(tuples.dstream()).isSameAs(ones.dstream());
          JavaPairDStream<String, Integer> again = JavaPairDStream.fromJavaDStream(tuples);
          assertThat(again.dstream()).isSameAs(ones.dstream());
          table.expect(
              "fromJavaDStream",
              again.reduceByKey(Integer::sum, 1),
              batch(part(pair("a", 1), pair("b", 1))),
              batch(part()));
          table.expect(
              "fromPairDStream",
              JavaPairDStream.<String, Integer>fromPairDStream(
                      ones.dstream(), tag(String.class), tag(Integer.class))
                  .mapValues(number -> -number),
              batch(part(pair("a", -1)), part(pair("b", -1))),
              batch());
          table.expect(
              "fromDStream",
              JavaDStream.<Tuple2<String, Integer>>fromDStream(ones.dstream(), tag(Tuple2.class))
                  .map(Tuple2::_1),
              batch(part("a"), part("b")),
              batch());
          table.expect(
              "constructors",
              new JavaPairDStream<String, Integer>(
                      new JavaDStream<Tuple2<String, Integer>>(ones.dstream(), tag(Tuple2.class))
                          .dstream(),
                      tag(String.class),
                      tag(Integer.class))
                  .filter(pair -> pair._1().equals("b")),
              batch(part(), part(pair("b", 1))),
              batch());
        });
  }

  @Test
  void knowTheirContextAndTheirTags() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> ones = ones(table);
          JavaDStream<String> words = ones.map(Tuple2::_1);
          assertThat(ones.context()).isSameAs(table.context().ssc());
          assertThat(words.context()).isSameAs(table.context().ssc());
          assertThat(words.classTag()).hasToString("Object");
          assertThat(ones.kManifest()).hasToString("Object");
          assertThat(ones.vManifest()).hasToString("Object");
          assertThat(ones.classTag()).hasToString("Object");
          assertThat(JavaDStream.fromDStream(words.dstream(), tag(String.class)).classTag())
              .hasToString("java.lang.String");
          JavaRDD<String> rdd = table.rdd(batch(part("x")));
          assertThat(words.wrapRDD(rdd.rdd()).collect()).containsExactly("x");
          JavaPairRDD<String, Integer> pairs = rdd.mapToPair(word -> pair(word, 1));
          assertThat(ones.wrapRDD(pairs.rdd()).collectAsMap()).containsEntry("x", 1);
          table.expect("words", words, batch(part("a"), part("b")));
        });
  }

  @Test
  void haveOneLevelForOneStream() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = ones(table).map(Tuple2::_1);
          JavaPairDStream<String, Integer> ones = ones(table);
          JavaPairDStream<String, Integer> cached = ones(table).mapValues(number -> number);
          assertThat(words.persist().dstream()).isSameAs(words.dstream());
          assertThat(ones.persist().dstream()).isSameAs(ones.dstream());
          assertThat(cached.cache().dstream()).isSameAs(cached.dstream());
          words.foreachRDD(rdd -> journal.add("words " + same(rdd.getStorageLevel())));
          ones.foreachRDD(rdd -> journal.add("pairs " + same(rdd.getStorageLevel())));
          cached.foreachRDD(rdd -> journal.add("cached " + same(rdd.getStorageLevel())));
          table.afterwards(
              done -> assertThat(journal).startsWith("words true", "pairs true", "cached true"));
        });
  }

  private static boolean same(StorageLevel level) {
    return level.equals(StorageLevel.MEMORY_ONLY_SER());
  }

  @Test
  void checkpointGivesTheStreamWhichIsPersisted(@TempDir Path directory) throws Exception {
    try (JavaStreamingContext context =
        new JavaStreamingContext(Table.conf(), Durations.milliseconds(100))) {
      context.checkpoint(directory.toString());
      JavaDStream<String> words = context.<String>queueStream(new LinkedList<>()).map(word -> word);
      DStream<String> same = words.checkpoint(Durations.milliseconds(200));
      assertThat(same).isSameAs(words.dstream());
      words.foreachRDD(rdd -> LEVELS.add(rdd.getStorageLevel()));
      context.start();
      assertThat(LEVELS.poll(60, TimeUnit.SECONDS)).isEqualTo(StorageLevel.MEMORY_ONLY_SER());
    }
  }

  @Test
  void aPersistedStreamIsComputedOnceForTwoOutputs() throws Exception {
    CALLS.set(0);
    Table.run(
        table -> {
          JavaDStream<String> words = ones(table).map(Tuple2::_1).map(StreamWrappersTest::counted);
          words.cache();
          words.foreachRDD(rdd -> journal.add("" + rdd.collect()));
          words.foreachRDD(rdd -> journal.add("" + rdd.count()));
          table.batches(2);
          table.afterwards(
              done -> {
                assertThat(journal).startsWith("[a, b]", "2", "[]", "0");
                assertThat(CALLS).hasValue(2);
              });
        });
  }

  private static String counted(String word) {
    CALLS.incrementAndGet();
    return word;
  }
}
