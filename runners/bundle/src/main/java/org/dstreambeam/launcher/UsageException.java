// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

/** The command line cannot be carried out: one line with what, the value, and what to do. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
