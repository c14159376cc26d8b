// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the program of a seed: small, skewed, and with more corner cases than people write. */
final class ProgramGenerator {

  private static final Operation[] OPERATIONS = Operation.values();
  private static final int MOST_UNIONS = 3;

  private final Random random;

  private ProgramGenerator(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L); // near seeds give unlike programs
  }

  static ProgramSpec program(long seed) {
    return new ProgramGenerator(seed).program();
  }

  private ProgramSpec program() {
    int batches = 1 + Math.min(random.nextInt(8), random.nextInt(8));
    List<Source> sources = listOf(1 + random.nextInt(3), i -> source(batches));
    List<Step> steps = new ArrayList<>();
    int unions = 0;
    for (int left = 1 + random.nextInt(8); left > 0; left--) {
      Operation operation = OPERATIONS[random.nextInt(OPERATIONS.length)];
      if (operation == Operation.UNION && ++unions > MOST_UNIONS) {
        continue; // each can triple the records
      }
      steps.add(step(operation, sources.size() + steps.size()));
    }
    int streams = sources.size() + steps.size();
    List<Integer> outputs = listOf(1 + random.nextInt(3), i -> recent(streams));
    return new ProgramSpec(sources, steps, outputs, batches);
  }

  private Source source(int batches) {
    int queued = random.nextInt(4) == 0 ? random.nextInt(batches + 1) : batches;
    Source.Mode mode =
        switch (random.nextInt(6)) {
          case 0 -> Source.Mode.ALL_AT_ONCE;
          case 1 -> Source.Mode.REPEATING;
          default -> Source.Mode.ONE_AT_A_TIME;
        };
    return new Source(mode, random.nextInt(4) == 0, listOf(queued, i -> rdd()));
  }

  private List<List<Integer>> rdd() {
    return listOf(random.nextInt(5), i -> partition());
  }

  private List<Integer> partition() {
    int size = random.nextInt(4) == 0 ? 0 : random.nextInt(7);
    return listOf(size, i -> record());
  }

  @SuppressWarnings("NullAway") // null is a record
  private Integer record() {
    int kind = random.nextInt(30);
    return kind == 0 ? null : (Integer) (kind < 20 ? random.nextInt(3) : random.nextInt(60) - 20);
  }

  private Step step(Operation operation, int streams) {
    int inputs = operation == Operation.UNION ? 2 + random.nextInt(2) : 1;
    // Reducing twice over is what skips a shuffle, and merges unions: let it not be too rare.
    int parameter = operation == Operation.REDUCE ? random.nextInt(6) : random.nextInt(11);
    return new Step(operation, listOf(inputs, i -> recent(streams)), parameter);
  }

  /** A stream, rather a late one than an early one. */
  private int recent(int streams) {
    return Math.max(random.nextInt(streams), random.nextInt(streams));
  }

  /** Like {@code List.of}, for elements that may be null. */
  private static <T extends @Nullable Object> List<T> listOf(int size, IntFunction<T> element) {
    List<T> list = new ArrayList<>();
    IntStream.range(0, size).forEach(i -> list.add(element.apply(i)));
    return list;
  }
}
