// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.failed;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.JobExecutionStatus;
import org.apache.spark.SparkException;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Map;

/** What is not as on Spark, on purpose, about tasks, shared variables and jobs. */
class SharedVariablesDeviationsTest {
  private static volatile CountDownLatch begun;
  private static volatile CountDownLatch mayEnd;

  private static void block(int number) throws InterruptedException {
    begun.countDown();
    mayEnd.await();
  }

  @Deviation("Accumulators in operations of streams count once per batch")
  @Test
  void anAccumulatorOfAStreamCountsOnceForTwoOutputsWithThreeActions() throws Exception {
    Table.run(
        table -> {
          LongAccumulator calls = table.context().sparkContext().sc().longAccumulator();
          JavaDStream<Integer> mapped =
              table
                  .input(batch(part(1, 2), part(3, 4)))
                  .map(
                      number -> {
                        calls.add(1);
                        return number;
                      });
          mapped.foreachRDD(rdd -> assertThat(rdd.count()).isEqualTo(rdd.collect().size()));
          mapped.foreachRDD(rdd -> rdd.count());
          table.afterwards(done -> assertThat(calls.value()).isEqualTo(4));
        });
  }

  @Deviation("Tasks of streams know less about themselves")
  @Test
  void aTaskOfAStreamDoesNotKnowHowManyPartitionsThereAre() throws Exception {
    Table.run(
        table ->
            table.expect(
                "refused",
                table.input(batch(part("a"))).map(word -> TaskContext.get().numPartitions()),
                failed(
                    new UnsupportedOperationException(
                        "TaskContext.numPartitions() is not known in an operation of a stream: its"
                            + " stage runs while partitions of the batch may still come. Ask in a"
                            + " task of an RDD action, in foreachRDD, instead."))));
  }

  @Deviation("Tasks of streams know less about themselves")
  @Test
  void aTaskBehindAUnionHasTheIndexWithinItsStream() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> left = table.input(batch(part("a"), part("b")));
          JavaDStream<String> right = table.input(batch(part("c")));
          table.expect(
              "indexes",
              left.union(right).map(word -> word + TaskContext.getPartitionId()),
              batch(part("a0"), part("b1"), part("c0")));
        });
  }

  @Deviation("The RDD of a `transform` is a job of its own")
  @Test
  void theJobOfATransformBelongsToNoOutput() throws Exception {
    List<String> journal = new CopyOnWriteArrayList<>();
    Table.run(
        table -> {
          table
              .input(batch(part("a")))
              .transform(
                  rdd ->
                      rdd.map(word -> word + inOutput() + " " + TaskContext.get().numPartitions()))
              .foreachRDD(
                  rdd -> {
                    rdd.context().setJobGroup("output", "of the output", false);
                    journal.add(rdd.map(word -> word + inOutput()).collect() + "");
                  });
          table.afterwards(
              done -> assertThat(journal.get(0)).isEqualTo("[a null null 1 0 output]"));
        });
  }

  private static String inOutput() {
    TaskContext task = TaskContext.get();
    return " "
        + task.getLocalProperty("spark.streaming.internal.outputOpId")
        + " "
        + task.getLocalProperty("spark.jobGroup.id");
  }

  @Deviation("Tasks are not measured")
  @Test
  void thereAreNoTaskMetrics() {
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      JavaRDD<Integer> one = spark.parallelize(List.of(1), 1);
      assertThatThrownBy(() -> one.foreach(number -> TaskContext.get().taskMetrics()))
          .hasRootCauseInstanceOf(UnsupportedOperationException.class)
          .rootCause()
          .hasMessageStartingWith("TaskContext.taskMetrics() is not supported");
    }
  }

  @Deviation("A job that is cancelled without interrupts ends with its task")
  @Test
  void theThreadThatRunsATaskItselfWaitsForIt() throws Exception {
    begun = new CountDownLatch(1);
    mayEnd = new CountDownLatch(1);
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      Throwable[] thrown = new Throwable[1];
      Thread waiting =
          new Thread(
              () -> {
                spark.setJobGroup("g", "d", false);
                try {
                  spark.parallelize(List.of(1), 1).foreach(SharedVariablesDeviationsTest::block);
                } catch (Throwable e) {
                  thrown[0] = e;
                }
              });
      waiting.start();
      begun.await();
      int job = spark.statusTracker().getActiveJobIds()[0];
      spark.cancelJobGroup("g");
      assertThat(spark.statusTracker().getJobInfo(job).status())
          .isEqualTo(JobExecutionStatus.FAILED);
      assertThat(waiting.isAlive()).isTrue();
      mayEnd.countDown();
      waiting.join();
      assertThat(thrown[0])
          .isInstanceOf(SparkException.class)
          .hasMessage("Job " + job + " cancelled part of cancelled job group g");
    }
  }

  @Deviation("Broadcast variables and accumulators have other numbers")
  @Test
  void broadcastVariablesAreNumberedWithoutGaps() {
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      assertThat(spark.broadcast("a").id()).isZero();
      assertThat(spark.parallelize(List.of(1)).count()).isEqualTo(1);
      assertThat(spark.broadcast("b").id()).isEqualTo(1);
    }
  }

  @Deviation("Error classes have no texts")
  @Test
  void theMessageOfAnErrorClassListsItsParameters() {
    SparkException error =
        new SparkException("DIVIDE_BY_ZERO", new Map.Map1<>("config", "x"), null);
    assertThat(error).hasMessage("[DIVIDE_BY_ZERO] {config=x}");
    assertThat(error.getErrorClass()).isEqualTo("DIVIDE_BY_ZERO");
    assertThat(error.getSqlState()).isNull();
  }

  @Deviation("Files for tasks come from disks and web servers")
  @Test
  void otherFileSystemsAndArchivesAreRefused() {
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      assertThatThrownBy(() -> spark.addFile("hdfs://host/data.txt"))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(
              "SparkContext.addFile takes local files and http addresses, not"
                  + " hdfs://host/data.txt. Copy it to a local file first.");
      assertThatThrownBy(() -> spark.sc().addArchive("/data.tar.gz"))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageStartingWith("SparkContext.addArchive unpacks .zip and .jar archives");
    }
    assertThatThrownBy(() -> SparkFiles.get("x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("SparkFiles knows no directory");
  }
}
