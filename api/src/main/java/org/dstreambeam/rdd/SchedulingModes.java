// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Locale;
import scala.Enumeration;

/** The values of {@code spark.scheduler.mode}. All jobs run at once here, whatever it is. */
public final class SchedulingModes extends Enumeration {

  private static final long serialVersionUID = 1L;

  private static final SchedulingModes ALL = new SchedulingModes();

  private SchedulingModes() {
    for (String mode : new String[] {"FAIR", "FIFO", "NONE"}) {
      Value(mode);
    }
  }

  /**
   * The value of that name, in whatever case.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  public static Enumeration.Value of(String mode) {
    return ALL.withName(mode.toUpperCase(Locale.ROOT));
  }
}
