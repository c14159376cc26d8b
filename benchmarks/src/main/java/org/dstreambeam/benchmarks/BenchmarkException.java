// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

/** A benchmark that cannot give its figures. The message is for the person who ran it. */
final class BenchmarkException extends RuntimeException {

  private static final long serialVersionUID = 1;

  BenchmarkException(String message) {
    super(message);
  }

  BenchmarkException(String message, Throwable cause) {
    super(message, cause);
  }
}
