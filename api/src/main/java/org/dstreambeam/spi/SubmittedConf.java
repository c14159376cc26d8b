// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.spi;

import java.util.Map;

/**
 * Configuration given from outside the program, by the submit command. It wins over what the code
 * sets, since most programs hard-code a master.
 */
public final class SubmittedConf {

  private static volatile Map<String, String> settings = Map.of();

  private SubmittedConf() {}

  /** {@code spark.*} keys and values; empty if the program was not submitted. */
  public static Map<String, String> settings() {
    return settings;
  }

  /** Sets them, before the program starts. */
  public static void set(Map<String, String> settings) {
    SubmittedConf.settings = Map.copyOf(settings);
  }
}
