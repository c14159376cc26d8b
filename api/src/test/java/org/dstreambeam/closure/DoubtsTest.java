// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.VoidFunction;
import org.dstreambeam.rdd.ClassTags;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Why driver functions are not computed ahead. */
class DoubtsTest {

  private static final SparkContext CONTEXT = new SparkContext("local[2]", "doubts");
  private static final AtomicInteger COUNTED = new AtomicInteger();
  private static int most = 3;

  private int changing = 1;

  @AfterAll
  static void stop() {
    CONTEXT.stop();
  }

  @Test
  void thereAreNoneOfWhatIsReadOrDerivesNothing() {
    assertThat(output(rdd -> rdd.map(String::length).foreach(n -> {}))).isNull();
    assertThat(output(rdd -> rdd.take(3))).isNull();
    assertThat(transform(rdd -> rdd.map(String::length))).isNull();
    assertThat(transform(rdd -> rdd)).isNull();
  }

  @Test
  void areOfWhatAFunctionCaptures() {
    assertThat(
            output(
                rdd -> {
                  int now = changing;
                  rdd.filter(word -> word.length() > now).foreach(word -> {});
                }))
        .isEqualTo("filter takes a lambda that captures field changing, which is not final");
    assertThat(
            output(
                rdd -> {
                  int now = most;
                  rdd.filter(word -> word.length() > now).foreach(word -> {});
                }))
        .isEqualTo("filter takes a lambda that captures static field DoubtsTest.most");
    assertThat(
            output(
                rdd -> {
                  long count = rdd.count();
                  rdd.filter(word -> word.length() > count).foreach(word -> {});
                }))
        .isEqualTo("filter takes a lambda that captures what count returns");
    assertThat(
            output(
                rdd -> {
                  int next = changing + 1;
                  rdd.filter(word -> word.length() > next).foreach(word -> {});
                }))
        .isEqualTo("filter takes a lambda that captures what is computed");
  }

  @Test
  void areOfWhatATaskFunctionDoes() {
    assertThat(output(rdd -> rdd.map(word -> System.nanoTime()).foreach(n -> {})))
        .isEqualTo("map takes a function that calls System.nanoTime");
    assertThat(output(rdd -> rdd.map(word -> COUNTED.incrementAndGet()).foreach(n -> {})))
        .isEqualTo(
            "map takes a function that reads static field DoubtsTest.COUNTED, which may change");
    assertThat(output(rdd -> rdd.map(word -> most++).foreach(n -> {})))
        .startsWith("map takes a function that reads static field DoubtsTest.most");
    assertThat(output(rdd -> rdd.map(Unknown::new).foreach(n -> {})))
        .isEqualTo(
            "map takes a function that calls DoubtsTest.Unknown.close, whose code cannot be read");
  }

  private static final class Unknown {
    Unknown(String word) {
      close(word);
    }

    native void close(String word);
  }

  @Test
  void areOfWhereAnRddGoes() {
    assertThat(output(rdd -> keep(rdd.map(String::length))))
        .isEqualTo("what map gives goes to DoubtsTest.keep");
    assertThat(output(rdd -> rdd.map(String::length).take(1)))
        .isEqualTo("what map gives goes to take");
    assertThat(
            output(
                rdd -> {
                  JavaRDD<Integer> lengths = rdd.map(String::length);
                  lengths.count();
                  lengths.foreach(n -> {});
                }))
        .isEqualTo("what map gives is read more than once, and is not cached");
    assertThat(output(rdd -> rdd.sortBy(word -> word, true, 1).foreach(word -> {}))).isNull();
  }

  private static void keep(JavaRDD<?> rdd) {
    assertThat(rdd).isNotNull();
  }

  @Test
  void areOfCodeThatCannotBeRead() {
    assertThat(
            output(
                rdd -> {
                  for (int i = 0; i < 2; i++) {
                    rdd.map(String::length).foreach(n -> {});
                  }
                }))
        .isEqualTo("it has a loop");
    List<Object> kept = new ArrayList<>();
    assertThat(output(kept::add)).isEqualTo("its code cannot be read");
  }

  @Test
  void ofATransformAreAlsoOfWhatElseItDoes() {
    assertThat(
            transform(
                rdd -> {
                  rdd.count();
                  return rdd.map(String::length);
                }))
        .isEqualTo("it calls count");
    assertThat(transform(rdd -> rdd.map(String::length).cache())).isEqualTo("it calls cache");
    assertThat(transform(rdd -> rdd.isEmpty() ? rdd : rdd.filter(String::isEmpty)))
        .isEqualTo("it calls isEmpty");
    assertThat(transform(rdd -> changing > 0 ? rdd : rdd.filter(String::isEmpty)))
        .isEqualTo("it has more than one way");
    assertThat(transform(rdd -> rdd.distinct(2))).isEqualTo("it calls distinct");
  }

  private static @Nullable String output(VoidFunction<JavaRDD<String>> function) {
    return read(function).doubtOfChainsRead();
  }

  private static @Nullable String transform(Function<JavaRDD<String>, JavaRDD<?>> function) {
    return read(function).doubtOfChainReturned();
  }

  private static ReadFunction read(Object function) {
    return new DriverFunctions(CONTEXT, null)
        .read(function, rdd -> new JavaRDD<>(rdd, ClassTags.any()));
  }
}
