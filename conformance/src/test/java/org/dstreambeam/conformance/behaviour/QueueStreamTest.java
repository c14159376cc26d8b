// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.Queue;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;

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
}
