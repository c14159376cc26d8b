// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import org.jspecify.annotations.Nullable;

/** An operation that is not supported here. */
public class SparkUnsupportedOperationException extends UnsupportedOperationException {
  private static final long serialVersionUID = 1L;

  public SparkUnsupportedOperationException(@Nullable String message) {
    super(message);
  }
}
