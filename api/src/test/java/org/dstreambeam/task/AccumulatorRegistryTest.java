// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.NotSerializableException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.util.AccumulatorV2;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.dstreambeam.compute.JavaSerialization;
import org.dstreambeam.task.OtherProcess.Code;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Option;

/**
 * A program that is started here, in the client, with tasks in one process and driver functions in
 * another. Code that is called there finds what it captured as a driver function would.
 */
class AccumulatorRegistryTest {

  private OtherProcess worker;
  private OtherProcess driver;

  @BeforeEach
  @SuppressWarnings("NullAway.Init")
  void start() throws Exception {
    worker = new OtherProcess();
    driver = new OtherProcess();
    arrive(worker);
    arrive(driver);
    driver.call(AccumulatorRegistryTest::becomeDriver);
  }

  @AfterEach
  void stop() throws IOException {
    worker.close();
    driver.close();
  }

  private static void arrive(OtherProcess process) throws IOException {
    long nextId = AccumulatorRegistry.nextId() + 100;
    process.call(
        () -> {
          AccumulatorRegistry.becomeWorker();
          AccumulatorRegistry.skipTo(nextId);
          return true;
        });
  }

  private static boolean becomeDriver() {
    AccumulatorRegistry.becomeDriver();
    return true;
  }

  /** The program is read, which holds {@code accumulator}. */
  private static void read(OtherProcess process, AccumulatorV2<?, ?> accumulator)
      throws IOException {
    byte[] image = JavaSerialization.write(accumulator.forAnotherDriver());
    process.call(
        () ->
            AccumulatorRegistry.adopt((AccumulatorV2<?, ?>) JavaSerialization.read(image)) != null);
  }

  /** An accumulator as programs write them; what tasks hand back says how much they saw. */
  static class Words extends AccumulatorV2<String, Set<String>> {
    private static final long serialVersionUID = 1L;
    private final TreeSet<String> words = new TreeSet<>();

    @Override
    public boolean isZero() {
      return words.isEmpty();
    }

    @Override
    public Words copy() {
      Words copy = new Words();
      copy.words.addAll(words);
      return copy;
    }

    @Override
    public void reset() {
      words.clear();
    }

    @Override
    public void add(String word) {
      words.add(word);
    }

    @Override
    public void merge(AccumulatorV2<String, Set<String>> other) {
      words.addAll(other.value());
    }

    @Override
    public Set<String> value() {
      return words;
    }

    @Override
    public AccumulatorV2<String, Set<String>> withBufferSerialized() {
      words.add("of " + words.size());
      return this;
    }
  }

  static class Unmergeable extends Words {
    private static final long serialVersionUID = 1L;

    @Override
    public Unmergeable copy() {
      return new Unmergeable();
    }

    @Override
    public void merge(AccumulatorV2<String, Set<String>> other) {
      throw new IllegalStateException("merge");
    }
  }

  @SuppressWarnings("NullAway") // nobody asks the context
  private static <A extends AccumulatorV2<?, ?>> A registered(A accumulator, String name) {
    accumulator.register(null, Option.apply(name), false);
    return accumulator;
  }

  private static LongAccumulator counter() {
    return registered(new LongAccumulator(), "counter");
  }

  /** Runs a task whose function is {@code function}. */
  private static Code<Boolean> task(Code<?> function) throws IOException {
    byte[] bytes = JavaSerialization.write(function);
    return () -> {
      LocalTask task = LocalTask.ofStream(0, 0, 0, 1000);
      task.run(() -> ((Code<?>) JavaSerialization.read(bytes)).call());
      return true;
    };
  }

  /** What a block that leaves the worker now would carry. */
  private byte @Nullable [] leavingTheWorker() throws IOException {
    return worker.<byte[]>call(AccumulatorRegistry::takeUpdates);
  }

  private void passOn() throws IOException {
    byte[] updates = requireNonNull(leavingTheWorker());
    driver.call(
        () -> {
          AccumulatorRegistry.receive(updates);
          return true;
        });
  }

  @Test
  void whatTasksAddReachesTheDriversFunctions() throws Exception {
    LongAccumulator longs = counter();
    DoubleAccumulator doubles = registered(new DoubleAccumulator(), "doubles");
    CollectionAccumulator<String> texts = registered(new CollectionAccumulator<>(), "texts");
    Words words = registered(new Words(), "words");
    Code<Boolean> adds =
        task(
            () -> {
              longs.add(2);
              doubles.add(0.5);
              texts.add("x");
              words.add("w");
              return true;
            });
    worker.call(adds);
    worker.call(adds);
    passOn();

    assertThat(driver.call(() -> longs.value() + " of " + longs.count())).isEqualTo("4 of 2");
    assertThat(driver.call(doubles::value)).isEqualTo(1.0);
    assertThat(driver.call(() -> List.copyOf(texts.value()))).containsExactly("x", "x");
    assertThat(driver.call(() -> new TreeSet<>(words.value()))).containsExactly("of 1", "w");
    assertThat(driver.call(() -> longs.name().get() + longs.isRegistered()))
        .isEqualTo("countertrue");
    assertThat(longs.value()).as("here").isZero();
  }

  @Test
  void whatIsPassedOnIsPassedOnOnce() throws Exception {
    LongAccumulator longs = counter();
    worker.call(task(() -> add(longs, 2)));
    passOn();
    assertThat(leavingTheWorker()).isNull();
    worker.call(task(() -> add(longs, 3)));
    passOn();

    assertThat(driver.call(longs::value)).isEqualTo(5);
  }

  private static boolean add(LongAccumulator accumulator, long number) {
    accumulator.add(number);
    return true;
  }

  @Test
  void nothingLeavesIfNothingWasAdded() throws Exception {
    LongAccumulator longs = counter();
    worker.call(task(() -> longs.isZero()));

    assertThat(leavingTheWorker()).isNull();
  }

  @Test
  void aTaskThatFailsAddsNothing() throws Exception {
    LongAccumulator longs = counter();
    Code<Boolean> fails =
        task(
            () -> {
              longs.add(1);
              throw new IllegalStateException("failed");
            });

    assertThatThrownBy(() -> worker.call(fails)).hasMessage("failed");
    assertThat(leavingTheWorker()).isNull();
  }

  @Test
  void aTaskThatAddsWhatCannotBeWrittenFails() throws Exception {
    CollectionAccumulator<Object> all = registered(new CollectionAccumulator<>(), "all");
    Code<Boolean> fails =
        task(
            () -> {
              all.add(new Object());
              return true;
            });

    assertThatThrownBy(() -> worker.call(fails)).isInstanceOf(NotSerializableException.class);
  }

  @Test
  void driverFunctionsShareAnAccumulatorAndCount() throws Exception {
    LongAccumulator longs = counter();
    driver.call(() -> add(longs, 5));
    driver.call(task(() -> add(longs, 2)));
    worker.call(task(() -> add(longs, 1)));
    passOn();

    assertThat(driver.call(() -> longs.value() + " " + longs.isAtDriverSide())).isEqualTo("8 true");
    assertThat(driver.call(longs::id)).isEqualTo(longs.id());
  }

  @Test
  void whatArrivesBeforeTheFunctionsThatReadItIsKept() throws Exception {
    Words words = registered(new Words(), "words");
    worker.call(
        task(
            () -> {
              words.add("early");
              return true;
            }));
    passOn();

    assertThat(driver.call(() -> new TreeSet<>(words.value()))).containsExactly("early", "of 1");
  }

  @Test
  void aWorkerPassesOnWhatItGets() throws Exception {
    LongAccumulator longs = counter();
    try (OtherProcess another = new OtherProcess()) {
      arrive(another);
      another.call(task(() -> add(longs, 7)));
      byte[] updates = requireNonNull(another.<byte[]>call(AccumulatorRegistry::takeUpdates));
      worker.call(
          () -> {
            AccumulatorRegistry.receive(updates);
            return true;
          });
    }
    worker.call(task(() -> add(longs, 1)));
    passOn();

    assertThat(driver.call(longs::value)).isEqualTo(8);
  }

  @Test
  void aWorkerThatBecomesTheDriverKeepsWhatWaited() throws Exception {
    LongAccumulator longs = counter();
    longs.add(100);
    read(worker, longs);
    worker.call(task(() -> add(longs, 1)));
    assertThat(worker.call(longs::value)).isZero();
    worker.call(AccumulatorRegistryTest::becomeDriver);
    worker.call(AccumulatorRegistryTest::becomeDriver);
    worker.call(task(() -> add(longs, 1)));

    assertThat(leavingTheWorker()).isNull();
    assertThat(worker.call(longs::value)).isEqualTo(102);
  }

  @Test
  void theDriverBeginsWithWhatTheProgramHadAddedOnce() throws Exception {
    LongAccumulator longs = counter();
    Words words = registered(new Words(), "words");
    longs.add(100);
    words.add("before");
    worker.call(task(() -> add(longs, 1)));
    passOn(); // before the driver has read the program
    read(driver, longs);
    read(driver, words);
    read(driver, longs);

    assertThat(driver.call(longs::value)).isEqualTo(101);
    assertThat(driver.call(() -> new TreeSet<>(words.value()))).containsExactly("before");
    assertThat(driver.call(() -> words.name().get())).isEqualTo("words");
  }

  @Test
  void whereTheProgramWasStartedAnAccumulatorIsWhatItIs() {
    LongAccumulator longs = counter();
    longs.add(1);

    assertThat(AccumulatorRegistry.adopt(longs.forAnotherDriver())).isSameAs(longs);
    assertThat(longs.value()).isEqualTo(1);
    assertThatThrownBy(AccumulatorRegistry::becomeDriver).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatArrivesTwiceIsMergedOnce() throws Exception {
    LongAccumulator longs = counter();
    worker.call(task(() -> add(longs, 2)));
    byte[] updates = requireNonNull(leavingTheWorker());
    Code<Boolean> receive =
        () -> {
          AccumulatorRegistry.receive(updates);
          return true;
        };
    worker.call(receive); // a stream forks
    worker.call(receive);
    driver.call(receive);
    passOn();

    assertThat(driver.call(longs::value)).isEqualTo(2);
  }

  @Test
  void whatATaskOfAStreamAddsGoesWithTheBlocksOfItsThread() throws Exception {
    LongAccumulator longs = counter();
    Code<Boolean> adds = task(() -> add(longs, 2));

    assertThat(
            worker.call(
                () -> {
                  ExecutorService another = Executors.newSingleThreadExecutor();
                  try {
                    another.submit(adds).get();
                    boolean here = AccumulatorRegistry.takeUpdates() != null;
                    boolean there = another.submit(AccumulatorRegistry::takeUpdates).get() != null;
                    return here + " " + there;
                  } finally {
                    another.shutdown();
                  }
                }))
        .isEqualTo("false true");
  }

  @Test
  void whatATaskOfAnRddAddsGoesWithAnyBlock() throws Exception {
    LongAccumulator longs = counter();
    byte[] function = JavaSerialization.write((Code<Boolean>) () -> add(longs, 2));
    worker.call(
        () -> {
          ExecutorService another = Executors.newSingleThreadExecutor();
          try {
            LocalTask task = LocalTask.ofJob(0, 0, 1, 0, 0, new Properties());
            return another
                .submit(() -> task.run(() -> ((Code<?>) JavaSerialization.read(function)).call()))
                .get();
          } finally {
            another.shutdown();
          }
        });
    passOn();

    assertThat(driver.call(longs::value)).isEqualTo(2);
  }

  @Test
  void theClientIsShownWhatHasChanged() throws Exception {
    LongAccumulator longs = counter();
    LongAccumulator others = counter();
    Words words = registered(new Words(), "words");
    CollectionAccumulator<String> texts = registered(new CollectionAccumulator<>(), "texts");
    DoubleAccumulator doubles = registered(new DoubleAccumulator(), "doubles");
    longs.add(1);
    words.add("here");
    driver.call(() -> add(longs, 5));
    driver.call(() -> words.value().add("there"));
    driver.call(
        () -> {
          texts.add("t");
          doubles.add(2.5);
          return others.value();
        });
    AccumulatorValues.replace(requireNonNull(changes()));

    assertThat(longs.value()).isEqualTo(5);
    assertThat(words.value()).containsExactly("there");
    assertThat(texts.value()).containsExactly("t");
    assertThat(doubles.value()).isEqualTo(2.5);
    assertThat(doubles.count()).isEqualTo(1);
    assertThat(changes()).isNull();
    driver.call(() -> add(longs, 1));
    others.add(3);
    AccumulatorValues.replace(requireNonNull(changes()));
    assertThat(longs.value()).isEqualTo(6);
    assertThat(others.value()).as("all are shown").isZero();
  }

  private byte @Nullable [] changes() throws IOException {
    return driver.<byte[]>call(AccumulatorValues::ifChanged);
  }

  @Test
  void driverFunctionsInsideTheGraphAddFromAnotherProcess() throws Exception {
    LongAccumulator longs = counter();
    worker.call(
        () -> {
          longs.add(4);
          AccumulatorRegistry.driverFunctionDone();
          AccumulatorRegistry.driverFunctionDone();
          return true;
        });
    passOn();

    assertThat(driver.call(longs::value)).isEqualTo(4);
    assertThat(leavingTheWorker()).isNull();
  }

  @Test
  void whatADriverFunctionRegistersIsForItsProcess() throws Exception {
    LongAccumulator longs = counter();

    assertThat(
            worker.call(
                () -> {
                  LongAccumulator own = counter();
                  task(() -> add(own, 3)).call();
                  return own.value() + " " + (own.id() != longs.id()) + own.isRegistered();
                }))
        .isEqualTo("3 truetrue");
    assertThat(leavingTheWorker()).isNull();
  }

  @Test
  void whatMergeThrowsIsNoFailureOfWhoReceives() throws Exception {
    Unmergeable broken = registered(new Unmergeable(), "broken");
    LongAccumulator longs = counter();
    worker.call(
        task(
            () -> {
              broken.add("x");
              longs.add(1);
              return true;
            }));
    passOn();

    assertThat(driver.call(longs::value)).isEqualTo(1);
    assertThat(driver.call(broken::isZero)).isTrue();
  }

  @Test
  void inAProgramOfOneProcessNothingWaits() throws Exception {
    LongAccumulator longs = counter();
    task(() -> add(longs, 2)).call();

    assertThat(longs.value()).isEqualTo(2);
    assertThat(AccumulatorRegistry.takeUpdates()).isNull();
    AccumulatorRegistry.driverFunctionDone();
    assertThat(longs.value()).isEqualTo(2);
  }
}
