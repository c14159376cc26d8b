// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.TaskCompletionListener;
import org.apache.spark.util.TaskFailureListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskContextTest {
  private static final List<String> JOURNAL = new CopyOnWriteArrayList<>();
  private static final List<TaskContext> KEPT = new CopyOnWriteArrayList<>();

  @BeforeEach
  void forget() {
    JOURNAL.clear();
    KEPT.clear();
  }

  private static String described() {
    TaskContext task = TaskContext.get();
    return TaskContext.getPartitionId()
        + " "
        + task.partitionId()
        + " of "
        + task.numPartitions()
        + ", attempt "
        + task.attemptNumber()
        + " "
        + task.stageAttemptNumber()
        + ", "
        + task.cpus()
        + " cpu, "
        + task.resourcesJMap()
        + task.isCompleted()
        + task.isFailed()
        + task.isInterrupted();
  }

  @Test
  void isThereInTasksOnly() {
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      assertThat(TaskContext.get()).isNull();
      assertThat(TaskContext.getPartitionId()).isZero();
      JavaRDD<Integer> numbers = spark.parallelize(List.of(1, 2), 2);
      assertThat(numbers.map(number -> described()).collect())
          .containsExactly(
              "0 0 of 2, attempt 0 0, 1 cpu, {}falsefalsefalse",
              "1 1 of 2, attempt 0 0, 1 cpu, {}falsefalsefalse");
      assertThat(numbers.map(number -> described()).take(1))
          .containsExactly("0 0 of 2, attempt 0 0, 1 cpu, {}falsefalsefalse");
      assertThat(numbers.reduce((a, b) -> TaskContext.get() == null ? -1 : a + b)).isEqualTo(-1);
      assertThat(TaskContext.get()).isNull();
    }
  }

  @Test
  void numbersStagesAndTasksOnce() {
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      JavaRDD<List<Long>> numbers =
          spark
              .parallelize(List.of(1, 2), 2)
              .map(
                  n ->
                      List.of(
                          (long) TaskContext.get().stageId(), TaskContext.get().taskAttemptId()));
      List<List<Long>> first = numbers.collect();
      List<List<Long>> second = numbers.collect();
      assertThat(first.get(1).get(0)).isEqualTo(first.get(0).get(0));
      assertThat(second.get(0).get(0)).isEqualTo(first.get(0).get(0) + 1);
      assertThat(List.of(first.get(0).get(1), first.get(1).get(1)))
          .containsExactlyInAnyOrder(0L, 1L);
      assertThat(List.of(second.get(0).get(1), second.get(1).get(1)))
          .containsExactlyInAnyOrder(2L, 3L);
    }
  }

  @Test
  void countsAttempts() {
    SparkConf conf = Table.conf().setMaster("local[2,3]");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      assertThat(
              spark
                  .parallelize(List.of(1), 1)
                  .map(
                      number -> {
                        if (TaskContext.get().attemptNumber() < 2) {
                          throw new IllegalStateException("again");
                        }
                        return TaskContext.get().attemptNumber();
                      })
                  .collect())
          .containsExactly(2);
    }
  }

  @Test
  void callsListenersOfItsEndTheLastOneFirst() {
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      spark
          .parallelize(List.of(1), 1)
          .foreach(
              number -> {
                TaskContext task = TaskContext.get();
                TaskContext same = task.addTaskCompletionListener(ended("first"));
                JOURNAL.add("" + (same == task));
                task.addTaskCompletionListener(ended("second"));
                task.addTaskFailureListener(failed("never"));
                JOURNAL.add("body");
              });
      assertThat(JOURNAL)
          .containsExactly("true", "body", "second truefalsetrue", "first truefalsetrue");
    }
  }

  private static TaskCompletionListener ended(String name) {
    return task ->
        JOURNAL.add(
            name + " " + task.isCompleted() + task.isFailed() + (TaskContext.get() == task));
  }

  private static TaskFailureListener failed(String name) {
    return (task, error) ->
        JOURNAL.add(name + " " + error.getMessage() + " " + task.isCompleted() + task.isFailed());
  }

  @Test
  void callsListenersOfFailuresBeforeThoseOfTheEnd() {
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      JavaRDD<Integer> one = spark.parallelize(List.of(1), 1);
      assertThatThrownBy(
              () ->
                  one.foreach(
                      number -> {
                        TaskContext.get()
                            .addTaskFailureListener(failed("first"))
                            .addTaskFailureListener(failed("second"))
                            .addTaskCompletionListener(ended("end"));
                        throw new IllegalStateException("body");
                      }))
          .hasRootCauseMessage("body");
      assertThat(JOURNAL)
          .containsExactly("second body falsetrue", "first body falsetrue", "end truetruetrue");
    }
  }

  @Test
  void failsIfAListenerThrows() {
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      JavaRDD<Integer> one = spark.parallelize(List.of(1), 1);
      assertThatThrownBy(
              () ->
                  one.foreach(
                      number ->
                          TaskContext.get()
                              .addTaskFailureListener(failed("failure"))
                              .addTaskCompletionListener(ended("end"))
                              .addTaskCompletionListener(
                                  (TaskCompletionListener)
                                      task -> {
                                        throw new IllegalStateException("listener");
                                      })))
          .isInstanceOf(SparkException.class)
          .hasMessageContaining("TaskCompletionListenerException: listener");
      assertThat(JOURNAL).containsExactly("failure listener truetrue", "end truetruetrue");
    }
  }

  @Test
  void callsAListenerThatComesLateAtOnce() {
    try (JavaSparkContext spark = new JavaSparkContext(Table.conf())) {
      spark.parallelize(List.of(1), 1).foreach(number -> KEPT.add(TaskContext.get()));
      KEPT.get(0).addTaskCompletionListener((TaskCompletionListener) task -> JOURNAL.add("late"));
      assertThat(JOURNAL).containsExactly("late");
    }
  }

  @Test
  void knowsTheLocalPropertiesOfTheThreadThatRunsTheJob() throws Exception {
    List<String> journal = new CopyOnWriteArrayList<>();
    Table.run(
        table -> {
          table
              .input(batch(part("a")), batch(part("b")))
              .foreachRDD(
                  rdd -> {
                    rdd.context().setLocalProperty("batch", "of " + rdd.first());
                    journal.add(
                        ""
                            + rdd.map(
                                    word ->
                                        TaskContext.get().getLocalProperty("batch")
                                            + TaskContext.get().getLocalProperty("none"))
                                .collect());
                  });
          table.batches(2);
          table.afterwards(done -> assertThat(journal).startsWith("[of anull]", "[of bnull]"));
        });
  }

  @Test
  void forgetsThePropertiesOfABatchInTheNext() throws Exception {
    List<String> journal = new CopyOnWriteArrayList<>();
    Table.run(
        table -> {
          table
              .input(batch(part("a")), batch(part("b")))
              .foreachRDD(
                  rdd -> {
                    journal.add("" + rdd.context().getLocalProperty("last"));
                    rdd.context().setLocalProperty("last", "set");
                  });
          table.batches(2);
          table.afterwards(done -> assertThat(journal).startsWith("null", "null"));
        });
  }

  @Test
  void isThereInOperationsOfStreamsWithThePropertiesOfTheStart() throws Exception {
    Table.run(
        table -> {
          JavaSparkContext spark = table.context().sparkContext();
          spark.setLocalProperty("tenant", "blue");
          spark.setJobGroup("declaring", "not the streams'");
          table.expect(
              "tasks",
              table.input(batch(part("a", "b"), part("c")), batch()).map(TaskContextTest::inStream),
              batch(part("a 0 0 blue null", "b 0 0 blue null"), part("c 1 0 blue null")),
              batch());
        });
  }

  private static String inStream(String record) {
    TaskContext task = TaskContext.get();
    return record
        + " "
        + task.partitionId()
        + " "
        + task.attemptNumber()
        + " "
        + task.getLocalProperty("tenant")
        + " "
        + task.getLocalProperty("spark.jobGroup.id");
  }

  @Test
  void callsListenersInOperationsOfStreams() throws Exception {
    Table.run(
        table -> {
          table
              .input(batch(part("a")))
              .map(
                  word -> {
                    TaskContext.get().addTaskCompletionListener(ended(word));
                    return word;
                  })
              .foreachRDD(rdd -> rdd.count());
          table.afterwards(done -> assertThat(JOURNAL).containsExactly("a truefalsetrue"));
        });
  }
}
