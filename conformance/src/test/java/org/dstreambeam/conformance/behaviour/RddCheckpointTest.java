// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.pair;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checkpoints of RDDs. */
class RddCheckpointTest extends FileFixture {
  private static final AtomicInteger CALLS = new AtomicInteger();

  @BeforeEach
  void forgetCalls() {
    CALLS.set(0);
  }

  private JavaRDD<Integer> counted() {
    return spark
        .parallelize(List.of(1, 2, 3), 2)
        .map(
            number -> {
              CALLS.incrementAndGet();
              return number * 10;
            });
  }

  private String checkpointDirectory() {
    spark.setCheckpointDir(parent.toString());
    return spark.getCheckpointDir().get();
  }

  @Test
  void needsADirectory() {
    assertThat(spark.getCheckpointDir().isPresent()).isFalse();
    assertThat(failure(() -> counted().checkpoint()))
        .isEqualTo(
            "org.apache.spark.SparkException:"
                + " Checkpoint directory has not been set in the SparkContext");
  }

  @Test
  void theDirectoryIsANewOneBelowWhatIsNamed() {
    String directory = checkpointDirectory();
    assertThat(directory).startsWith("file:" + parent + "/");
    assertThat(Files.isDirectory(java.nio.file.Path.of(directory.substring("file:".length()))))
        .isTrue();
    spark.setCheckpointDir("file:" + parent);
    assertThat(spark.getCheckpointDir().get()).startsWith("file:" + parent).isNotEqualTo(directory);
    spark.setCheckpointDir(null);
    assertThat(spark.getCheckpointDir().isPresent()).isFalse();
  }

  @Test
  void directoriesThatAreNoneAreRefused() {
    assertThat(failure(() -> spark.setCheckpointDir("nosuch://host")))
        .isEqualTo(
            "org.apache.hadoop.fs.UnsupportedFileSystemException:"
                + " No FileSystem for scheme \"nosuch\"");
    String malformed = "java.net.URISyntaxException: Relative path in absolute URI: a:b:c";
    assertThat(failure(() -> spark.setCheckpointDir("a:b:c")))
        .isEqualTo("java.lang.IllegalArgumentException: " + malformed + " <- " + malformed);
    assertThat(spark.getCheckpointDir().isPresent()).isFalse();
  }

  @Test
  void isWrittenAfterTheFirstActionAndReadFromThenOn() {
    String directory = checkpointDirectory();
    JavaRDD<Integer> rdd = counted();
    rdd.checkpoint();
    assertThat(rdd.isCheckpointed()).isFalse();
    assertThat(rdd.getCheckpointFile().isPresent()).isFalse();

    assertThat(rdd.count()).isEqualTo(3);
    assertThat(CALLS).hasValue(6);
    assertThat(rdd.isCheckpointed()).isTrue();
    String file = rdd.getCheckpointFile().get();
    assertThat(file).isEqualTo(directory + "/rdd-" + rdd.id());
    assertThat(new Directory(java.nio.file.Path.of(file.substring("file:".length()))).names())
        .containsExactly(".part-00000.crc", ".part-00001.crc", "part-00000", "part-00001");

    assertThat(rdd.glom().collect()).isEqualTo(List.of(List.of(10), List.of(20, 30)));
    assertThat(rdd.map(number -> number + 1).collect()).containsExactly(11, 21, 31);
    assertThat(CALLS).hasValue(6);
  }

  @Test
  void isNotWrittenIfItIsAskedForAfterAnAction() {
    checkpointDirectory();
    JavaRDD<Integer> rdd = counted();
    rdd.count();
    rdd.checkpoint();
    rdd.count();
    assertThat(rdd.isCheckpointed()).isFalse();
    assertThat(CALLS).hasValue(6);
  }

  @Test
  void ofAParentIsWrittenByTheActionOfAChildUnlessTheChildHasOne() {
    checkpointDirectory();
    JavaRDD<Integer> parent = counted();
    parent.checkpoint();
    JavaRDD<Integer> child = parent.map(number -> number);
    child.take(1);
    assertThat(parent.isCheckpointed()).isTrue();
    assertThat(child.isCheckpointed()).isFalse();

    JavaRDD<Integer> other = counted();
    other.checkpoint();
    JavaRDD<Integer> otherChild = other.map(number -> number);
    otherChild.checkpoint();
    otherChild.count();
    assertThat(other.isCheckpointed()).isFalse();
    assertThat(otherChild.isCheckpointed()).isTrue();
  }

  @Test
  void ofAPersistedRddComputesItOnce() {
    checkpointDirectory();
    JavaRDD<Integer> rdd = counted().cache();
    rdd.checkpoint();
    rdd.count();
    assertThat(CALLS).hasValue(3);
    rdd.unpersist();
    assertThat(rdd.collect()).containsExactly(10, 20, 30);
    assertThat(CALLS).hasValue(3);
  }

  @Test
  void keepsThePartitioner() {
    checkpointDirectory();
    JavaPairRDD<String, Integer> rdd =
        spark
            .parallelizePairs(List.of(pair("a", 1), pair("b", 2), pair("a", 3)), 2)
            .reduceByKey(Integer::sum, 3);
    rdd.checkpoint();
    rdd.count();
    assertThat(rdd.partitioner().get().numPartitions()).isEqualTo(3);
    assertThat(rdd.lookup("a")).containsExactly(4);
    String file = rdd.getCheckpointFile().get();
    assertThat(spark.checkpointFile(file).partitioner().get()).isEqualTo(rdd.partitioner().get());
    assertThat(spark.checkpointFile(file).getNumPartitions()).isEqualTo(3);
  }

  @Test
  void ofAnEmptyRddIsEmpty() {
    checkpointDirectory();
    JavaRDD<Integer> rdd = spark.<Integer>emptyRDD().map(number -> number);
    rdd.checkpoint();
    assertThat(rdd.count()).isZero();
    assertThat(rdd.isCheckpointed()).isTrue();
    assertThat(rdd.collect()).isEmpty();
  }

  @Test
  void canBeReadByItsName() {
    checkpointDirectory();
    JavaRDD<Integer> rdd = counted();
    rdd.checkpoint();
    rdd.count();
    JavaRDD<Integer> read = spark.checkpointFile(rdd.getCheckpointFile().get());
    assertThat(read.glom().collect()).isEqualTo(List.of(List.of(10), List.of(20, 30)));
    assertThat(read.toString()).startsWith("ReliableCheckpointRDD[");
    String missing = directory("missing").uri();
    assertThat(failure(() -> spark.checkpointFile(missing)))
        .isEqualTo(
            "java.lang.IllegalArgumentException:"
                + " requirement failed: Checkpoint directory does not exist: "
                + missing);
  }

  @Test
  void thatCannotBeWrittenFailsTheActionThatWasToWriteIt() {
    spark.setCheckpointDir("full:" + parent);
    JavaRDD<Integer> rdd = counted();
    rdd.checkpoint();
    assertThat(failure(rdd::count)).endsWith("java.io.IOException: No space left on device");
    assertThat(rdd.isCheckpointed()).isFalse();
    assertThat(rdd.collect()).containsExactly(10, 20, 30);
  }
}
