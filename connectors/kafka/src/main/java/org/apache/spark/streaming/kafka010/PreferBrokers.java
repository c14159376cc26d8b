// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import scala.Serializable;

/** See {@link LocationStrategies#PreferBrokers()}. */
final class PreferBrokers extends LocationStrategy implements Serializable {

  private static final long serialVersionUID = 1L;

  static final PreferBrokers INSTANCE = new PreferBrokers();

  private PreferBrokers() {}

  private Object readResolve() {
    return INSTANCE;
  }

  @Override
  public String toString() {
    return "PreferBrokers";
  }
}
