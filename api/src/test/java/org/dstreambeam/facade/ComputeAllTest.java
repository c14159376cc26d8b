// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskFailureListener;
import org.dstreambeam.rdd.PartitionRecords;
import org.junit.jupiter.api.Test;

/** All partitions of what a function of a stream returned, failures included. */
class ComputeAllTest extends ContextTest {

  private static final AtomicInteger FAILURES = new AtomicInteger();
  private static final AtomicInteger TOLD = new AtomicInteger();

  private JavaRDD<Integer> failing(int value, LongAccumulator calls) {
    FAILURES.set(0);
    TOLD.set(0);
    return sc().parallelize(List.of(1, 2, 3), 3)
        .map(
            n -> {
              calls.add(1);
              if (n == value && TaskContext.get().attemptNumber() < 2) {
                TaskContext.get()
                    .addTaskFailureListener(
                        (TaskFailureListener) (task, failure) -> TOLD.incrementAndGet());
                throw new IllegalStateException("attempt " + FAILURES.getAndIncrement());
              }
              return n * 10;
            });
  }

  @Test
  void aTaskThatFailsLeavesTheOthersAloneAndAddsToNoAccumulator() throws Exception {
    LongAccumulator calls = sc().sc().longAccumulator();

    List<PartitionRecords> partitions = failing(2, calls).rdd().dataset().computeAll();

    assertThat(partitions.get(0)).isEqualTo(new PartitionRecords(List.of(10), null));
    assertThat(partitions.get(1).failure()).hasMessage("attempt 0");
    assertThat(partitions.get(2)).isEqualTo(new PartitionRecords(List.of(30), null));
    assertThat(calls.value()).isEqualTo(2);
    assertThat(TOLD).hasValue(1);
  }

  @Test
  void aTaskIsTriedAsOftenAsTheMasterSays() throws Exception {
    sc("local[2,3]");
    LongAccumulator calls = sc().sc().longAccumulator();

    List<PartitionRecords> partitions = failing(2, calls).rdd().dataset().computeAll();

    assertThat(partitions).extracting(PartitionRecords::records).hasToString("[[10], [20], [30]]");
    assertThat(FAILURES).hasValue(2);
    assertThat(calls.value()).isEqualTo(3);
  }
}
