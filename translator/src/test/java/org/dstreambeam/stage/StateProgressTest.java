// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.StateCell;
import org.dstreambeam.block.StateCell.Waiting;
import org.dstreambeam.state.Batch;
import org.dstreambeam.state.LostInput;
import org.dstreambeam.state.StateKernel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class StateProgressTest {

  private static final SlidingBatches EVERY = new SlidingBatches(0, 1, 1);

  private final BlockMemory memory = BlockMemory.open(new SparkConf(false));
  private final Journal journal = new Journal();
  private final BlockTask tasks = new BlockTask("journal at App.java:1");
  private int initialAsked;
  private @Nullable StateCell cell;

  @AfterEach
  void close() {
    memory.close();
  }

  /** A kernel whose state is a text of all that it absorbed. */
  private static final class Journal implements StateKernel<Object, Object, Object> {
    private static final long serialVersionUID = 1L;

    /** Times of batches that cannot be absorbed. */
    private final Set<Long> refused = new HashSet<>();

    private final List<Long> tried = new ArrayList<>();
    private boolean standsFailures;

    @Override
    public Object start(Batch first, Iterator<Tuple2<Object, Object>> initial) {
      StringBuilder text = new StringBuilder("start " + first.time());
      initial.forEachRemaining(pair -> text.append(' ').append(pair));
      return text.toString();
    }

    @Override
    public Object absorb(Object state, Batch batch, Iterator<Object> records) {
      tried.add(batch.time());
      if (refused.contains(batch.time())) {
        throw new IllegalStateException("refuses " + batch.time());
      }
      StringBuilder text = new StringBuilder(state + " | " + batch.time());
      records.forEachRemaining(record -> text.append(' ').append(record));
      return text.toString();
    }

    @Override
    public @Nullable Object absorbFailure(@Nullable Object state, Batch batch, Throwable failure) {
      return standsFailures ? state + " | without " + batch.time() : null;
    }

    @Override
    public Iterable<Object> emit(Object state, Batch batch) {
      return List.of(state);
    }
  }

  /** What a batch leads to; what is to be remembered is, whether it fails or not. */
  private Object absorb(long time, Block... blocks) throws Exception {
    StateProgress progress =
        new StateProgress(
            journal,
            sent -> sent.stream().flatMap(StateProgressTest::records).iterator(),
            batchTime -> new Batch(batchTime, 0, 0, EVERY),
            () -> {
              initialAsked++;
              return Collections.<Tuple2<Object, Object>>singletonList(new Tuple2<>("i", 1))
                  .iterator();
            },
            task -> tasks.run(time, 0, task),
            cell);
    try {
      return progress.absorb(new Waiting(time, List.of(blocks)));
    } finally {
      cell = progress.cell();
    }
  }

  private static Stream<Object> records(Block block) {
    List<Object> records = new ArrayList<>();
    block.records().forEach(records::add);
    return records.stream();
  }

  private Block block(long time, String record) {
    return memory.bufferOf(List.of(record)).toBlock(time, 0);
  }

  @Test
  void absorbsBatchAfterBatch() throws Exception {
    assertThat(absorb(1000, block(1000, "a"), block(1000, "b")))
        .isEqualTo("start 1000 (i,1) | 1000 a b");
    assertThat(absorb(2000)).isEqualTo("start 1000 (i,1) | 1000 a b | 2000");
    assertThat(initialAsked).isEqualTo(1);
    assertThat(cell).isNotNull().satisfies(kept -> assertThat(kept.waiting()).isEmpty());
  }

  @Test
  void aBatchThatFailsIsTriedAgainAheadOfTheNextAndAbsorbedOnce() throws Exception {
    absorb(1000, block(1000, "a"));
    journal.refused.add(2000L);
    assertThatThrownBy(() -> absorb(2000, block(2000, "b"))).hasMessage("refuses 2000");
    assertThatThrownBy(() -> absorb(3000, block(3000, "c"))).hasMessage("refuses 2000");
    journal.refused.clear();

    assertThat(absorb(4000, block(4000, "d")))
        .isEqualTo("start 1000 (i,1) | 1000 a | 2000 b | 3000 c | 4000 d");
    assertThat(journal.tried).containsExactly(1000L, 2000L, 2000L, 2000L, 3000L, 4000L);
    assertThat(absorb(5000)).asString().endsWith("| 4000 d | 5000");
  }

  @Test
  void whatWasAbsorbedOnTheWayIsNotAbsorbedAgain() throws Exception {
    journal.refused.add(1000L);
    journal.refused.add(3000L);
    assertThatThrownBy(() -> absorb(1000)).hasMessage("refuses 1000");
    assertThatThrownBy(() -> absorb(2000)).hasMessage("refuses 1000");
    journal.refused.remove(1000L);
    assertThatThrownBy(() -> absorb(3000)).hasMessage("refuses 3000");
    journal.refused.clear();

    assertThat(absorb(4000)).isEqualTo("start 1000 (i,1) | 1000 | 2000 | 3000 | 4000");
    assertThat(journal.tried).containsOnlyOnce(2000L, 4000L);
    assertThat(initialAsked).isEqualTo(1);
  }

  @Test
  void theMemoryOfABatchThatWaitsIsGivenBackWhenItIsAbsorbed() throws Exception {
    journal.refused.add(1000L);
    Block first = block(1000, "a record that waits");
    long each = memory.used();
    assertThatThrownBy(() -> absorb(1000, first)).hasMessage("refuses 1000");
    memory.batchDone(1000);
    assertThat(memory.used()).as("it waits").isEqualTo(each);

    Block second = block(2000, "a record that waits");
    assertThatThrownBy(() -> absorb(2000, second)).hasMessage("refuses 1000");
    memory.batchDone(2000);
    assertThat(memory.used()).as("both wait").isEqualTo(2 * each);

    journal.refused.clear();
    Block third = block(3000, "a record that waits");
    absorb(3000, third);
    assertThat(memory.used()).as("the batch itself is not done yet").isEqualTo(each);
    memory.batchDone(3000);
    assertThat(memory.used()).isZero();
    assertThat(List.of(first, second, third)).as("not garbage until here").hasSize(3);
  }

  @Test
  void recordsThatCannotBeHadWaitUnlessTheKernelGoesOnWithoutThem() throws Exception {
    Block failed = Block.failed(1000, 0, new IOException("lost"));

    assertThatThrownBy(() -> absorb(1000, failed)).isInstanceOf(LostInput.class);
    assertThatThrownBy(() -> absorb(2000, block(2000, "b"))).hasMessage("lost");
    assertThat(journal.tried).isEmpty();

    cell = null;
    journal.standsFailures = true;
    assertThat(absorb(1000, failed)).isEqualTo("null | without 1000");
    assertThat(absorb(2000, block(2000, "b"))).isEqualTo("null | without 1000 | 2000 b");
  }

  @Test
  void whatWasLostAheadIsReportedBeforeWhatIsRefusedHereAndNothingIsTried() throws Exception {
    absorb(1000, block(1000, "a"));
    journal.refused.add(2000L);
    assertThatThrownBy(() -> absorb(2000, block(2000, "b"))).hasMessage("refuses 2000");
    journal.tried.clear();

    Block failed = Block.failed(3000, 0, new IOException("task"));
    assertThatThrownBy(() -> absorb(3000, failed)).hasMessage("task");
    assertThatThrownBy(() -> absorb(4000, block(4000, "d"))).hasMessage("task");
    Block lost = Block.failedMarker(5000, new IOException("no RDD"));
    assertThatThrownBy(() -> absorb(5000, lost)).hasMessage("no RDD");
    assertThatThrownBy(() -> absorb(6000, block(6000, "f"))).hasMessage("no RDD");
    assertThat(journal.tried).isEmpty();
  }

  @Test
  void ofABatchThatADriverFunctionLostTheReasonIsKnown() {
    Block lost = Block.failedMarker(1000, new IOException("no RDD"));

    assertThatThrownBy(() -> absorb(1000, Block.failed(1000, 0, new IOException("task")), lost))
        .isInstanceOfSatisfying(
            LostInput.class,
            e -> {
              assertThat(e.isBatch()).isTrue();
              assertThat(e.reason()).hasMessage("no RDD");
            });
  }
}
