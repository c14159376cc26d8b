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

  Step {
    inputs = List.copyOf(inputs);
  }

  int input() {
    return inputs.get(0);
  }

  Step withInputs(IntUnaryOperator renumber) {
    return new Step(operation, inputs.stream().map(renumber::applyAsInt).toList(), parameter);
  }

  @Override
  public String toString() {
    return operation + "(" + parameter + ") of " + inputs;
  }
}
