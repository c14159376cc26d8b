// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.JobExecutionStatus;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskFailureListener;
import org.dstreambeam.rdd.PartitionSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** All partitions of what a function of a stream returned, failures included. */
class ComputeAllTest extends ContextTest {

  private static final AtomicInteger FAILURES = new AtomicInteger();
  private static final AtomicInteger TOLD = new AtomicInteger();
  private static final AtomicReference<SparkContext> CONTEXT = new AtomicReference<>();

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

  private static List<String> computed(JavaRDD<?> rdd) throws InterruptedException {
    return computed(rdd, new Properties());
  }

  private static List<String> computed(JavaRDD<?> rdd, Properties properties)
      throws InterruptedException {
    return rdd.rdd()
        .dataset()
        .computeAll(
            properties,
            new PartitionSink<String>() {
              @Override
              public String take(int partition, Iterator<?> records) {
                List<Object> list = new ArrayList<>();
                records.forEachRemaining(list::add);
                return partition + ": " + list;
              }

              @Override
              public String failed(int partition, Throwable failure) {
                return partition + " failed: " + failure.getMessage();
              }
            });
  }

  @Test
  void isOneJobWithThesePropertiesAndAllItsStages() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("spark.jobGroup.id", "ours");
    properties.setProperty("own", "value");
    JavaRDD<String> own =
        sc().parallelizePairs(List.of(new Tuple2<>("a", 1), new Tuple2<>("b", 2)), 2)
            .reduceByKey(Integer::sum)
            .map(pair -> pair._1() + TaskContext.get().getLocalProperty("own"));

    assertThat(computed(own, properties)).containsExactly("0: [bvalue]", "1: [avalue]");

    int[] jobs = sc().statusTracker().getJobIdsForGroup("ours");
    assertThat(jobs).hasSize(1);
    SparkJobInfo job = sc().statusTracker().getJobInfo(jobs[0]);
    assertThat(job.status()).isEqualTo(JobExecutionStatus.SUCCEEDED);
    assertThat(job.stageIds()).hasSize(2);
  }

  @Test
  void aJobThatIsCancelledFailsAllPartitions() throws Exception {
    JavaRDD<Integer> cancelling =
        sc().parallelize(List.of(1, 2), 2)
            .map(
                n -> {
                  CONTEXT.get().cancelAllJobs();
                  return n;
                });
    CONTEXT.set(sc().sc());

    assertThat(computed(cancelling))
        .containsExactly(
            "0 failed: Job 0 cancelled as part of cancellation of all jobs",
            "1 failed: Job 0 cancelled as part of cancellation of all jobs");
  }

  @Test
  void writesTheCheckpointThatIsDueAlsoOfNoPartition(@TempDir Path directory) throws Exception {
    sc().setCheckpointDir(directory.toString());
    JavaRDD<Integer> rdd = sc().parallelize(List.of(1, 2), 2).map(n -> n);
    rdd.checkpoint();
    JavaRDD<Integer> none = sc().<Integer>emptyRDD().map(n -> n);
    none.checkpoint();

    assertThat(computed(rdd)).containsExactly("0: [1]", "1: [2]");
    assertThat(computed(none)).isEmpty();

    assertThat(rdd.isCheckpointed()).isTrue();
    assertThat(none.isCheckpointed()).isTrue();
  }

  @Test
  void aCheckpointThatCannotBeWrittenFailsAllPartitions(@TempDir Path directory) throws Exception {
    sc().setCheckpointDir(directory.toString());
    JavaRDD<Object> rdd = sc().parallelize(List.of(1, 2), 2).map(n -> new Object());
    rdd.checkpoint();

    assertThat(computed(rdd))
        .hasSize(2)
        .allSatisfy(partition -> assertThat(partition).contains("failed: "));
  }

  @Test
  void aTaskThatFailsLeavesTheOthersAloneAndAddsToNoAccumulator() throws Exception {
    LongAccumulator calls = sc().sc().longAccumulator();

    List<String> partitions = computed(failing(2, calls));

    assertThat(partitions).containsExactly("0: [10]", "1 failed: attempt 0", "2: [30]");
    assertThat(calls.value()).isEqualTo(2);
    assertThat(TOLD).hasValue(1);
  }

  @Test
  void aTaskIsTriedAsOftenAsTheMasterSays() throws Exception {
    sc("local[2,3]");
    LongAccumulator calls = sc().sc().longAccumulator();

    List<String> partitions = computed(failing(2, calls));

    assertThat(partitions).containsExactly("0: [10]", "1: [20]", "2: [30]");
    assertThat(FAILURES).hasValue(2);
    assertThat(calls.value()).isEqualTo(3);
  }
}
