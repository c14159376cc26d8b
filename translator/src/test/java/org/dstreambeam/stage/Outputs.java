// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.OutputBuilder;

/** Keeps what a {@code DoFn} outputs. */
final class Outputs<T> implements OutputReceiver<T> {

  private final List<T> values = new ArrayList<>();

  List<T> values() {
    return values;
  }

  @Override
  public void output(T value) {
    values.add(value);
  }

  @Override
  public OutputBuilder<T> builder(T value) {
    throw new UnsupportedOperationException("Stages leave timestamp and window alone");
  }
}
