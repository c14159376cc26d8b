// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.streaming.Time;
import org.dstreambeam.closure.DriverFunctions.Step;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.rdd.ClassTags;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

class DriverFunctionsTest {

  private static final Logger LOG = LoggerFactory.getLogger(DriverFunctionsTest.class);

  private static final SparkContext CONTEXT = new SparkContext("local[2]", "closures");

  private static int counted;

  private int changing;

  @AfterAll
  static void stop() {
    CONTEXT.stop();
  }

  @Test
  void readsAChainUpToItsAction() {
    assertThat(chains(rdd -> rdd.map(String::length).filter(n -> n > 1).foreach(n -> {})))
        .containsExactly("map, filter");
    assertThat(
            chains(
                rdd -> rdd.mapToPair(w -> new Tuple2<>(w, 1)).values().foreachPartition(i -> {})))
        .containsExactly("mapToPair, values");
  }

  @Test
  void readsAnonymousAndNamedClasses() {
    assertThat(
            chains(
                new VoidFunction<JavaRDD<String>>() {
                  @Override
                  public void call(JavaRDD<String> rdd) {
                    rdd.map(new Length(3)).foreach(n -> {});
                  }
                }))
        .containsExactly("map");
    assertThat(chains(new Saving())).containsExactly("filter");
  }

  @Test
  void readsFunctionsThatCaptureWhatCannotChange() {
    String prefix = "a";
    long least = 3L;

    assertThat(
            chains(
                rdd ->
                    rdd.filter(w -> w.startsWith(prefix) && w.length() > least)
                        .foreachPartition(w -> {})))
        .containsExactly("filter");
  }

  @Test
  void seesThroughGuardsAndLogging() {
    assertThat(
            chains(
                rdd -> {
                  if (!rdd.isEmpty()) {
                    LOG.info("a batch of {}", rdd.count());
                    System.out.println("batch " + rdd.id());
                    rdd.map(String::length).foreachPartition(n -> {});
                  }
                }))
        .containsExactly("map");
    assertThat(
            chains(
                rdd -> {
                  if (rdd.take(1).size() == 0) {
                    return;
                  }
                  JavaRDD<Integer> lengths = rdd.map(String::length);
                  lengths.foreach(n -> {});
                }))
        .containsExactly("map");
  }

  @Test
  void aTimeThatIsOnlyToldIsNoMatter() {
    VoidFunction2<JavaRDD<String>, Time> function =
        (rdd, time) -> {
          LOG.info("batch {}", time.milliseconds());
          rdd.map(String::length).foreach(n -> {});
        };

    assertThat(chainsOf(function)).containsExactly("map");
  }

  @Test
  void aTimeThatATaskFunctionCapturesEndsTheChain() {
    VoidFunction2<JavaRDD<String>, Time> function =
        (rdd, time) -> rdd.map(w -> w + time).foreach(n -> {});

    assertThat(chainsOf(function)).isEmpty();
  }

  @Test
  void whatIsReadTwiceOrInPartIsNotComputedAhead() {
    assertThat(
            chains(
                rdd -> {
                  JavaRDD<Integer> lengths = rdd.map(String::length);
                  LOG.info("{}", lengths.count());
                  lengths.foreach(n -> {});
                }))
        .isEmpty();
    assertThat(chains(rdd -> LOG.info("{}", rdd.map(String::length).take(3)))).isEmpty();
    assertThat(chains(rdd -> LOG.info("{}", rdd.map(String::length).isEmpty()))).isEmpty();
  }

  @Test
  void whatIsCachedMayBeReadTwice() {
    assertThat(
            chains(
                rdd -> {
                  JavaRDD<Integer> lengths = rdd.map(String::length).cache();
                  if (lengths.count() > 0) {
                    lengths.foreach(n -> {});
                  }
                }))
        .containsExactly("map");
  }

  @Test
  void eachOfTwoWaysHasItsChain() {
    assertThat(
            chains(
                rdd -> {
                  if (rdd.count() > 100) {
                    rdd.filter(w -> w.isEmpty()).foreach(n -> {});
                  } else {
                    rdd.map(String::length).foreach(n -> {});
                  }
                }))
        .containsExactlyInAnyOrder("filter", "map");
  }

  @Test
  void whatGoesElsewhereIsNotFollowed() {
    List<Object> elsewhere = new ArrayList<>();
    assertThat(
            chains(
                rdd -> {
                  JavaRDD<Integer> lengths = rdd.map(String::length);
                  elsewhere.add(lengths);
                  lengths.foreach(n -> {});
                }))
        .isEmpty();
    assertThat(chains(rdd -> helper(rdd.map(String::length)))).isEmpty();
  }

  private static void helper(JavaRDD<Integer> rdd) {
    rdd.foreach(n -> {});
  }

  @Test
  void aFunctionThatReadsWhatMayChangeEndsTheChain() {
    int[] box = {1};
    AtomicInteger holder = new AtomicInteger();
    assertThat(chains(rdd -> rdd.filter(w -> w.length() > box[0]).foreach(n -> {}))).isEmpty();
    assertThat(chains(rdd -> rdd.filter(w -> w.length() > holder.get()).foreach(n -> {})))
        .isEmpty();
    assertThat(
            chains(
                rdd -> {
                  int least = counted;
                  rdd.filter(w -> w.length() > least).foreach(n -> {});
                }))
        .isEmpty();
    assertThat(
            chains(
                rdd -> {
                  int least = box[0];
                  rdd.filter(w -> w.length() > least).foreach(n -> {});
                }))
        .isEmpty();
    assertThat(new Fields().chains()).isEmpty();
    changing++;
    counted++;
  }

  /** Reads a field that is not final. */
  private final class Fields implements Serializable {
    private static final long serialVersionUID = 1L;

    private int least = changing;

    List<String> chains() {
      return DriverFunctionsTest.chains(
          rdd -> {
            int now = this.least;
            rdd.filter(w -> w.length() > now).foreach(n -> {});
          });
    }
  }

  @Test
  void aLoopIsNotRead() {
    assertThat(
            chains(
                rdd -> {
                  for (int i = 0; i < 3; i++) {
                    rdd.map(String::length).foreach(n -> {});
                  }
                }))
        .isEmpty();
  }

  @Test
  void aShuffleNeedsToKnowItsPartitions() {
    assertThat(
            chains(
                rdd ->
                    rdd.mapToPair(w -> new Tuple2<>(w, 1))
                        .reduceByKey(Integer::sum)
                        .foreach(n -> {})))
        .isEmpty();
    assertThat(
            chains(
                rdd ->
                    rdd.mapToPair(w -> new Tuple2<>(w, 1))
                        .reduceByKey(Integer::sum, 3)
                        .mapValues(n -> n + 1)
                        .foreach(n -> {})))
        .containsExactly("mapToPair, reduceByKey, mapValues");
  }

  @Test
  void aFunctionThatWillBeRefusedIsLeftToItsRun() {
    Object cannotTravel = new Object();

    assertThat(chains(rdd -> rdd.map(w -> cannotTravel.hashCode()).foreach(n -> {}))).isEmpty();
  }

  @Test
  void nothingOfTheProgramRuns() {
    counted = 0;
    chains(
        rdd -> {
          counted++;
          rdd.map(String::length).foreach(n -> {});
        });

    assertThat(counted).isZero();
  }

  @Test
  void tellsTheChainThatAFunctionReturns() {
    assertThat(returned(rdd -> rdd.map(String::length).filter(n -> n > 1)))
        .containsExactly("map", "filter");
    assertThat(returned(rdd -> rdd)).isEmpty();
    assertThat(
            returned(
                rdd ->
                    rdd.mapToPair(w -> new Tuple2<>(w, 1))
                        .reduceByKey(new HashPartitioner(2), Integer::sum)))
        .containsExactly("mapToPair", "reduceByKey");
  }

  @Test
  void aFunctionThatDoesMoreThanReturnIsNoChain() {
    assertThat(
            returned(
                rdd -> {
                  LOG.info("batch");
                  return rdd.map(String::length);
                }))
        .isNull();
    assertThat(returned(rdd -> rdd.count() > 2 ? rdd : rdd.filter(w -> false))).isNull();
    assertThat(
            returned(
                rdd -> {
                  counted++;
                  return rdd.map(String::length);
                }))
        .isNull();
    JavaRDD<String> fixed = new JavaRDD<>(CONTEXT.emptyRDD(ClassTags.any()), ClassTags.any());
    assertThat(returned(rdd -> fixed)).isNull();
  }

  @Test
  void aCallThatMayBeMadeAgainWhenItFailsIsNotReadOnce() {
    assertThat(
            chains(
                rdd -> {
                  JavaRDD<Integer> lengths = rdd.map(String::length);
                  try {
                    lengths.foreach(n -> {});
                  } catch (RuntimeException e) {
                    lengths.foreach(n -> {});
                  }
                }))
        .isEmpty();
    assertThat(
            chains(
                rdd -> {
                  try {
                    rdd.map(String::length).foreach(n -> {});
                  } catch (RuntimeException e) {
                    LOG.warn("no batch", e);
                  } finally {
                    LOG.info("done");
                  }
                }))
        .containsExactly("map");
  }

  @Test
  void readsWhatIsSynchronizedOrChosen() {
    assertThat(
            chains(
                rdd -> {
                  synchronized (LOG) {
                    rdd.map(String::length).foreach(n -> {});
                  }
                }))
        .containsExactly("map");
    assertThat(
            chains(
                rdd -> {
                  switch ((int) rdd.count()) {
                    case 0 -> LOG.info("none");
                    case 1 -> rdd.map(String::length).foreach(n -> {});
                    default -> rdd.filter(String::isEmpty).foreach(n -> {});
                  }
                }))
        .containsExactlyInAnyOrder("map", "filter");
  }

  @Test
  void aTaskFunctionThatReadsAStaticFieldEndsTheChain() {
    assertThat(chains(rdd -> rdd.filter(w -> w.length() > counted).foreach(n -> {}))).isEmpty();
    Function<String, Boolean> given = w -> w.length() > counted;
    assertThat(chains(rdd -> rdd.filter(given).foreach(n -> {}))).isEmpty();
  }

  @Test
  void aTransformThatCountsItsCallsIsNoChain() {
    int[] calls = {0};
    assertThat(
            returned(
                rdd -> {
                  calls[0]++;
                  return rdd.map(String::length);
                }))
        .isNull();
    assertThat(returned(rdd -> rdd.map(String::length).cache())).isNull();
  }

  @Test
  void readsMethodReferencesOfAllKinds() {
    assertThat(returned(JavaRDD::cache)).isNull();
    assertThat(chains(DriverFunctionsTest::ofAClass)).containsExactly("map");
    assertThat(chains(new Saving()::call)).containsExactly("filter");
    assertThat(chains(JavaRDD::count)).isEmpty();
    assertThat(chains(List::of)).isEmpty();
    assertThat(chains(AtomicReference::new)).isEmpty();
  }

  private static void ofAClass(JavaRDD<String> rdd) {
    rdd.map(String::length).foreach(n -> {});
  }

  @Test
  void readsTheMethodThatIsCalledOfSeveralOfItsName() {
    assertThat(chains(new Several())).containsExactly("map");
  }

  private static final class Several implements VoidFunction<JavaRDD<String>> {
    private static final long serialVersionUID = 1L;

    private void call(String word) {
      LOG.info(word);
    }

    @Override
    public void call(JavaRDD<String> rdd) {
      call("several");
      rdd.map(String::length).foreach(n -> {});
    }
  }

  /** A lambda in an interface. */
  private interface Job {
    default List<String> own() {
      return chains(rdd -> hidden(rdd));
    }

    default List<String> direct() {
      return chains(rdd -> rdd.map(String::length).foreach(n -> {}));
    }

    private static void hidden(JavaRDD<String> rdd) {
      rdd.foreach(n -> {});
    }
  }

  @Test
  void readsFunctionsOfInterfaces() {
    Job job = new Job() {};
    assertThat(job.own()).isEmpty();
    assertThat(job.direct()).containsExactly("map");
  }

  @Test
  void objectsOfTheProgramAreNotAsked() {
    Touchy touchy = new Touchy();
    assertThat(
            chains(
                rdd -> {
                  StringBuilder text = new StringBuilder();
                  touchy.use(text);
                  rdd.map(new Length(2)).foreach(n -> {});
                }))
        .containsExactly("map");
  }

  /** Refuses to be compared. */
  private static final class Touchy implements Serializable {
    private static final long serialVersionUID = 1L;

    void use(StringBuilder text) {
      text.append(1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      throw new IllegalStateException("compared");
    }

    @Override
    public int hashCode() {
      throw new IllegalStateException("hashed");
    }
  }

  @Test
  void eachPassOfALoopDeclaresItsOwnFunction() {
    List<Step> first = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int least = i;
      VoidFunction<JavaRDD<String>> function =
          rdd -> rdd.filter(w -> w.length() > least).foreach(n -> {});
      List<List<Step>> chains = read(function).chainsRead();
      assertThat(chains).hasSize(1);
      first.add(chains.get(0).get(0));
    }
    assertThat(first.get(0).step()).isNotEqualTo(first.get(1).step());
  }

  private static final class Length implements Function<String, Integer> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Length(int most) {
      this.most = most;
    }

    @Override
    public Integer call(String word) {
      return Math.min(most, word.length());
    }
  }

  private static final class Saving implements VoidFunction<JavaRDD<String>> {
    private static final long serialVersionUID = 1L;

    private final String prefix = String.valueOf('p');

    @Override
    public void call(JavaRDD<String> rdd) {
      String start = prefix;
      rdd.filter(w -> w.startsWith(start)).foreachPartition(Saving::save);
    }

    private static void save(Iterator<String> words) {
      words.forEachRemaining(w -> {});
    }
  }

  @Test
  void aFunctionThatOnlyReadsItsChainsNeedsNoBatch() {
    assertThat(readsOnlyChains(rdd -> rdd.map(String::length).collect())).isTrue();
    assertThat(
            readsOnlyChains(
                rdd -> {
                  if (!rdd.isEmpty() && rdd.getNumPartitions() > 0) {
                    rdd.map(String::length).foreachPartition(lengths -> {});
                  }
                }))
        .isTrue();
  }

  @Test
  void whatReadsMoreThanItsChainsNeedsTheBatch() {
    assertThat(readsOnlyChains(rdd -> rdd.collect())).isFalse();
    assertThat(
            readsOnlyChains(
                rdd -> {
                  if (rdd.count() > 1) {
                    rdd.map(String::length).collect();
                  }
                }))
        .isFalse();
    assertThat(
            readsOnlyChains(
                rdd -> {
                  rdd.map(String::length).collect();
                  List.of(rdd).forEach(any -> {}); // who knows what this does with it
                }))
        .isFalse();
    assertThat(
            readsOnlyChains(
                rdd -> {
                  JavaRDD<Integer> twice = rdd.map(String::length);
                  twice.collect();
                  twice.count();
                }))
        .isFalse();
  }

  @Test
  void aStepIsRepeatableIfNobodyCouldTell() {
    int[] counted = {0};
    assertThat(isRepeatable(String::length)).isTrue();
    assertThat(isRepeatable(word -> word.split(" ", -1).length)).isTrue();
    assertThat(isRepeatable(word -> counted[0]++)).isFalse();
    assertThat(isRepeatable(word -> TaskContext.getPartitionId())).isFalse();
    assertThat(
            isRepeatable(
                word -> {
                  System.out.println(word);
                  return 1;
                }))
        .isFalse();
  }

  private static boolean isRepeatable(Function<String, Integer> function) {
    return DriverFunctions.isRepeatable(Narrow.map(function));
  }

  private static boolean readsOnlyChains(VoidFunction<JavaRDD<String>> function) {
    return read(function).readsOnlyChains();
  }

  private static List<String> chains(VoidFunction<JavaRDD<String>> function) {
    return chainsOf(function);
  }

  private static List<String> chainsOf(Object function) {
    return read(function).chainsRead().stream()
        .map(steps -> String.join(", ", steps.stream().map(Step::operation).toList()))
        .toList();
  }

  private static @Nullable List<String> returned(Function<JavaRDD<String>, ?> function) {
    List<Step> steps = read(function).chainReturned();
    return steps == null ? null : steps.stream().map(Step::operation).toList();
  }

  private static ReadFunction read(Object function) {
    return new DriverFunctions(CONTEXT, null)
        .read(function, rdd -> new JavaRDD<>(rdd, ClassTags.any()));
  }
}
