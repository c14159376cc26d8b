// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

/** The unchanged jar on DStream on Beam, through {@code bin/dstream-submit}. */
class SubmitConformanceTest extends Conformance {
  SubmitConformanceTest() {
    super(Engine.DSTREAM_ON_BEAM);
  }
}
