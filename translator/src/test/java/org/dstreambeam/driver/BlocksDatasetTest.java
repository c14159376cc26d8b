// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkException;
import org.dstreambeam.block.Block;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.fixture.Spark;
import org.dstreambeam.plan.PlanNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BlocksDatasetTest {

  @RegisterExtension private final Spark spark = new Spark();

  @Test
  void ordersThePartitionsByTheirNumberAndLeavesTheMarkerOut() {
    BlocksDataset batch =
        dataset(
            Block.of(1000, 1L << 32, List.of("c")),
            Block.of(1000, 1, List.of("b")),
            Block.marker(1000),
            Block.of(1000, 0, List.of("a")));

    assertThat(batch.partitions()).isEqualTo(3);
    assertThat(batch.collect()).containsExactly("a", "b", "c");
    assertThat(batch.parents()).isEmpty();
  }

  @Test
  void anEmptyBatchHasNoPartitions() {
    assertThat(dataset(Block.marker(1000)).partitions()).isZero();
    assertThat(dataset(Block.marker(1000)).collect()).isEmpty();
  }

  @Test
  @SuppressWarnings("unchecked") // the records are lists
  void eachPassHandsOutItsOwnCopiesOfMutableRecords() throws Exception {
    List<Integer> original = new ArrayList<>(List.of(1));
    BlocksDataset batch = dataset(Block.of(1000, 0, List.of(original)));

    Iterator<Object> pass = batch.compute(0);
    ((List<Integer>) pass.next()).add(2);

    assertThat(batch.compute(0).next()).isEqualTo(List.of(1));
    assertThat(original).containsExactly(1);
  }

  @Test
  void handsOutImmutableRecordsThemselves() throws Exception {
    String record = new String("a");

    assertThat(dataset(Block.of(1000, 0, List.of(record))).compute(0).next()).isSameAs(record);
  }

  @Test
  void aFailedBlockFailsTheTaskOfItsPartitionAndNoOther() {
    IOException failure = new IOException("disk");
    BlocksDataset batch = dataset(Block.of(1000, 0, List.of("a")), Block.failed(1000, 1, failure));

    assertThat(batch.take(1)).containsExactly("a");
    assertThatThrownBy(() -> batch.compute(1)).isSameAs(failure);
    assertThatThrownBy(batch::collect)
        .isInstanceOf(SparkException.class)
        .hasMessageStartingWith("Job aborted due to stage failure: Task 1 in stage")
        .hasCause(failure);
  }

  @Test
  void whatFailedAheadOfAShuffleIsReportedBeforeWhatFailedBehindIt() throws Exception {
    IOException behind = new IOException("behind");
    IOException ahead = new IOException("ahead");
    BlocksDataset batch =
        dataset(
            Block.failed(1000, 0, behind),
            Block.of(1000, 1, List.of("a")),
            Block.lost(1000, 2, ahead));

    assertThatThrownBy(() -> batch.compute(0)).isSameAs(ahead);
    assertThat(batch.compute(1).next()).isEqualTo("a");
    assertThatThrownBy(() -> batch.compute(2)).isSameAs(ahead);
  }

  @Test
  void eachOfSeveralFailedBlocksFailsWithItsOwn() {
    IOException first = new IOException("first");
    IOException second = new IOException("second");
    BlocksDataset batch = dataset(Block.failed(1000, 0, first), Block.failed(1000, 1, second));

    assertThatThrownBy(() -> batch.compute(0)).isSameAs(first);
    assertThatThrownBy(() -> batch.compute(1)).isSameAs(second);
  }

  @Test
  void readsLikeTheStreamItIsABatchOf() {
    assertThat(dataset().callSite()).isEqualTo(Plans.callSite("queueStream"));
  }

  @Test
  void isPartitionedAsItsStreamIs() {
    PlanNode source = Plans.queue(List.of(), true, null);
    PlanNode pairs = Plans.reduced(source, new HashPartitioner(3));

    assertThat(new BlocksDataset(spark.context(), source, List.of()).partitioner()).isNull();
    assertThat(new BlocksDataset(spark.context(), pairs, List.of()).partitioner())
        .isEqualTo(new HashPartitioner(3));
  }

  private BlocksDataset dataset(Block... blocks) {
    return new BlocksDataset(spark.context(), Plans.queue(List.of(), true, null), List.of(blocks));
  }
}
