// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.dstreambeam.spi.StreamingBackend;
import org.dstreambeam.spi.StreamingExecution;
import org.dstreambeam.spi.StreamingProgram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MasterCoresTest {

  private final SparkConf conf = new SparkConf(false).setMaster(Counted.MASTER).setAppName("cores");

  /** A cluster that only says how large it is. */
  public static final class Counted implements StreamingBackend {

    private static final String MASTER = "flink://counted:1";

    private static OptionalInt cores = OptionalInt.empty();
    private static int asked;

    @Override
    public String name() {
      return "counted";
    }

    @Override
    public boolean runs(String master) {
      return master.equals(MASTER);
    }

    @Override
    public OptionalInt cores(String master) {
      asked++;
      return cores;
    }

    @Override
    public boolean recovers() {
      return false;
    }

    @Override
    public StreamingExecution start(StreamingProgram program) {
      throw new UnsupportedOperationException("nothing is started here");
    }
  }

  @BeforeEach
  void eightCores() {
    Counted.cores = OptionalInt.of(8);
    Counted.asked = 0;
  }

  @Test
  void areThoseOfTheCluster() {
    assertThat(partitions()).isEqualTo(8);
  }

  @Test
  void areAsManyAsTheProgramMayTake() {
    conf.set("spark.cores.max", "3");
    assertThat(partitions()).isEqualTo(3);
    conf.set("spark.cores.max", "30");
    assertThat(partitions()).isEqualTo(8);
  }

  @Test
  void areTwoAtLeast() {
    Counted.cores = OptionalInt.of(0); // nobody has registered
    assertThat(partitions()).isEqualTo(2);
    Counted.cores = OptionalInt.empty(); // nobody answers
    assertThat(partitions()).isEqualTo(2);
    Counted.cores = OptionalInt.of(8);
    conf.set("spark.cores.max", "1");
    assertThat(partitions()).isEqualTo(2);
  }

  @Test
  void areAskedForOnceAndNotBeforeTheyAreNeeded() {
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      assertThat(Counted.asked).isZero();
      assertThat(spark.defaultParallelism()).isEqualTo(8);
      Counted.cores = OptionalInt.of(16);
      assertThat(spark.parallelize(List.of(1)).getNumPartitions()).isEqualTo(8);
    }
    assertThat(Counted.asked).isEqualTo(1);
  }

  @Test
  void areNotAskedForIfTheProgramNamesTheParallelism() {
    conf.set("spark.default.parallelism", "1");
    assertThat(partitions()).isEqualTo(1);
    assertThat(Counted.asked).isZero();
  }

  private int partitions() {
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      return spark.defaultParallelism();
    }
  }
}
