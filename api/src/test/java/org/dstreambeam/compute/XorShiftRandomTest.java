// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XorShiftRandomTest {

  /** The numbers are those of Spark 3.5's generator. */
  @Test
  void givesSparksNumbers() {
    assertThat(new XorShiftRandom(0).nextInt(3)).isEqualTo(2);
    assertThat(new XorShiftRandom(1).nextInt(3)).isZero();
    assertThat(new XorShiftRandom(2).nextInt(4)).isEqualTo(3);
  }

  @Test
  void aSeedThatIsSetAnewStartsAgain() {
    XorShiftRandom random = new XorShiftRandom(42);
    long first = random.nextLong();
    random.setSeed(42);

    assertThat(random.nextLong()).isEqualTo(first);
    assertThat(new XorShiftRandom(43).nextLong()).isNotEqualTo(first);
  }
}
