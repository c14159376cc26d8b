// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/** Whether it matters when a task function runs. */
class TaskCodeTest {

  private static final Logger LOG = LoggerFactory.getLogger(TaskCodeTest.class);
  private static final Pattern SPACE = Pattern.compile(" ");
  private static final int[] LIMITS = {1, 2};
  private static final ConcurrentHashMap<String, String> SEEN = new ConcurrentHashMap<>();

  private static int threshold;

  @Test
  void whatOnlyComputesIsPure() {
    assertThat(isPure(String::length)).isTrue();
    assertThat(isPure(w -> w.toLowerCase(Locale.ROOT) + SPACE.split(w).length)).isTrue();
    assertThat(isPure(w -> new Tuple2<>(w, helper(w)))).isTrue();
    assertThat(isPure(w -> new Word(w).length())).isTrue();
    assertThat(
            isPure(
                w -> {
                  List<String> parts = new ArrayList<>();
                  for (String part : w.split(",")) {
                    parts.add(part.trim());
                  }
                  return parts.stream()
                      .filter(p -> !p.isEmpty())
                      .sorted(Comparator.comparing(String::length))
                      .collect(Collectors.toList());
                }))
        .isTrue();
  }

  private static int helper(String word) {
    return word.isEmpty() ? 0 : 1 + helper(word.substring(1));
  }

  @Test
  void whatReadsOrWritesAStaticFieldIsNot() {
    assertThat(isPure(w -> w.length() > threshold)).isFalse();
    assertThat(isPure(w -> w.length() > LIMITS[0])).isFalse();
    assertThat(isPure(w -> SEEN.put(w, w))).isFalse();
    assertThat(isPure(w -> threshold = w.length())).isFalse();
  }

  @Test
  void whatItCallsCountsToo() {
    assertThat(isPure(w -> reads(w))).isFalse();
    assertThat(isPure(TaskCodeTest::reads)).isFalse();
    assertThat(isPure(w -> w.chars().filter(c -> c > threshold).count())).isFalse();
    assertThat(isPure(w -> new Telling(w).toString())).isFalse();
  }

  private static boolean reads(String word) {
    return deeper(word);
  }

  private static boolean deeper(String word) {
    return word.length() > threshold;
  }

  @Test
  void outputClocksAndThreadsAreNot() {
    assertThat(
            isPure(
                w -> {
                  System.out.println(w);
                  return w;
                }))
        .isFalse();
    assertThat(
            isPure(
                w -> {
                  LOG.info(w);
                  return w;
                }))
        .isFalse();
    assertThat(isPure(w -> System.nanoTime())).isFalse();
    assertThat(isPure(w -> Instant.now())).isFalse();
    assertThat(
            isPure(
                w -> {
                  Thread.sleep(0);
                  return w;
                }))
        .isFalse();
    assertThat(isPure(w -> TaskContext.getPartitionId())).isFalse();
  }

  @Test
  void whatItHoldsCountsToo() {
    Function<String, Integer> pure = String::length;
    Function<String, Boolean> impure = w -> w.length() > threshold;

    assertThat(isPure(w -> pure.call(w) + 1)).isTrue();
    assertThat(isPure(w -> impure.call(w))).isFalse();
    assertThat(isPure(new Holding(impure))).isFalse();
    assertThat(isPure(new Holding(w -> true))).isTrue();
  }

  @Test
  void anImplementationThatIsNotKnownMayDoAnything() {
    Shape shape = word -> word.length();
    assertThat(isPure(w -> shape.of(w))).isFalse();
  }

  private interface Shape extends Serializable {
    int of(String word);
  }

  private record Word(String text) {
    int length() {
      return text.length();
    }
  }

  private static final class Telling {
    private final String text;

    Telling(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      System.out.println(text);
      return text;
    }
  }

  private static final class Holding implements Function<String, Boolean> {
    private static final long serialVersionUID = 1L;

    private final Function<String, Boolean> held;

    Holding(Function<String, Boolean> held) {
      this.held = held;
    }

    @Override
    public Boolean call(String word) throws Exception {
      return held.call(word);
    }
  }

  private static boolean isPure(Function<String, ?> function) {
    return new TaskCode(TaskCodeTest.class).impurity(function) == null;
  }
}
