// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An error that may say, besides its message, of which documented class it is. */
public interface SparkThrowable {

  /** Name of the error class, {@code INTERNAL_ERROR} for example; null if it has none. */
  @Nullable String getErrorClass();

  /** The SQLSTATE of the error class; null if it has none, or none is known. */
  default @Nullable String getSqlState() {
    return null;
  }

  /** Whether it is a defect of the library rather than a mistake of its user. */
  default boolean isInternalError() {
    String errorClass = getErrorClass();
    return errorClass != null && errorClass.startsWith("INTERNAL_ERROR");
  }

  /** The values that the message was made with, by name. */
  default Map<String, String> getMessageParameters() {
    return Map.of();
  }

  /** Where in a query it happened; empty for all errors of this library. */
  default QueryContext[] getQueryContext() {
    return new QueryContext[0];
  }
}
