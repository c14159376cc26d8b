// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.spi;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.dstreambeam.recovery.Secrets;

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

  /** Settings as they may be shown, in their order: of secrets, {@code (hidden)} as the value. */
  public static Map<String, String> shown(Map<String, String> settings) {
    SparkConf conf = new SparkConf(false);
    settings.forEach(conf::set);
    Secrets secrets = Secrets.of(conf);
    Map<String, String> shown = new LinkedHashMap<>();
    settings.forEach((key, value) -> shown.put(key, secrets.hide(key, value) ? "(hidden)" : value));
    return shown;
  }
}
