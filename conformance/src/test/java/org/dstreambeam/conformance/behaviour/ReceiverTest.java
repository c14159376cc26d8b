// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.receiver.Receiver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.collection.mutable.ArrayBuffer;

/** What receivers store, and what becomes of them. */
class ReceiverTest {

  /** What receivers say; they are copied, and share nothing else with the test. */
  private static final List<String> SAID = new CopyOnWriteArrayList<>();

  private static final AtomicInteger LAUNCHES = new AtomicInteger();

  private final List<List<String>> partitions = new CopyOnWriteArrayList<>();

  /** What a receiver does on a thread of its own. */
  private interface Script extends Serializable {
    void run(Scripted receiver) throws Exception;
  }

  /** Runs its script at each start. */
  private static final class Scripted extends Receiver<String> {
    private static final long serialVersionUID = 1L;
    private final Script script;
    int starts;

    Scripted(Script script) {
      super(StorageLevel.MEMORY_ONLY());
      this.script = script;
    }

    @Override
    public void onStart() {
      starts++;
      new Thread(
              () -> {
                try {
                  script.run(this);
                } catch (Throwable e) { // for the test to see
                  SAID.add(e.getClass().getName() + ": " + e.getMessage());
                }
              },
              "scripted")
          .start();
    }

    @Override
    public void onStop() {}
  }

  @BeforeEach
  void forget() {
    SAID.clear();
    LAUNCHES.set(0);
  }

  /** Its fields are those of the declared one at each launch. */
  @Test
  void aListOvertakesTheSingleRecordsBeforeItAndAStopEndsTheirBlock() throws Exception {
    run(
        realTime(),
        receiver -> {
          receiver.starts++;
          boolean first = LAUNCHES.incrementAndGet() == 1; // is slow, and may take block intervals
          receiver.store(first ? "warm-up" : "s1 " + receiver.starts);
          receiver.store(first ? "warm-up" : "s2 " + receiver.starts);
          receiver.store((first ? List.of("warm-up") : List.of("i1", "i2")).iterator());
          receiver.stop("done");
        },
        9);

    partitions.removeIf(records -> records.contains("warm-up"));
    assertThat(partitions.subList(0, 6))
        .containsExactly(
            List.of("i1", "i2"),
            List.of("s1 2", "s2 2"),
            List.of("i1", "i2"),
            List.of("s1 2", "s2 2"),
            List.of("i1", "i2"),
            List.of("s1 2", "s2 2"));
  }

  @Test
  void eachListIsAPartitionInTheOrderOfTheStores() throws Exception {
    run(
        realTime(),
        receiver -> {
          receiver.store(List.of("java").iterator());
          receiver.store(List.of("java", "meta").iterator(), "metadata");
          receiver.store(buffer("buffer"));
          receiver.store(buffer("buffer", "meta"), 7);
          receiver.store(buffer("scala").iterator());
          receiver.store(buffer("scala", "meta").iterator(), List.of());
          receiver.store(Arrays.asList("a", null).iterator());
        },
        7);

    assertThat(partitions)
        .containsExactly(
            List.of("java"),
            List.of("java", "meta"),
            List.of("buffer"),
            List.of("buffer", "meta"),
            List.of("scala"),
            List.of("scala", "meta"),
            Arrays.asList("a", null));
  }

  @Test
  void anEmptyListIsAnEmptyPartition() throws Exception {
    run(
        realTime(),
        receiver -> {
          receiver.store(List.<String>of().iterator());
          receiver.store(List.of("a").iterator());
        },
        2);

    assertThat(partitions).containsExactly(List.of(), List.of("a"));
  }

  @Test
  void aRestartGoesOnWithTheSameObject() throws Exception {
    run(
        realTime(),
        receiver -> {
          receiver.store(List.of("start " + receiver.starts).iterator());
          if (receiver.starts < 3) {
            receiver.restart("again", new IllegalStateException("to be logged"), 10);
          }
        },
        3);

    assertThat(partitions)
        .containsExactly(List.of("start 1"), List.of("start 2"), List.of("start 3"));
  }

  @Test
  void anErrorThatIsReportedEndsNothing() throws Exception {
    run(
        realTime(),
        receiver -> {
          receiver.reportError("it happens", new IllegalStateException("to be logged"));
          receiver.store(
              List.of("id " + receiver.streamId(), "stopped " + receiver.isStopped()).iterator());
        },
        1);

    assertThat(partitions).containsExactly(List.of("id 0", "stopped false"));
  }

  @Test
  void afterAStopSingleRecordsAreRefused() throws Exception {
    run(
        realTime(),
        receiver -> {
          if (LAUNCHES.incrementAndGet() == 1) {
            receiver.stop("done");
            try {
              receiver.store("late");
            } finally {
              SAID.add("stopped " + receiver.isStopped());
            }
          } else {
            receiver.store(List.of("next launch").iterator());
          }
        },
        1);

    assertThat(SAID)
        .containsExactly(
            "stopped true",
            SparkException.class.getName()
                + ": Cannot add data as BlockGenerator has not been started or has been stopped");
  }

  /** Documentation of earlier versions of Spark takes 0 for no limit. */
  @Test
  void aMaximalRateOfZeroFailsTheStoreOfASingleRecordAndOfNoList() throws Exception {
    run(
        realTime().set("spark.streaming.receiver.maxRate", "0"),
        receiver -> {
          receiver.store(List.of("list").iterator());
          receiver.store("single");
        },
        1);

    assertThat(partitions).containsExactly(List.of("list"));
    assertThat(SAID).hasSize(1);
    assertThat(SAID.get(0)).startsWith("java.lang.IllegalArgumentException: rate must be positive");
  }

  /** With back-pressure or without. */
  @Test
  void theInitialRateIsThatOfTheFirstRecords() throws Exception {
    run(
        realTime().set("spark.streaming.backpressure.initialRate", "-1"),
        receiver -> {
          receiver.store(List.of("list").iterator());
          receiver.store("single");
        },
        1);

    assertThat(SAID).hasSize(1);
    assertThat(SAID.get(0)).startsWith("java.lang.IllegalArgumentException: rate must be positive");
  }

  @Test
  void receiversAreLimitedToTheMaximalRate() throws Exception {
    run(
        realTime()
            .set("spark.streaming.receiver.maxRate", "50")
            .set("spark.streaming.backpressure.enabled", "true"),
        receiver -> {
          long begun = System.nanoTime();
          for (int i = 0; i < 40; i++) {
            receiver.store("record");
          }
          SAID.add(String.valueOf(System.nanoTime() - begun));
          receiver.store(List.of("end").iterator());
        },
        List.of("end"));

    assertThat(Long.parseLong(SAID.get(0))).isGreaterThan(700_000_000L); // 39 intervals of 20 ms
    assertThat(partitions.stream().mapToInt(List::size).sum()).isEqualTo(41);
  }

  @Test
  void backPressureKnowsOneEstimatorAndItsParameters() {
    SparkConf conf = Table.conf().set("spark.streaming.backpressure.enabled", "true");
    conf.set("spark.streaming.backpressure.rateEstimator", "other");
    assertRefused(conf, "Unknown rate estimator: other");
    conf.set("spark.streaming.backpressure.rateEstimator", "pid");
    conf.set("spark.streaming.backpressure.pid.proportional", "-1");
    assertRefused(
        conf, "requirement failed: Proportional term -1.0 in PIDRateEstimator should be >= 0.");
    conf.set("spark.streaming.backpressure.pid.proportional", "1");
    conf.set("spark.streaming.backpressure.pid.integral", "-0.5");
    assertRefused(
        conf, "requirement failed: Integral term -0.5 in PIDRateEstimator should be >= 0.");
    conf.set("spark.streaming.backpressure.pid.integral", "0");
    conf.set("spark.streaming.backpressure.pid.derived", "-2");
    assertRefused(
        conf, "requirement failed: Derivative term -2.0 in PIDRateEstimator should be >= 0.");
    conf.set("spark.streaming.backpressure.pid.derived", "0");
    conf.set("spark.streaming.backpressure.pid.minRate", "0");
    assertRefused(conf, "requirement failed: Minimum rate in PIDRateEstimator should be > 0");
  }

  private static void assertRefused(SparkConf conf, String message) {
    try (JavaStreamingContext context = new JavaStreamingContext(conf, Durations.seconds(1))) {
      assertThatThrownBy(() -> context.receiverStream(new Receivers.Silent()))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
    }
  }

  @Test
  void outsideOfAStreamAReceiverStoresNothing() {
    assertThatThrownBy(() -> new Receivers.Silent().store("a"))
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessage(
            "assertion failed: A ReceiverSupervisor has not been attached to the receiver yet. Maybe"
                + " you are starting some computation in the receiver before the"
                + " Receiver.onStart() has been called.");
  }

  /** Receivers work by the clock on the wall, whatever that of the batches is. */
  private static SparkConf realTime() {
    return Table.conf().set("spark.streaming.clock", "org.apache.spark.util.SystemClock");
  }

  private static ArrayBuffer<String> buffer(String... records) {
    ArrayBuffer<String> buffer = new ArrayBuffer<>();
    for (String record : records) {
      buffer.$plus$eq(record);
    }
    return buffer;
  }

  /** Runs until there are so many partitions. */
  private void run(SparkConf conf, Script script, int count) throws Exception {
    run(conf, script, () -> partitions.size() >= count);
  }

  /** Runs until there is that partition. */
  private void run(SparkConf conf, Script script, List<String> last) throws Exception {
    run(conf, script, () -> partitions.contains(last));
  }

  private void run(SparkConf conf, Script script, BooleanSupplier done) throws Exception {
    Table.run(
        conf,
        table -> {
          table
              .context()
              .receiverStream(new Scripted(script))
              .glom()
              .foreachRDD(rdd -> partitions.addAll(rdd.collect()));
          table.until(done);
        });
  }
}
