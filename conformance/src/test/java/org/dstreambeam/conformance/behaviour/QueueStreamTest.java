// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

class QueueStreamTest {

  @Test
  void givesOneRddPerBatchOrAllInTheFirst() throws Exception {
    Table.run(
        table -> {
          Queue<JavaRDD<String>> queue = table.queue(batch(part("a"), part("b")), batch(part("c")));
          table.expect(
              "one at a time, by default",
              table.context().queueStream(queue),
              batch(part("a"), part("b")),
              batch(part("c")),
              batch(part()));
          table.expect(
              "one at a time",
              table.context().queueStream(queue, true),
              batch(part("a"), part("b")),
              batch(part("c")),
              batch(part()));
          table.expect(
              "all at once",
              table.context().queueStream(queue, false),
              batch(part("a"), part("b"), part("c")),
              batch(part()),
              batch(part()));
        });
  }

  @Test
  void givesTheDefaultRddOnceTheQueueIsEmpty() throws Exception {
    Table.run(
        table -> {
          Queue<JavaRDD<String>> queue = table.queue(batch(part("a")));
          JavaRDD<String> standard = table.rdd(batch(part("x"), part("y")));
          table.expect(
              "one at a time",
              table.context().queueStream(queue, true, standard),
              batch(part("a")),
              batch(part("x"), part("y")),
              batch(part("x"), part("y")));
          table.expect(
              "all at once, none there",
              table.context().queueStream(table.queue(), false, standard),
              batch(part("x"), part("y")),
              batch(part("x"), part("y")));
        });
  }

  @Test
  void refusesANullDefault() throws Exception {
    Table.run(
        table ->
            assertThatThrownBy(() -> table.context().queueStream(table.<String>queue(), true, null))
                .isInstanceOf(NullPointerException.class));
  }

  @Test
  void readsOneQueueForAnyNumberOfStreams() throws Exception {
    Table.run(
        table -> {
          Queue<JavaRDD<Integer>> queue = table.queue(batch(part(1)), batch(part(2)));
          table.expect(
              "together",
              table
                  .context()
                  .queueStream(queue)
                  .union(table.context().queueStream(queue).map(number -> -number)),
              batch(part(1), part(-1)),
              batch(part(2), part(-2)));
        });
  }

  /** The queue of a Scala program is its own: what it adds later comes, too. */
  @Test
  void readsWhatIsAddedToAScalaQueue() throws Exception {
    List<Integer> seen = new CopyOnWriteArrayList<>();
    List<Integer> atOnce = new CopyOnWriteArrayList<>();
    Table.run(
        table -> {
          StreamingContext context = table.context().ssc();
          ClassTag<Integer> tag = ClassTag$.MODULE$.apply(Integer.class);
          var queue = new scala.collection.mutable.Queue<RDD<Integer>>();
          var other = new scala.collection.mutable.Queue<RDD<Integer>>();
          queue.$plus$eq(table.rdd(batch(part(1))).rdd());
          JavaDStream.fromDStream(context.queueStream(queue, true, tag), tag)
              .foreachRDD(
                  rdd -> {
                    for (int record : rdd.collect()) {
                      seen.add(record);
                      if (record < 4) {
                        add(queue, table.rdd(batch(part(record + 1))));
                        add(other, table.rdd(batch(part(record * 10))));
                      }
                    }
                  });
          JavaDStream.fromDStream(context.queueStream(other, false, null, tag), tag)
              .foreachRDD(
                  rdd -> {
                    assertThat(rdd.getNumPartitions()).isLessThanOrEqualTo(rdd.isEmpty() ? 0 : 3);
                    atOnce.addAll(rdd.collect());
                  });
          table.until(() -> seen.size() >= 4 && atOnce.size() >= 3);
          table.afterwards(
              last -> assertThat(last.context().awaitTerminationOrTimeout(1)).isFalse());
        });
    assertThat(seen).containsExactly(1, 2, 3, 4);
    assertThat(atOnce).containsExactly(10, 20, 30);
  }

  @SuppressWarnings("SynchronizationOnLocalVariableOrMethodParameter") // as the API asks for
  private static void add(
      scala.collection.mutable.Queue<RDD<Integer>> queue, JavaRDD<Integer> rdd) {
    synchronized (queue) {
      queue.$plus$eq(rdd.rdd());
    }
  }
}
