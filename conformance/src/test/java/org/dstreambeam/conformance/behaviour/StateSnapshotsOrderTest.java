// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/**
 * In which order {@code mapWithState} shows its keys, and lets them time out, over many batches: on
 * Spark it depends on the batches in which they changed, and on the checkpoints since.
 */
class StateSnapshotsOrderTest {
  private static final int BATCHES = 45;

  @TempDir private java.nio.file.Path checkpoints;

  /** Removes a state with the value that is a multiple of 7; else remembers the value. */
  private static <K> String map(K key, Optional<Integer> value, State<Integer> state) {
    if (state.isTimingOut()) {
      return "T" + key;
    }
    if (value.get() % 7 == 0) {
      state.remove();
    } else if (value.get() % 5 != 0) {
      state.update(value.get());
    }
    return "" + key;
  }

  /** A few keys of each batch: some come again and again, some once. */
  private static <K> Batch<Tuple2<K, Integer>> some(int ordinal, IntFunction<K> key) {
    List<Tuple2<K, Integer>> records = new ArrayList<>();
    for (int i = 0; i < ordinal * 13 % 9; i++) {
      int number = i % 2 == 0 ? (ordinal * 7 + i * 11) % 23 : ordinal * 31 + i * 17;
      records.add(new Tuple2<>(key.apply(number), ordinal * 3 + i));
    }
    return Batch.batch(records);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of batches
  private <K> void expect(String file, IntFunction<K> key, SparkConf conf, int timeout)
      throws Exception {
    Function3<K, Optional<Integer>, State<Integer>, String> function = StateSnapshotsOrderTest::map;
    Batch<Tuple2<K, Integer>>[] batches =
        IntStream.range(0, BATCHES).mapToObj(i -> some(i, key)).toArray(Batch[]::new);
    Table.run(
        conf,
        table -> {
          table.context().sparkContext().setCheckpointDir(checkpoints.toString());
          StateSpec<K, Integer, Integer, String> spec = StateSpec.function(function);
          if (timeout > 0) {
            spec.timeout(Durations.milliseconds(timeout * table.batchMillis()));
          }
          JavaMapWithStateDStream<K, Integer, Integer, String> mapped =
              table.pairs(batches).mapWithState(spec);
          // In this order: on Spark the checkpoint that the first leads to shows in the second.
          Rows.expect(table, "mapped-" + file, mapped, Rows.file("mapped-" + file));
          Rows.expect(
              table,
              "snapshots-" + file,
              mapped.stateSnapshots().map(Tuple2::_1),
              Rows.file("snapshots-" + file));
        });
  }

  private static String text(int number) {
    return String.format(Locale.ROOT, "k%d", number);
  }

  @Test
  void ofNumbersWithTheDefaults() throws Exception {
    expect("numbers.txt", number -> number * 7919, Table.conf(), 0);
  }

  @Test
  void ofTextsWithATimeout() throws Exception {
    expect("timeout.txt", StateSnapshotsOrderTest::text, Table.conf(), 15);
  }

  @Test
  void withFewLayersUntilTheyBecomeOne() throws Exception {
    expect(
        "layers.txt",
        StateSnapshotsOrderTest::text,
        Table.conf().set("spark.streaming.sessionByKey.deltaChainThreshold", "4"),
        12);
  }
}
