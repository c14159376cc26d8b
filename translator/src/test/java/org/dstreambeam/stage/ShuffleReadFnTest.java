// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.stage.Blocks.block;
import static org.dstreambeam.stage.Blocks.failed;
import static org.dstreambeam.stage.Blocks.marker;
import static org.dstreambeam.stage.Blocks.pair;
import static org.dstreambeam.stage.Blocks.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;
import org.dstreambeam.stage.ShuffleReadFn.Merger;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class ShuffleReadFnTest {

  @Test
  void mergesWhatWasSentInTheOrderOfThePartitionsItCameFrom() {
    List<Block> sent =
        List.of(block(2, pair("c", 3)), marker(), block(0, pair("a", 1)), block(1, pair("b", 2)));

    assertThat(read(3, sent)).containsExactly("3:[(a,1), (b,2), (c,3)]");
  }

  @Test
  void theOrderOfArrivalMakesNoDifference() {
    List<Block> sent = new ArrayList<>();
    for (long branch = 0; branch < 3; branch++) {
      for (int partition = 0; partition < 4; partition++) {
        sent.add(block((branch << 32) + partition, pair("k", branch + "." + partition)));
      }
    }
    sent.add(marker());
    List<String> inOrder = read(1, sent);
    Random random = new Random(7);

    for (int i = 0; i < 50; i++) {
      Collections.shuffle(sent, random);
      assertThat(read(1, sent)).isEqualTo(inOrder);
    }
  }

  @Test
  void theFailureOfTheFirstPartitionWinsWhateverTheOrderOfArrival() {
    List<Block> sent = new ArrayList<>(List.of(failed(2, "second"), marker(), failed(1, "first")));

    assertThat(read(4, sent)).containsExactly("4 failed: first");
    Collections.reverse(sent);
    assertThat(read(4, sent)).containsExactly("4 failed: first");
  }

  @Test
  void everyPartitionYieldsABlockInAnEmptyBatchAndPartitionZeroTheMarker() {
    assertThat(read(1, List.of(marker()))).containsExactly("1:[]");
    assertThat(read(0, List.of(marker()))).containsExactly("0:[]", "marker");
  }

  @Test
  void aBatchWithoutAMarkerNeverWas() {
    assertThat(read(0, List.of(block(0, pair("a", 1))))).isEmpty();
  }

  @Test
  void aFailureOfTheMergeFailsThePartitionAndKeepsTheMarker() {
    Merger failing = sent -> failing(new ArithmeticException("merge"));

    assertThat(read(failing, 0, List.of(block(0, pair("a", 1)), marker())))
        .containsExactly("0 failed: merge", "marker");
  }

  @Test
  void aFailureWhileTheResultIsDrainedFailsThePartition() {
    Iterator<Tuple2<Object, Object>> broken =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Tuple2<Object, Object> next() {
            throw new ArithmeticException("lazy");
          }
        };

    assertThat(read(sent -> broken, 1, List.of(marker()))).containsExactly("1 failed: lazy");
  }

  @Test
  void anErrorOfTheJvmEndsTheProgram() {
    assertThatThrownBy(
            () -> read(sent -> failing(new OutOfMemoryError("test")), 0, List.of(marker())))
        .isInstanceOf(OutOfMemoryError.class);
  }

  private static Iterator<Tuple2<Object, Object>> failing(Throwable failure) {
    Blocks.fail(failure);
    return Collections.emptyIterator();
  }

  private static List<String> read(int partition, List<Block> sent) {
    return read(ShuffleReadFnTest::concatenated, partition, sent);
  }

  @SuppressWarnings("unchecked") // the tests send pairs
  private static Iterator<Tuple2<Object, Object>> concatenated(List<Block> sent) {
    List<Tuple2<Object, Object>> all = new ArrayList<>();
    sent.forEach(b -> b.records().forEach(r -> all.add((Tuple2<Object, Object>) r)));
    return all.iterator();
  }

  private static List<String> read(Merger merger, int partition, List<Block> sent) {
    Outputs<Block> out = new Outputs<>();
    new ShuffleReadFn("receive at App.java:1", merger, 8).process(KV.of(partition, sent), out);
    return text(out.values());
  }
}
