// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import scala.Serializable;

/** See {@link LocationStrategies#PreferConsistent()}. */
final class PreferConsistent extends LocationStrategy implements Serializable {

  private static final long serialVersionUID = 1L;

  static final PreferConsistent INSTANCE = new PreferConsistent();

  private PreferConsistent() {}

  private Object readResolve() {
    return INSTANCE;
  }

  @Override
  public String toString() {
    return "PreferConsistent";
  }
}
