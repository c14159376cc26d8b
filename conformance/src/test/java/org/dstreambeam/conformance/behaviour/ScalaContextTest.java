// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.Test;
import scala.Function0;
import scala.Function1;
import scala.Function2;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.concurrent.duration.Duration;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * {@code SparkContext} as compiled Scala programs call it, with its values of left out parameters.
 */
class ScalaContextTest {

  /** As Scala's compiler makes functions: they can be serialised. */
  private interface One<A, R> extends Function1<A, R>, Serializable {}

  private interface Two<A, B, R> extends Function2<A, B, R>, Serializable {}

  private static <T> ClassTag<T> tag(Class<?> type) {
    return ClassTag$.MODULE$.apply(type);
  }

  @SafeVarargs
  private static <T> Seq<T> seq(T... elements) {
    return JavaConverters.asScalaBuffer(Arrays.asList(elements));
  }

  private static void run(java.util.function.Consumer<SparkContext> program) {
    SparkContext context = new SparkContext(Table.conf());
    try {
      program.accept(context);
    } finally {
      context.stop();
    }
  }

  private static void expect(RDD<?> rdd, String expected) {
    Rdds.expect(new JavaRDD<>(rdd, tag(Object.class)), expected);
  }

  @Test
  void isMadeInManyWays() {
    check(new SparkContext("local[2]", "a"), "a");
    check(new SparkContext("local[2]", "b", new SparkConf().setAppName("other")), "b");
    check(new SparkContext("local[2]", "c", "/home", seq()), "c");
    check(
        new SparkContext(
            "local[2]", "d", "/home", seq(), scala.collection.immutable.Map$.MODULE$.empty()),
        "d");
  }

  private static void check(SparkContext context, String name) {
    try {
      assertThat(context.master()).isEqualTo("local[2]");
      assertThat(context.appName()).isEqualTo(name);
      assertThat(context.emptyRDD(tag(String.class)).count()).isZero();
    } finally {
      context.stop();
    }
  }

  @Test
  void isGotOrMade() {
    SparkContext made = SparkContext.getOrCreate(Table.conf());
    try {
      assertThat(SparkContext.getOrCreate()).isSameAs(made);
      assertThat(SparkContext.getOrCreate(new SparkConf().setAppName("ignored"))).isSameAs(made);
      assertThat(made.appName()).isEqualTo("behaviour");
    } finally {
      made.stop();
    }
    SparkContext next = SparkContext.getOrCreate(Table.conf());
    try {
      assertThat(next).isNotSameAs(made);
    } finally {
      next.stop(0);
      assertThat(next.isStopped()).isTrue();
    }
  }

  @Test
  void knowsItself() {
    run(
        context -> {
          assertThat(context.applicationId()).startsWith("local-");
          assertThat(context.applicationId()).isEqualTo(context.getConf().get("spark.app.id"));
          assertThat(context.deployMode()).isEqualTo("client");
          assertThat(context.isLocal()).isTrue();
          assertThat(context.isStopped()).isFalse();
          context.assertNotStopped();
          assertThat(context.uiWebUrl().isEmpty()).isTrue();
          assertThat(context.listArchives().isEmpty()).isTrue();
          assertThat(context.listFiles().isEmpty()).isTrue();
          assertThat(context.listJars().isEmpty()).isTrue();
          assertThat(context.files().isEmpty()).isTrue();
          assertThat(context.archives().isEmpty()).isTrue();
          assertThat(context.jars().isEmpty()).isTrue();
          assertThat(context.resources().isEmpty()).isTrue();
          context.getConf().set("spark.app.id", "other");
          assertThat(context.applicationId()).startsWith("local-");
          context.stop();
          assertThat(context.isStopped()).isTrue();
          assertThatThrownBy(context::assertNotStopped)
              .isExactlyInstanceOf(IllegalStateException.class)
              .hasMessageStartingWith("Cannot call methods on a stopped SparkContext.");
          context.stop();
        });
  }

  @Test
  void findsTheJarOfAClass() {
    assertThat(SparkContext.jarOfClass(Function1.class).get()).endsWith(".jar").contains("scala");
    assertThat(SparkContext.jarOfObject(scala.Option.empty()))
        .isEqualTo(SparkContext.jarOfClass(Function1.class));
    assertThat(SparkContext.jarOfClass(ScalaContextTest.class).isEmpty()).isTrue();
    assertThat(SparkContext.jarOfClass(String.class).isEmpty()).isTrue();
  }

  @Test
  void hasValuesForParametersThatScalaLeavesOut() {
    run(
        context -> {
          assertThat(
                  List.of(
                      context.parallelize$default$2(),
                      context.makeRDD$default$2(),
                      context.range$default$4()))
              .containsOnly(2);
          assertThat(
                  List.of(
                      context.textFile$default$2(),
                      context.wholeTextFiles$default$2(),
                      context.binaryFiles$default$2(),
                      context.objectFile$default$2(),
                      context.hadoopRDD$default$5(),
                      context.hadoopFile$default$5()))
              .containsOnly(2);
          assertThat(context.range$default$3()).isEqualTo(1);
          assertThat(context.setJobGroup$default$3()).isFalse();
          assertThat(context.killTaskAttempt$default$2()).isTrue();
          assertThat(context.killTaskAttempt$default$3())
              .isEqualTo("killed via SparkContext.killTaskAttempt");
          assertThat(context.binaryRecords$default$3()).isSameAs(context.hadoopConfiguration());
        });
    SparkContext four = new SparkContext("local[4]", "four");
    try {
      assertThat(four.parallelize$default$2()).isEqualTo(4);
      assertThat(four.textFile$default$2()).isEqualTo(2);
    } finally {
      four.stop();
    }
  }

  @Test
  void makesRdds() {
    run(
        context -> {
          expect(context.makeRDD(seq(1, 2, 3), 2, tag(Integer.class)), "[1] [2, 3]");
          expect(context.parallelize(seq(1, null, 3), 3, tag(Integer.class)), "[1] [null] [3]");
          expect(context.makeRDD(seq(), 2, tag(Integer.class)), "[] []");
          Seq<Tuple2<String, Seq<String>>> placed =
              seq(new Tuple2<>("a", seq("host1")), new Tuple2<>("b", seq()));
          expect(context.makeRDD(placed, tag(String.class)), "[a] [b]");
          expect(context.makeRDD(seq(), tag(String.class)), "[]");
          RDD<Integer> one = context.parallelize(seq(1), 1, tag(Integer.class));
          RDD<Integer> two = context.parallelize(seq(2), 1, tag(Integer.class));
          expect(context.union(seq(one, two), tag(Integer.class)), "[1] [2]");
          expect(context.union(one, seq(two, one), tag(Integer.class)), "[1] [2] [1]");
          assertThatThrownBy(() -> context.makeRDD(seq(1), 0, tag(Integer.class)).count())
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("Positive number of partitions required");
        });
  }

  @Test
  void numbersItsRdds() {
    run(
        context -> {
          assertThat(context.newRddId()).isZero();
          assertThat(context.newRddId()).isEqualTo(1);
          RDD<Integer> rdd = context.parallelize(seq(1), 1, tag(Integer.class));
          assertThat(rdd.id()).isEqualTo(2);
          assertThat(context.newRddId()).isEqualTo(3);
        });
  }

  private static Function1<Iterator<Integer>, Integer> sum() {
    One<Iterator<Integer>, Integer> sum =
        records -> {
          int total = 0;
          while (records.hasNext()) {
            total += records.next();
          }
          return total;
        };
    return sum;
  }

  private static Function2<TaskContext, Iterator<Integer>, String> sumAndPartition() {
    Two<TaskContext, Iterator<Integer>, String> function =
        (task, records) -> task.partitionId() + ":" + sum().apply(records);
    return function;
  }

  private static Function2<Object, Object, BoxedUnit> into(
      ConcurrentSkipListMap<Object, Object> map) {
    Two<Object, Object, BoxedUnit> put =
        (index, result) -> {
          map.put(index, result);
          return BoxedUnit.UNIT;
        };
    return put;
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // results of any class are objects
  void runsJobs() {
    run(
        context -> {
          RDD<Integer> rdd = context.parallelize(seq(1, 2, 3, 4), 3, tag(Integer.class));
          assertThat(context.runJob(rdd, sum(), tag(Integer.class)))
              .isEqualTo(new Integer[] {1, 2, 7});
          assertThat(context.runJob(rdd, sum(), seq(2, 0), tag(Integer.class)))
              .isEqualTo(new Integer[] {7, 1});
          assertThat(context.runJob(rdd, sumAndPartition(), tag(String.class)))
              .isEqualTo(new String[] {"0:1", "1:2", "2:7"});
          assertThat(context.runJob(rdd, sumAndPartition(), seq(1), tag(String.class)))
              .isEqualTo(new String[] {"1:2"});
          assertThat(context.runJob(rdd, sum(), seq(), tag(Integer.class)))
              .isEqualTo(new Integer[0]);
          assertThat(
                  context.runJob(
                      context.emptyRDD(tag(Integer.class)), (Function1) sum(), tag(int.class)))
              .isEqualTo(new int[0]);
          assertThatThrownBy(() -> context.runJob(rdd, sum(), seq(3), tag(Integer.class)))
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "Attempting to access a non-existent partition: 3. Total number of partitions: 3");
          ConcurrentSkipListMap<Object, Object> seen = new ConcurrentSkipListMap<>();
          context.runJob(rdd, (Function1) sum(), into(seen), tag(Integer.class));
          assertThat(seen).hasToString("{0=1, 1=2, 2=7}");
          seen.clear();
          context.runJob(rdd, (Function2) sumAndPartition(), into(seen), tag(String.class));
          assertThat(seen).hasToString("{0=0:1, 1=1:2, 2=2:7}");
          seen.clear();
          context.runJob(
              rdd, (Function2) sumAndPartition(), seq(2, 1), into(seen), tag(String.class));
          assertThat(seen).hasToString("{0=2:7, 1=1:2}");
        });
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // results of any class are objects
  void submitsJobs() {
    run(
        context -> {
          RDD<Integer> rdd = context.parallelize(seq(1, 2, 3, 4), 3, tag(Integer.class));
          ConcurrentSkipListMap<Object, Object> seen = new ConcurrentSkipListMap<>();
          Function0<String> result = () -> "seen " + seen;
          SimpleFutureAction<String> job =
              context.submitJob(rdd, (Function1) sum(), seq(0, 2), into(seen), result);
          assertThat(resultOf(job)).isEqualTo("seen {0=1, 1=7}");
          assertThat(job.isCompleted()).isTrue();
          assertThat(job.jobIds().size()).isEqualTo(1);
          SimpleFutureAction<String> nothing =
              context.submitJob(rdd, (Function1) sum(), seq(), into(seen), () -> "nothing");
          assertThat(resultOf(nothing)).isEqualTo("nothing");
          assertThatThrownBy(
                  () -> context.submitJob(rdd, (Function1) sum(), seq(9), into(seen), result))
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "Attempting to access a non-existent partition: 9. Total number of partitions: 3");
        });
  }

  private static Object resultOf(SimpleFutureAction<?> job) {
    try {
      return job.result(Duration.apply(60, TimeUnit.SECONDS), null);
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void hasPropertiesOfThreads() {
    run(
        context -> {
          context.setLocalProperty("of.the.thread", "1");
          assertThat(context.getLocalProperties().getProperty("of.the.thread")).isEqualTo("1");
          assertThat(context.localProperties().get()).isSameAs(context.getLocalProperties());
          Properties mine = new Properties();
          mine.setProperty("mine", "2");
          context.setLocalProperties(mine);
          assertThat(context.getLocalProperties()).isSameAs(mine);
          assertThat(context.getLocalProperty("mine")).isEqualTo("2");
          assertThat(context.getLocalProperty("of.the.thread")).isNull();
          context.setInterruptOnCancel(true);
          assertThat(context.getLocalProperty("spark.job.interruptOnCancel")).isEqualTo("true");
          context.setInterruptOnCancel(false);
          assertThat(context.getLocalProperty("spark.job.interruptOnCancel")).isEqualTo("false");
        });
  }

  @Test
  void hasNoOtherExecutors() {
    run(
        context -> {
          assertThat(context.killExecutors(seq("1"))).isFalse();
          assertThat(
                  context.requestTotalExecutors(
                      2, 0, scala.collection.immutable.Map$.MODULE$.empty()))
              .isFalse();
          assertThat(context.getPoolForName("none").isEmpty()).isTrue();
          assertThat(context.getAllPools().isEmpty()).isTrue();
        });
  }
}
