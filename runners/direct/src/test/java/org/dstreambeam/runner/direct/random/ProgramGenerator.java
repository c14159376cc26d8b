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
  private static final int MOST_WINDOWS = 3;
  private static final int MOST_JOINS = 1;
  private static final int LONGEST_SLIDE = 6;

  /** One in so many steps is a window, besides those that come by chance. */
  private static final int WINDOW_SHARE = 8;

  /** So that what the sources give also leaves the windows again. */
  private static final int BATCHES_AFTERWARDS = 5;

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
    int windows = 0;
    int joins = 0;
    boolean remembers = false;
    for (int left = 1 + random.nextInt(8); left > 0; left--) {
      Operation operation =
          random.nextInt(WINDOW_SHARE) == 0
              ? Operation.WINDOW
              : OPERATIONS[random.nextInt(OPERATIONS.length)];
      if (operation == Operation.UNION && ++unions > MOST_UNIONS
          || operation.slides() && ++windows > MOST_WINDOWS
          || operation.joins() && ++joins > MOST_JOINS) {
        continue; // each multiplies the records
      }
      steps.add(step(operation, new ProgramSpec(sources, steps, List.of(), batches)));
      remembers |= operation.remembers();
      if (operation == Operation.MAP_WITH_STATE && random.nextBoolean()) {
        steps.add(new Step(Operation.SNAPSHOTS, List.of(sources.size() + steps.size() - 1), 0));
      }
    }
    int streams = sources.size() + steps.size();
    List<Integer> outputs = listOf(1 + random.nextInt(3), i -> recent(streams));
    int inAll = windows == 0 && !remembers ? batches : batches + BATCHES_AFTERWARDS;
    return new ProgramSpec(sources, steps, outputs, inAll);
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

  /**
   * @param before the program up to here
   */
  private Step step(Operation operation, ProgramSpec before) {
    int first = recent(before.streams());
    List<Integer> inputs = listOf(1, i -> first);
    if (operation == Operation.UNION || operation.takesTwoStreams()) {
      int more = operation == Operation.UNION ? 1 + random.nextInt(2) : 1;
      List<Integer> alike =
          IntStream.range(0, before.streams())
              .filter(stream -> before.slideOf(stream) == before.slideOf(first))
              .boxed()
              .toList();
      inputs.addAll(listOf(more, i -> alike.get(recent(alike.size()))));
    }
    int parameter =
        switch (operation) {
          // Reducing twice over is what skips a shuffle, and merges unions: let it not be too rare.
          case REDUCE, GROUP, COGROUP, JOIN, LEFT_JOIN, RIGHT_JOIN, FULL_JOIN -> random.nextInt(6);
          case WINDOW, REDUCE_ALL_WINDOW, REDUCE_ALL_INVERSE_WINDOW, COUNT_WINDOW ->
              window(before.slideOf(first), 0);
          case COUNT_BY_VALUE_WINDOW, REDUCE_WINDOW, INVERSE_WINDOW, GROUP_WINDOW ->
              window(before.slideOf(first), form());
          case UPDATE_STATE -> form();
          case MAP_WITH_STATE, SNAPSHOTS ->
              Step.mappingOf(
                  random.nextInt(12), random.nextInt(4), random.nextInt(4), random.nextBoolean());
          default -> random.nextInt(11);
        };
    return new Step(operation, inputs, parameter);
  }

  private int window(int inputSlide, int form) {
    int slide = 1 + random.nextInt(Math.min(Step.LONGEST_SLIDE, LONGEST_SLIDE / inputSlide));
    return Step.windowOf(1 + random.nextInt(Step.LONGEST_WINDOW), slide, form);
  }

  /** The first kind of function rather than the others, which is rather the kind that fails. */
  private int form() {
    return random.nextInt(6) + 6 * Math.min(random.nextInt(3), random.nextInt(3));
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
