// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Made-up text: lines of ten words, each drawn evenly from ten thousand; the same for the same
 * seed.
 */
final class Words {

  static final int VOCABULARY = 10_000;
  static final int PER_LINE = 10;

  private static final List<String> ALL = vocabulary();

  private Words() {}

  static List<String> lines(int count, long seed) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      lines.add(line(random));
    }
    return lines;
  }

  private static String line(Random random) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < PER_LINE; i++) {
      if (i > 0) {
        line.append(' ');
      }
      line.append(ALL.get(random.nextInt(VOCABULARY)));
    }
    return line.toString();
  }

  /** Words of three to ten letters. */
  private static List<String> vocabulary() {
    Random random = new Random(1);
    Set<String> words = new LinkedHashSet<>();
    while (words.size() < VOCABULARY) {
      StringBuilder word = new StringBuilder();
      for (int length = 3 + random.nextInt(8); length > 0; length--) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      words.add(word.toString());
    }
    return List.copyOf(words);
  }
}
