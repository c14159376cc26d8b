// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.io.Serializable;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * An operation on earlier streams.
 *
 * @param inputs numbers of streams: the sources come first, then the steps
 * @param parameter not negative; what it means is up to the operation
 */
record Step(Operation operation, List<Integer> inputs, int parameter) implements Serializable {

  private static final long serialVersionUID = 1L;

  /** In batches of the stream that it is over. */
  static final int LONGEST_WINDOW = 4;

  static final int LONGEST_SLIDE = 3;

  private static final int WINDOWS = LONGEST_WINDOW * LONGEST_SLIDE;

  private static final int FORMS_OF_MAPPINGS = 12;

  Step {
    inputs = List.copyOf(inputs);
  }

  /**
   * The parameter of a window.
   *
   * @param length how many batches of its input a window reaches back over
   * @param slide how many batches of its input lie between its own
   */
  static int windowOf(int length, int slide) {
    return (slide - 1) * LONGEST_WINDOW + length - 1;
  }

  int windowLength() {
    return 1 + parameter % LONGEST_WINDOW;
  }

  int windowSlide() {
    return 1 + parameter % WINDOWS / LONGEST_WINDOW;
  }

  /** The same window in another form of the operation. */
  static int windowOf(int length, int slide, int form) {
    return form * WINDOWS + windowOf(length, slide);
  }

  /** What is left of the parameter for how it partitions its records, and the like. */
  int form() {
    if (operation.slides()) {
      return parameter / WINDOWS;
    }
    return operation.mapsWithState() ? parameter % FORMS_OF_MAPPINGS : parameter;
  }

  /** Which of three kinds of functions it has. */
  int kind() {
    return form() / 6 % 3;
  }

  /** The parameter of {@code mapWithState}; times in batches of the input. */
  static int mappingOf(int form, int timeout, int checkpointInterval, boolean initial) {
    int times = ((initial ? 1 : 0) * 4 + checkpointInterval) * 4 + timeout;
    return times * FORMS_OF_MAPPINGS + form;
  }

  /** In batches of its input; 0 for none. */
  int timeout() {
    return parameter / FORMS_OF_MAPPINGS % 4;
  }

  /** In batches of its input. */
  int checkpointInterval() {
    int interval = parameter / (4 * FORMS_OF_MAPPINGS) % 4;
    return interval == 0 ? 10 : interval;
  }

  /** Whether there are states before the first batch. */
  boolean hasInitialStates() {
    return operation == Operation.UPDATE_STATE
        ? kind() == 1
        : parameter / (16 * FORMS_OF_MAPPINGS) == 1;
  }

  /** How many partitions it deals its records to. */
  int dealtTo() {
    return 1 + parameter % 4;
  }

  int input() {
    return inputs.get(0);
  }

  Step withInputs(IntUnaryOperator renumber) {
    return new Step(operation, inputs.stream().map(renumber::applyAsInt).toList(), parameter);
  }

  Step withParameter(int newParameter) {
    return new Step(operation, inputs, newParameter);
  }

  /** Whether it does the same, on whatever streams. */
  boolean isLike(Step other) {
    return operation == other.operation && parameter == other.parameter;
  }

  @Override
  public String toString() {
    String what =
        operation.slides()
            ? windowLength() + " every " + windowSlide() + ", form " + form()
            : String.valueOf(parameter);
    return operation + "(" + what + ") of " + inputs;
  }
}
