// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;

class BroadcastTest {
  private static final List<Object> SEEN = new CopyOnWriteArrayList<>();

  @Test
  void isOneObjectOnTheDriverAndInTasks() {
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      SEEN.clear();
      ArrayList<String> value = new ArrayList<>(List.of("x"));
      Broadcast<ArrayList<String>> broadcast = spark.broadcast(value);
      spark.parallelize(List.of(1, 2), 2).foreach(number -> SEEN.add(broadcast.value()));
      assertThat(broadcast.value()).isSameAs(value);
      assertThat(SEEN).hasSize(2).allMatch(seen -> seen == value);
      assertThat(broadcast).hasToString("Broadcast(" + broadcast.id() + ")");
    }
  }

  @Test
  void staysUsableWhenItIsUnpersisted() {
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      Broadcast<String> broadcast = spark.broadcast("x");
      broadcast.unpersist();
      broadcast.unpersist(true);
      assertThat(spark.parallelize(List.of("a")).map(a -> a + broadcast.value()).collect())
          .containsExactly("ax");
    }
  }

  @Test
  void mayBeNullAndMayNotBeWhatCannotBeSerialized() {
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      assertThat(spark.<String>broadcast(null).value()).isNull();
      assertThatThrownBy(() -> spark.broadcast(new Object()))
          .isInstanceOf(NotSerializableException.class)
          .hasMessageStartingWith("java.lang.Object");
    }
  }

  @Test
  void failsOnceItIsDestroyed() {
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      Broadcast<String> broadcast = spark.broadcast("x");
      JavaRDD<String> words = spark.parallelize(List.of("a"));
      broadcast.destroy();
      String message =
          "[INTERNAL_ERROR_BROADCAST] Attempted to use "
              + broadcast
              + " after it was destroyed (destroy at BroadcastTest.java:";
      assertThatThrownBy(broadcast::value)
          .isInstanceOf(SparkException.class)
          .hasMessageStartingWith(message);
      assertThatThrownBy(broadcast::unpersist)
          .isInstanceOf(SparkException.class)
          .hasMessageStartingWith(message);
      assertThatThrownBy(broadcast::destroy)
          .isInstanceOf(SparkException.class)
          .hasMessageStartingWith(message);
      assertThatThrownBy(() -> words.map(a -> a + broadcast.value()))
          .isInstanceOf(SparkException.class)
          .hasMessage("Task not serializable")
          .hasRootCauseInstanceOf(SparkException.class);
    }
  }

  @Test
  void isRefusedByAContextThatIsStopped() {
    JavaSparkContext spark = new JavaSparkContext(Table.conf());
    spark.stop();
    assertThatThrownBy(() -> spark.broadcast(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot call methods on a stopped SparkContext.");
  }

  @Test
  void isSeenByOperationsOfStreams() throws Exception {
    Table.run(
        table -> {
          Broadcast<String> suffix = table.context().sparkContext().broadcast("!");
          table.expect(
              "with suffix",
              table.input(batch(part("a"), part("b")), batch()).map(a -> a + suffix.value()),
              batch(part("a!"), part("b!")),
              batch(),
              batch(part()));
        });
  }

  @Test
  void canBeMadeAnewInEachBatch() throws Exception {
    List<String> journal = new CopyOnWriteArrayList<>();
    Table.run(
        table -> {
          table
              .input(batch(part(1, 2)), batch(part(3)))
              .foreachRDD(
                  rdd -> {
                    JavaSparkContext spark = JavaSparkContext.fromSparkContext(rdd.context());
                    Broadcast<Long> count = spark.broadcast(rdd.count());
                    journal.add("" + rdd.map(n -> n + " of " + count.value()).collect());
                    count.destroy();
                  });
          table.batches(2);
          table.afterwards(done -> assertThat(journal).startsWith("[1 of 2, 2 of 2]", "[3 of 1]"));
        });
  }
}
