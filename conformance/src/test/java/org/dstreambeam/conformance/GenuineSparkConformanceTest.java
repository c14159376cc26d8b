// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import org.junit.jupiter.api.Tag;

/**
 * The same jar on genuine Spark: the golden files are what it prints. Runs in the profile {@code
 * real-spark}.
 */
@Tag("real-spark")
class GenuineSparkConformanceTest extends Conformance {
  GenuineSparkConformanceTest() {
    super(Engine.GENUINE_SPARK);
  }
}
