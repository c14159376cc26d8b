// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * An operation on earlier streams.
 *
 * @param inputs numbers of streams: the sources come first, then the steps
 * @param parameter not negative; what it means is up to the operation
 */
record Step(Operation operation, List<Integer> inputs, int parameter) {

  /** In batches of the stream that it is over. */
  static final int LONGEST_WINDOW = 4;

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
    return 1 + parameter / LONGEST_WINDOW;
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
        operation == Operation.WINDOW
            ? windowLength() + " every " + windowSlide()
            : String.valueOf(parameter);
    return operation + "(" + what + ") of " + inputs;
  }
}
