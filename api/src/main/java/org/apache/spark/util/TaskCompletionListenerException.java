// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.util;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a task fails with if its listeners throw. */
public class TaskCompletionListenerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param errors what the listeners threw, in the order of their calls
   */
  public TaskCompletionListenerException(List<? extends Throwable> errors) {
    super(message(errors));
    errors.forEach(this::addSuppressed);
  }

  private static String message(List<? extends Throwable> errors) {
    if (errors.size() == 1) {
      return String.valueOf(errors.get(0).getMessage());
    }
    return IntStream.range(0, errors.size())
        .mapToObj(i -> "Exception " + i + ": " + errors.get(i).getMessage())
        .collect(Collectors.joining("\n"));
  }
}
