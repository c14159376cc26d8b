// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.JobExecutionStatus;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.fixture.Buffers;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.fixture.Spark;
import org.dstreambeam.plan.BatchHistory;
import org.dstreambeam.plan.ForeachRddNode;
import org.dstreambeam.plan.PlanBuilder;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.plan.TransformNode;
import org.dstreambeam.plan.TransformNode.BatchFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TransformRunnerTest {

  private static final List<String> SEEN = Collections.synchronizedList(new ArrayList<>());
  private static final AtomicLong MOST_USED = new AtomicLong();
  private static final int RECORDS = 50_000;
  private static final long LIMIT = 256 * 1024;

  @RegisterExtension private final Spark spark = new Spark();
  private final SourceNode source = Plans.queue(List.of(), true, null);
  private @Nullable BlockMemory memory;
  private @Nullable BatchHistory history;

  @AfterEach
  void closeTheMemory() {
    if (memory != null) {
      memory.close();
    }
    SEEN.clear();
    MOST_USED.set(0);
  }

  private List<Block> apply(BatchFunction function) throws InterruptedException {
    TransformNode node =
        new TransformNode(
            "transform", List.of(source), function, null, Plans.callSite("transform"));
    PlanBuilder plan = new PlanBuilder(new Duration(Plans.BATCH_MILLIS));
    plan.addSource(source);
    plan.addOutput(new ForeachRddNode(node, (rdd, time) -> {}, Plans.callSite("foreachRDD")));
    BatchHistory kept = new BatchHistory(plan.build(), spark.context());
    kept.begin(0);
    history = kept;
    TransformRunner runner =
        new TransformRunner(spark.context(), plan.settings(), kept, name -> node);
    List<Block> input = List.of(Block.of(1000, 0, List.of("a", "b")), Block.marker(1000));
    return runner.apply("transform-1", 1000, List.of(input));
  }

  private JavaSparkContext java() {
    return new JavaSparkContext(spark.context());
  }

  /** An RDD of two partitions, each larger than the memory that blocks may take. */
  private RDD<?> large() {
    return java()
        .parallelize(List.of(0, 1), 2)
        .flatMap(half -> IntStream.range(0, RECORDS).mapToObj(n -> noted(half, n)).iterator())
        .rdd();
  }

  private static String noted(int half, int number) {
    MOST_USED.accumulateAndGet(BlockMemory.current().used(), Math::max);
    return "record " + half + " " + number;
  }

  @Test
  void aResultThatIsLargerThanTheMemorySpillsWhileItIsComputed() throws Exception {
    BlockMemory limited =
        BlockMemory.open(
            spark.conf().clone().set(BlockMemory.MAX_MEMORY, String.valueOf(LIMIT) + "b"));
    memory = limited;

    List<Block> blocks = apply((rdds, time) -> large());

    assertThat(MOST_USED.get()).isPositive().isLessThanOrEqualTo(LIMIT);
    assertThat(limited.used()).isLessThanOrEqualTo(LIMIT);
    assertThat(blocks).hasSize(3);
    assertThat(Buffers.records(blocks.get(1)))
        .hasSize(RECORDS)
        .startsWith("record 1 0")
        .endsWith("record 1 " + (RECORDS - 1));
  }

  @Test
  void aResultCountsAsMemoryUntilTheHistoryForgetsIt() throws Exception {
    BlockMemory open = BlockMemory.open(spark.conf());
    memory = open;

    List<Block> blocks = apply((rdds, time) -> large());
    long used = open.used();
    assertThat(used).isPositive();
    open.batchDone(1000);
    assertThat(open.used()).isEqualTo(used);
    requireNonNull(history).completed(2000);
    assertThat(open.used()).isZero();
    assertThat(blocks).hasSize(3);
  }

  @Test
  void theResultIsOneJobOfTheStreamsPropertiesAndItsBatch() throws Exception {
    spark.context().setLocalProperty("tenant", "blue");
    spark.context().setJobGroup("declaring", "not the streams'", false);

    apply(
        (rdds, time) ->
            java()
                .parallelize(List.of(1, 2), 2)
                .map(
                    n -> {
                      TaskContext task = requireNonNull(TaskContext.get());
                      SEEN.add(
                          task.getLocalProperty("tenant")
                              + task.getLocalProperty("spark.jobGroup.id")
                              + task.getLocalProperty("spark.streaming.internal.batchTime")
                              + task.getLocalProperty("spark.streaming.internal.outputOpId"));
                      return n;
                    })
                .rdd());

    assertThat(SEEN).containsExactly("bluenull1000null", "bluenull1000null");
    SparkJobInfo job = spark.context().statusTracker().getJobInfo(0).get();
    assertThat(job.status()).isEqualTo(JobExecutionStatus.SUCCEEDED);
    assertThat(spark.context().statusTracker().getJobIdsForGroup("declaring")).isEmpty();
  }

  @Test
  void theThreadKeepsItsOwnProperties() throws Exception {
    spark.context().setLocalProperty("mine", "kept");

    apply(
        (rdds, time) -> {
          spark.context().setLocalProperty("mine", "changed");
          return rdds.get(0);
        });

    assertThat(spark.context().getLocalProperty("mine")).isEqualTo("kept");
  }

  @Test
  void anActionInsideThatFailsMeansThatThereIsNoBatch() throws Exception {
    List<Block> blocks =
        apply(
            (rdds, time) ->
                java()
                    .parallelize(List.of(1), 1)
                    .map(n -> 1 / (n - 1))
                    .sortBy(n -> n, true, 2)
                    .rdd());

    assertThat(blocks.get(0).isMarker()).isTrue();
    assertThat(blocks.get(0).failure()).hasRootCauseMessage("/ by zero");
  }
}
