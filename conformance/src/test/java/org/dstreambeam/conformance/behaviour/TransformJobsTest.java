// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.failed;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the RDD of a {@code transform} is computed: tasks, properties, checkpoints, failures. */
class TransformJobsTest {
  private static final AtomicInteger CALLS = new AtomicInteger();
  private static final String BATCH_TIME = "spark.streaming.internal.batchTime";
  private final List<String> journal = new CopyOnWriteArrayList<>();
  private final List<JavaRDD<Integer>> kept = new CopyOnWriteArrayList<>();

  @TempDir Path directory;

  @BeforeEach
  void forgetCalls() {
    CALLS.set(0);
  }

  private static int counted(int number) {
    CALLS.incrementAndGet();
    return number * 10;
  }

  private JavaRDD<Integer> checkpointed(JavaRDD<Integer> rdd) {
    rdd.checkpoint();
    kept.add(rdd);
    return rdd;
  }

  @Test
  void anRddThatIsMarkedIsWrittenAfterTheFirstJobOverIt() throws Exception {
    Table.run(
        table -> {
          table.context().sparkContext().setCheckpointDir(directory.toString());
          table.expect(
              "tens",
              table
                  .input(batch(part(1, 2), part(3)), batch())
                  .transform(rdd -> checkpointed(rdd.map(TransformJobsTest::counted))),
              batch(part(10, 20), part(30)),
              batch());
          table.afterwards(
              done -> {
                JavaRDD<Integer> first = kept.get(0);
                assertThat(first.isCheckpointed()).isTrue();
                String file = first.getCheckpointFile().get();
                assertThat(file).endsWith("/rdd-" + first.id());
                assertThat(new Directory(Path.of(file.substring("file:".length()))).names())
                    .containsExactly(
                        ".part-00000.crc", ".part-00001.crc", "part-00000", "part-00001");
                assertThat(done.context().sparkContext().checkpointFile(file).collect())
                    .isEqualTo(List.of(10, 20, 30));
                assertThat(kept.get(1).isCheckpointed()).isTrue();
                assertThat(CALLS).hasValue(6);
              });
        });
  }

  @Test
  void allMarkedAncestorsAreWritten() throws Exception {
    Table.run(
        table -> {
          table.context().sparkContext().setCheckpointDir(directory.toString());
          table.expect(
              "tens",
              table
                  .input(batch(part(1)))
                  .transform(
                      rdd -> checkpointed(checkpointed(rdd.map(n -> n * 10)).map(n -> n + 1))),
              batch(part(11)));
          table
              .input(batch(part(1)))
              .foreachRDD(
                  rdd -> {
                    JavaRDD<Integer> parent = rdd.map(n -> n);
                    parent.checkpoint();
                    JavaRDD<Integer> child = parent.map(n -> n);
                    child.checkpoint();
                    child.count();
                    journal.add(parent.isCheckpointed() + " " + child.isCheckpointed());
                  });
          table.afterwards(
              done -> {
                assertThat(kept.get(1).isCheckpointed()).isTrue();
                assertThat(kept.get(0).isCheckpointed()).isTrue();
                assertThat(journal).startsWith("true true");
              });
        });
  }

  @Test
  void theBatchItselfCanBeMarked() throws Exception {
    Table.run(
        table -> {
          table.context().sparkContext().setCheckpointDir(directory.toString());
          table.expect(
              "tens",
              table
                  .input(batch(part(1, 2)))
                  .map(n -> n)
                  .transform(rdd -> checkpointed(rdd).map(n -> n * 10)),
              batch(part(10, 20)));
          table.afterwards(
              done -> {
                assertThat(kept.get(0).isCheckpointed()).isTrue();
                assertThat(kept.get(0).collect()).containsExactly(1, 2);
              });
        });
  }

  @Test
  void aCheckpointThatCannotBeWrittenFailsWhoAsksForTheRecords() throws Exception {
    FullDisk.full(true);
    Table.run(
        FullDisk.in(Table.conf()),
        table -> {
          table.context().sparkContext().setCheckpointDir("full:" + directory);
          table.expect(
              "failed",
              table
                  .input(batch(part(1), part(2)))
                  .transform(rdd -> checkpointed(rdd.map(n -> n * 10))),
              failed(new IOException("No space left on device")));
          table.afterwards(done -> assertThat(kept.get(0).isCheckpointed()).isFalse());
        });
  }

  @Test
  void aCheckpointWithoutADirectoryTakesTheBatchFromAllOutputs() throws Exception {
    Table.run(
        table -> {
          AtomicInteger calls = new AtomicInteger();
          table
              .input(batch(part(1)), batch(part(2)))
              .transform(rdd -> calls.incrementAndGet() == 1 ? checkpointed(rdd.map(n -> n)) : rdd)
              .foreachRDD(rdd -> journal.add("" + rdd.collect()));
          table.until(() -> !journal.isEmpty());
          table.afterwards(
              done -> {
                assertThat(journal).startsWith("[2]");
                assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(10_000))
                    .hasMessage("Checkpoint directory has not been set in the SparkContext");
              });
        });
  }

  private static String inTask(long time) {
    TaskContext task = TaskContext.get();
    return (task.getLocalProperty(BATCH_TIME).equals("" + time))
        + " "
        + task.getLocalProperty("tenant")
        + " "
        + task.getLocalProperty("spark.jobGroup.id")
        + " "
        + task.getLocalProperty("spark.job.interruptOnCancel")
        + " "
        + task.partitionId()
        + " of "
        + task.numPartitions()
        + " "
        + task.attemptNumber();
  }

  @Test
  void tasksKnowTheirBatchAndThePropertiesOfTheStart() throws Exception {
    Table.run(
        table -> {
          JavaSparkContext spark = table.context().sparkContext();
          spark.setLocalProperty("tenant", "blue");
          spark.setJobGroup("declaring", "not the streams'");
          table.expect(
              "tasks",
              table
                  .input(batch(part(1), part(2)), batch(part(3)))
                  .transform(
                      (rdd, time) -> {
                        long now = time.milliseconds();
                        return rdd.map(n -> inTask(now));
                      }),
              batch(part("true blue null false 0 of 2 0"), part("true blue null false 1 of 2 0")),
              batch(part("true blue null false 0 of 1 0")));
        });
  }

  private static String described(JavaRDD<?> rdd) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(rdd.context());
    return spark.getLocalProperty(BATCH_TIME)
        + " "
        + spark.getLocalProperty("tenant")
        + " "
        + spark.getLocalProperty("spark.jobGroup.id")
        + " "
        + spark.getLocalProperty("spark.job.interruptOnCancel")
        + " "
        + spark.getLocalProperty("callSite.short")
        + " "
        + spark.getLocalProperty("own");
  }

  @Test
  void theFunctionHasThePropertiesOfTheStart() throws Exception {
    Table.run(
        table -> {
          JavaSparkContext spark = table.context().sparkContext();
          spark.setLocalProperty("tenant", "blue");
          spark.setJobGroup("declaring", "not the streams'");
          table
              .input(batch(part(1), part(2)), batch(part(3)))
              .transform(
                  rdd -> {
                    journal.add(described(rdd));
                    return rdd.map(n -> n);
                  })
              .foreachRDD(rdd -> journal.add("" + rdd.count()));
          table.batches(2);
          table.afterwards(done -> assertThat(journal).contains("null blue null false null null"));
        });
  }

  @Test
  void whatTheFunctionSetsIsSeenByItsNextCallsAndNotByTheTasksOfItsRdd() throws Exception {
    Table.run(
        table -> {
          AtomicInteger calls = new AtomicInteger();
          table.expect(
              "own",
              table
                  .input(batch(part(1)), batch(part(2)), batch(part(3)))
                  .transform(
                      rdd -> {
                        String before = rdd.context().getLocalProperty("own");
                        rdd.context().setLocalProperty("own", "set" + calls.incrementAndGet());
                        List<String> inJob =
                            rdd.map(n -> TaskContext.get().getLocalProperty("own")).collect();
                        return rdd.map(
                            n ->
                                before
                                    + " "
                                    + inJob
                                    + " "
                                    + TaskContext.get().getLocalProperty("own"));
                      }),
              batch(part("null [set1] null")),
              batch(part("set1 [set2] null")),
              batch(part("set2 [set3] null")));
        });
  }

  @Test
  void ofTwoFailuresBehindAUnionTheFirstStreamsIsReported() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)), batch(part(2)));
          JavaDStream<Integer> one = numbers.transform(rdd -> failing("one", rdd));
          JavaDStream<Integer> two = numbers.transform(rdd -> failing("two", rdd));
          two.union(one).foreachRDD(rdd -> journal.add("" + rdd.collect()));
          reports(table, "two");
        });
  }

  @Test
  void ofFailuresBehindUnionsOfUnionsTheFirstStreamsIsReported() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)), batch(part(2)));
          JavaDStream<Integer> one = numbers.transform(rdd -> failing("one", rdd));
          JavaDStream<Integer> two = numbers.transform(rdd -> failing("two", rdd));
          JavaDStream<Integer> three = numbers.transform(rdd -> failing("three", rdd));
          numbers
              .union(numbers.union(three).repartition(1))
              .union(one.union(two))
              .foreachRDD(rdd -> journal.add("" + rdd.collect()));
          reports(table, "three");
        });
  }

  @Test
  void ofTwoFailuresBehindAJoinTheFirstStreamsIsReported() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)), batch(part(2)));
          JavaDStream<Integer> one = numbers.transform(rdd -> failing("one", rdd));
          JavaDStream<Integer> two = numbers.transform(rdd -> failing("two", rdd));
          two.mapToPair(n -> Batch.pair(n, n))
              .join(one.mapToPair(n -> Batch.pair(n, n)))
              .foreachRDD(rdd -> journal.add("" + rdd.collect().size()));
          reports(table, "two");
        });
  }

  @Test
  void ofTwoFailuresOfATransformOfStreamsTheFirstStreamsIsReported() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)), batch(part(2)));
          JavaDStream<Integer> one = numbers.transform(rdd -> failing("one", rdd));
          JavaDStream<Integer> two = numbers.transform(rdd -> failing("two", rdd));
          two.transformWith(one, (left, right, time) -> left.union(right))
              .foreachRDD(rdd -> journal.add("" + rdd.collect().size()));
          reports(table, "two");
        });
  }

  @Test
  void ofTwoFailuresOfOutputsTheFirstOutputsIsReported() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1)), batch(part(2)));
          JavaDStream<Integer> one = numbers.transform(rdd -> failing("one", rdd));
          JavaDStream<Integer> two = numbers.transform(rdd -> failing("two", rdd));
          two.foreachRDD(rdd -> journal.add("" + rdd.collect()));
          one.foreachRDD(rdd -> journal.add("" + rdd.collect()));
          reports(table, "two");
        });
  }

  @Test
  void ofTwoFailuresOfAWindowTheOldestIsReported() throws Exception {
    Table.run(
        table -> {
          Duration two = Durations.milliseconds(2 * table.batchMillis());
          AtomicLong first = new AtomicLong(Long.MAX_VALUE);
          table
              .input(batch(part(1)), batch(part(1)))
              .transform(
                  (rdd, time) -> {
                    first.accumulateAndGet(time.milliseconds(), Math::min);
                    if (time.milliseconds() <= first.get() + table.batchMillis()) {
                      throw new IllegalStateException("of " + time);
                    }
                    return rdd;
                  })
              .window(two, two)
              .foreachRDD(rdd -> journal.add("" + rdd.collect().size()));
          table.until(() -> !journal.isEmpty());
          table.afterwards(
              done ->
                  assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(10_000))
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessage("of " + first + " ms"));
        });
  }

  private static JavaRDD<Integer> failing(String name, JavaRDD<Integer> rdd) {
    if (rdd.collect().contains(1)) {
      throw new IllegalStateException(name);
    }
    return rdd;
  }

  /** The second batch runs, the first has failed with this. */
  private void reports(Table table, String message) {
    table.until(() -> !journal.isEmpty());
    table.afterwards(
        done ->
            assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(10_000))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message));
  }
}
