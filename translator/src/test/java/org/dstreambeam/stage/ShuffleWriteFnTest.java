// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.stage.Blocks.block;
import static org.dstreambeam.stage.Blocks.each;
import static org.dstreambeam.stage.Blocks.failed;
import static org.dstreambeam.stage.Blocks.failedMarker;
import static org.dstreambeam.stage.Blocks.marker;
import static org.dstreambeam.stage.Blocks.pair;
import static org.dstreambeam.stage.Blocks.sent;

import java.util.List;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.CombineShuffle;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.compute.Shuffle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShuffleWriteFnTest {

  private static final Aggregator<Object, Object> SUM =
      Aggregator.reduce((a, b) -> (Integer) a + (Integer) b);

  @Test
  void combinesABlockPerKeyAndSendsEachTargetItsShare() {
    Block block = block(5, pair("a", 1), pair("b", 2), pair("a", 3));

    assertThat(write(null, block)).containsExactly("0 <- 5:[(b,2)]", "1 <- 5:[(a,4)]");
  }

  @Test
  void sendsNothingWhereNothingGoes() {
    assertThat(write(null, block(5, pair("b", 2)))).containsExactly("0 <- 5:[(b,2)]");
    assertThat(write(null, block(5))).isEmpty();
  }

  @Test
  void runsTheChainBeforeIt() {
    NarrowFunction<Object, Object> ones = each(word -> pair((String) word, 1));

    assertThat(write(ones, block(0, "a", "a", "c"))).containsExactly("1 <- 0:[(a,2), (c,1)]");
  }

  @Test
  void sendsTheNullKeyToPartitionZero() {
    assertThat(write(null, block(0, pair(null, 1), pair(null, 1))))
        .containsExactly("0 <- 0:[(null,2)]");
  }

  @Test
  void sendsTheMarkerToEveryTarget() {
    assertThat(write(null, marker())).containsExactly("0 <- marker", "1 <- marker");
  }

  @Test
  void theMarkersOfOtherInputsPassOnlyWithAFailure() {
    Outputs<KV<Integer, Block>> out = new Outputs<>();
    ShuffleWriteFn other = writeFn(null, SUM, new HashPartitioner(2), false);

    other.process(marker(), out);
    other.process(failedMarker("no batch"), out);

    assertThat(sent(out.values()))
        .containsExactly("0 <- failed marker: no batch", "1 <- failed marker: no batch");
  }

  @Test
  void failsEveryTargetWithAFailedBlock() {
    assertThat(write(null, failed(5, "before")))
        .containsExactly("0 <- 5 failed: before", "1 <- 5 failed: before");
  }

  @Test
  void failsEveryTargetIfTheChainTheFunctionOrThePartitionerFails() {
    assertThat(write(each(r -> Blocks.fail(new ArithmeticException("chain"))), block(5, "a")))
        .containsExactly("0 <- 5 failed: chain", "1 <- 5 failed: chain");
    Aggregator<Object, Object> bad =
        Aggregator.reduce((a, b) -> Blocks.fail(new ArithmeticException("function")));
    assertThat(write(null, bad, new HashPartitioner(1), block(5, pair("a", 1), pair("a", 2))))
        .containsExactly("0 <- 5 failed: function");
    Partitioner outOfRange =
        new Partitioner() {
          @Override
          public int numPartitions() {
            return 1;
          }

          @Override
          public int getPartition(@Nullable Object key) {
            return 7;
          }
        };
    assertThat(write(null, SUM, outOfRange, block(5, pair("a", 1))))
        .singleElement()
        .asString()
        .startsWith("0 <- 5 failed: ")
        .contains("7");
  }

  @Test
  void aRecordThatIsNoPairFailsTheBlock() {
    assertThat(write(null, block(0, "no pair")).get(0)).contains("String cannot be cast", "Tuple2");
  }

  @Test
  void anErrorOfTheJvmEndsTheProgram() {
    assertThatThrownBy(
            () -> write(each(r -> Blocks.fail(new OutOfMemoryError("test"))), block(0, "a")))
        .isInstanceOf(OutOfMemoryError.class);
  }

  /** On Flink, {@code output} runs the next transforms: what they throw is not this task's. */
  @Test
  void doesNotTakeAFailureBehindItForItsOwn() {
    ShuffleWriteFn write = writeFn(null, SUM, new HashPartitioner(2), true);
    Outputs<KV<Integer, Block>> out = new Outputs<>();
    OutputReceiver<KV<Integer, Block>> refusing =
        new OutputReceiver<>() {
          @Override
          public void output(KV<Integer, Block> value) {
            out.output(value);
            throw new IllegalStateException("downstream");
          }

          @Override
          public OutputBuilder<KV<Integer, Block>> builder(KV<Integer, Block> value) {
            return out.builder(value);
          }
        };

    assertThatThrownBy(() -> write.process(block(0, pair("a", 1)), refusing))
        .hasMessage("downstream");
    assertThat(sent(out.values())).containsExactly("1 <- 0:[(a,1)]");
  }

  private static List<String> write(@Nullable NarrowFunction<Object, Object> chain, Block block) {
    return write(chain, SUM, new HashPartitioner(2), block);
  }

  private static List<String> write(
      @Nullable NarrowFunction<Object, Object> chain,
      Aggregator<Object, Object> aggregator,
      Partitioner partitioner,
      Block block) {
    Outputs<KV<Integer, Block>> out = new Outputs<>();
    writeFn(chain, aggregator, partitioner, true).process(block, out);
    return sent(out.values());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the tests shuffle pairs
  private static ShuffleWriteFn writeFn(
      @Nullable NarrowFunction<Object, Object> chain,
      Aggregator<Object, Object> aggregator,
      Partitioner partitioner,
      boolean passesMarkers) {
    Shuffle shuffle = new CombineShuffle(aggregator, partitioner);
    return new ShuffleWriteFn(
        new Task(chain, List.of(), 0), "send at App.java:1", shuffle, passesMarkers);
  }
}
