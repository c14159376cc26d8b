// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.spi;

import org.jspecify.annotations.Nullable;

/**
 * A program cannot be started for a reason that its code alone does not show: a master that does
 * not answer, too few slots, a directory that cannot be written, something that cannot be sent
 * there.
 *
 * <p>The message is one line for people: what is wrong, with which value, and what to do. The
 * submit command prints it without a stack trace.
 */
public final class CannotStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CannotStartException(String message) {
    super(message);
  }

  public CannotStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
