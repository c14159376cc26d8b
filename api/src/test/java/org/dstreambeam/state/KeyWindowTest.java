// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.apache.spark.api.java.function.Function2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyWindowTest {

  private final KeyWindow<String, String> window = new KeyWindow<>("k");
  private int calls;

  /** Associative, not commutative. */
  private String append(String left, String right) {
    calls++;
    return left + "," + right;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void reducesWhatANaiveFoldReduces(long seed) throws Exception {
    Random random = new Random(seed);
    Deque<String> naive = new ArrayDeque<>();
    for (int step = 0; step < 2_000; step++) {
      if (naive.isEmpty() || random.nextInt(100) < 52) {
        naive.add("v" + step);
        window.add("v" + step, step, 2 * step);
      } else {
        naive.remove();
        window.removeOldest();
      }
      assertThat(window.isEmpty()).isEqualTo(naive.isEmpty());
      if (!naive.isEmpty()) {
        int batch = Integer.parseInt(naive.element().substring(1));
        assertThat(window.oldestBatch()).isEqualTo(batch);
        assertThat(window.oldestPosition()).isEqualTo(2 * batch);
        if (random.nextInt(3) != 0) { // not every batch is a slide
          assertThat(window.reduced(this::append)).isEqualTo(String.join(",", naive));
        }
      }
    }
  }

  @Test
  void aSlideCostsTheSameHoweverLongTheWindow() throws Exception {
    int length = 1_000;
    for (int i = 0; i < length; i++) {
      window.add("v", i, 0);
    }
    calls = 0;
    int slides = 10 * length;
    for (int i = 0; i < slides; i++) {
      window.add("v", length + i, 0);
      window.removeOldest();
      window.reduced((left, right) -> count(right));
    }
    assertThat(calls).isLessThan(4 * slides);
  }

  private String count(String value) {
    calls++;
    return value;
  }

  @Test
  void isUsableAfterAFunctionThatFailed() throws Exception {
    Function2<String, String, String> append = this::append;
    for (int failAt = 1; failAt <= 12; failAt++) {
      KeyWindow<String, String> tried = new KeyWindow<>("k");
      for (String value : "a b c d e".split(" ")) {
        tried.add(value, 0, 0);
      }
      failing(tried, failAt);
      tried.removeOldest();
      tried.add("f", 1, 0);
      tried.add("g", 1, 0);
      failing(tried, failAt);

      assertThat(tried.reduced(append)).as("failed at call %s", failAt).isEqualTo("b,c,d,e,f,g");
      assertThat(tried.reduced(append)).isEqualTo("b,c,d,e,f,g");
    }
  }

  /** Lets a call fail, if there are so many. */
  private void failing(KeyWindow<String, String> tried, int failAt) throws Exception {
    int[] left = {failAt};
    Function2<String, String, String> failing =
        (x, y) -> {
          if (--left[0] == 0) {
            throw new IllegalStateException("call " + failAt);
          }
          return append(x, y);
        };
    try {
      tried.reduced(failing);
      assertThat(left[0]).isPositive();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("call " + failAt);
    }
  }

  @Test
  void keepsItsValuesWhateverTheFunctionDoesToThem() throws Exception {
    KeyWindow<String, int[]> cells = new KeyWindow<>("k");
    Function2<int[], int[], int[]> intoFirst =
        (x, y) -> {
          x[0] += y[0];
          y[0] = -1_000;
          return x;
        };
    for (int i = 1; i <= 4; i++) {
      cells.add(new int[] {i}, i, 0);
      assertThat(cells.reduced(intoFirst)).containsExactly(i * (i + 1) / 2);
      assertThat(cells.reduced(intoFirst)).containsExactly(i * (i + 1) / 2);
    }
    cells.removeOldest();
    assertThat(cells.reduced(intoFirst)).containsExactly(9);
  }

  @Test
  void aSingleValueIsNotReduced() throws Exception {
    window.add("only", 7, 3);

    assertThat(
            window.reduced(
                (x, y) -> {
                  throw new AssertionError("called");
                }))
        .isEqualTo("only");
    window.removeOldest();
    assertThat(window.isEmpty()).isTrue();
  }
}
