// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.none;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.Windowed.batches;
import static org.dstreambeam.conformance.behaviour.Windowed.checkpointsIn;
import static org.dstreambeam.conformance.behaviour.Windowed.input;
import static org.dstreambeam.conformance.behaviour.Windowed.powersOfTen;

import java.nio.file.Path;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** The windowed operations without keys, and {@code countByValueAndWindow}. */
class WindowedReductionsTest {

  @TempDir private Path checkpoints;

  private static JavaDStream<String> letters(Table table) {
    return input(
        table,
        batch(part("a", "b"), part("a"), part("c")),
        batch(),
        batch(part(), part("d", "a")),
        batch(part("e"), part("d")));
  }

  private static String joined(String first, String second) {
    return first + second;
  }

  @Trap(5)
  @Test
  void reduceByWindow() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> letters = letters(table);
          table.expect(
              "reduceByWindow 2 every 1",
              joined(table, letters, 2, 1),
              batch(part("abac")),
              batch(part("abac")),
              batch(part("da")),
              batch(part("daed")),
              batch(part("ed")),
              batch(part()));
          table.expect(
              "reduceByWindow 3 every 2",
              joined(table, letters, 3, 2),
              none(),
              batch(part("abac")),
              none(),
              batch(part("daed")),
              none(),
              batch(part("ed")),
              none(),
              batch(part()));
          table.expect(
              "reduceByWindow 1 every 2",
              joined(table, letters, 1, 2),
              none(),
              batch(part()),
              none(),
              batch(part("ed")),
              none(),
              batch(part()));
          table.expect(
              "reduceByWindow 0 every 1",
              joined(table, letters, 0, 1),
              batch(part()),
              batch(part()));
        });
  }

  private static JavaDStream<String> joined(
      Table table, JavaDStream<String> letters, int window, int slide) {
    return letters.reduceByWindow(
        WindowedReductionsTest::joined, batches(table, window), batches(table, slide));
  }

  @Trap(5)
  @Test
  void reduceByWindowWithAnInverse() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaDStream<Integer> powers = powersOfTen(table).map(Tuple2::_2);
          table.expect(
              "reduceByWindow inverse 2 every 1",
              sums(table, powers, 2, 1),
              batch(part(1)),
              batch(part(11)),
              batch(part(110)),
              batch(part(1101)),
              batch(part(11001)),
              batch(part(10000)),
              batch(part(0)),
              batch(part(0)));
          table.expect(
              "reduceByWindow inverse 3 every 2",
              sums(table, powers, 3, 2),
              none(),
              batch(part(11)),
              none(),
              batch(part(1111)),
              none(),
              batch(part(11001)),
              none(),
              batch(part(0)),
              none(),
              batch(part(0)));
          table.expect(
              "reduceByWindow inverse 1 every 2",
              sums(table, powers, 1, 2),
              none(),
              batch(part(11)),
              none(),
              batch(part(1002)),
              none(),
              batch(part(1)),
              none(),
              batch(part(1)),
              none(),
              batch(part(1)));
        });
  }

  private static JavaDStream<Integer> sums(
      Table table, JavaDStream<Integer> numbers, int window, int slide) {
    return numbers.reduceByWindow(
        Integer::sum, (x, y) -> x - y, batches(table, window), batches(table, slide));
  }

  @Trap(5)
  @Test
  void countByWindow() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaDStream<String> letters = letters(table);
          JavaDStream<String> silent = table.context().receiverStream(new Receivers.Silent());
          table.expect(
              "countByWindow 2 every 1",
              letters.countByWindow(batches(table, 2), batches(table, 1)),
              batch(part(4L)),
              batch(part(4L)),
              batch(part(2L)),
              batch(part(4L)),
              batch(part(2L)),
              batch(part(0L)),
              batch(part(0L)));
          table.expect(
              "countByWindow 3 every 2",
              letters.countByWindow(batches(table, 3), batches(table, 2)),
              none(),
              batch(part(4L)),
              none(),
              batch(part(4L)),
              none(),
              batch(part(2L)),
              none(),
              batch(part(0L)));
          table.expect(
              "countByWindow 1 every 3",
              letters.countByWindow(batches(table, 1), batches(table, 3)),
              none(),
              none(),
              batch(part(6L)),
              none(),
              none(),
              batch(part(4L)),
              none(),
              none(),
              batch(part(4L)));
          table.expect(
              "countByWindow silent",
              silent.countByWindow(batches(table, 2), batches(table, 1)),
              batch(part()),
              batch(part()),
              batch(part()));
          table.expect(
              "window count of silence",
              silent.window(batches(table, 2), batches(table, 1)).count(),
              batch(part(0L), part()),
              batch(part(0L), part()),
              batch(part(0L), part()));
          table.expect(
              "countByWindow of pairs",
              letters
                  .mapToPair(letter -> pair(letter, letter))
                  .countByWindow(batches(table, 2), batches(table, 1)),
              batch(part(4L)),
              batch(part(4L)),
              batch(part(2L)),
              batch(part(4L)),
              batch(part(2L)),
              batch(part(0L)),
              batch(part(0L)));
        });
  }

  @Test
  void countByValueAndWindow() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaDStream<String> letters = letters(table);
          table.expect(
              "countByValueAndWindow 2 every 1",
              letters.countByValueAndWindow(batches(table, 2), batches(table, 1)),
              batch(part(pair("b", 1L)), part(pair("a", 2L), pair("c", 1L))),
              batch(part(pair("b", 1L)), part(pair("a", 2L), pair("c", 1L))),
              batch(part(pair("d", 1L)), part(pair("a", 1L))),
              batch(part(pair("d", 2L)), part(pair("e", 1L), pair("a", 1L))),
              batch(part(pair("d", 1L)), part(pair("e", 1L))),
              batch(part(), part()),
              batch(part(), part()));
          table.expect(
              "countByValueAndWindow 3 partitions",
              letters.countByValueAndWindow(batches(table, 2), batches(table, 1), 3),
              batch(part(pair("c", 1L)), part(pair("a", 2L)), part(pair("b", 1L))),
              batch(part(pair("c", 1L)), part(pair("a", 2L)), part(pair("b", 1L))),
              batch(part(), part(pair("d", 1L), pair("a", 1L)), part()),
              batch(part(), part(pair("d", 2L), pair("a", 1L)), part(pair("e", 1L))),
              batch(part(), part(pair("d", 1L)), part(pair("e", 1L))),
              batch(part(), part(), part()),
              batch(part(), part(), part()));
          table.expect(
              "countByValueAndWindow 3 every 2",
              letters.countByValueAndWindow(batches(table, 3), batches(table, 2), 1),
              none(),
              batch(part(pair("a", 2L), pair("b", 1L), pair("c", 1L))),
              none(),
              batch(part(pair("d", 2L), pair("e", 1L), pair("a", 1L))),
              none(),
              batch(part(pair("d", 1L), pair("e", 1L))),
              none(),
              batch(part()));
          table.expect(
              "countByValueAndWindow of pairs",
              letters
                  .mapToPair(letter -> pair(letter, letter))
                  .countByValueAndWindow(batches(table, 2), batches(table, 1)),
              batch(
                  part(
                      pair(pair("a", "a"), 2L), pair(pair("b", "b"), 1L), pair(pair("c", "c"), 1L)),
                  part()),
              batch(
                  part(
                      pair(pair("a", "a"), 2L), pair(pair("b", "b"), 1L), pair(pair("c", "c"), 1L)),
                  part()),
              batch(part(pair(pair("d", "d"), 1L), pair(pair("a", "a"), 1L)), part()),
              batch(
                  part(
                      pair(pair("e", "e"), 1L), pair(pair("d", "d"), 2L), pair(pair("a", "a"), 1L)),
                  part()),
              batch(part(pair(pair("e", "e"), 1L), pair(pair("d", "d"), 1L)), part()),
              batch(part(), part()));
        });
  }

  @Test
  void nullIsAValue() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaDStream<String> letters =
              input(table, batch(part("a", null)), batch(part((String) null)));
          table.expect(
              "reduceByWindow null",
              joined(table, letters, 2, 1),
              batch(part("anull")),
              batch(part("anullnull")),
              batch(part((String) null)),
              batch(part()));
          table.expect(
              "countByWindow null",
              letters.countByWindow(batches(table, 2), batches(table, 1)),
              batch(part(2L)),
              batch(part(3L)),
              batch(part(1L)),
              batch(part(0L)));
          table.expect(
              "countByValueAndWindow null",
              letters.countByValueAndWindow(batches(table, 2), batches(table, 1)),
              batch(part(pair(null, 1L)), part(pair("a", 1L))),
              batch(part(pair(null, 2L)), part(pair("a", 1L))),
              batch(part(pair(null, 1L)), part()),
              batch(part(), part()));
        });
  }
}
