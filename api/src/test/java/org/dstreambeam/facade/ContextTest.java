// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;

/** A context per test, {@code local[2]} unless the test asks for another. */
abstract class ContextTest {

  private JavaSparkContext context;

  JavaSparkContext sc() {
    return sc("local[2]");
  }

  JavaSparkContext sc(String master) {
    if (context == null) {
      context = new JavaSparkContext(new SparkConf().setMaster(master).setAppName("test"));
    }
    return context;
  }

  @AfterEach
  void stopTheContext() {
    if (context != null) {
      context.stop();
    }
  }
}
