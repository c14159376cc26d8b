// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.io.Serializable;

/** A record that programs change in place. */
final class Cell implements Serializable {

  private static final long serialVersionUID = 1L;

  int value;

  Cell(int value) {
    this.value = value;
  }

  @Override
  public String toString() {
    return "<" + value + ">";
  }
}
