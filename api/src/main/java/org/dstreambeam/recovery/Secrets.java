// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.recovery;

import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * Which settings are nobody's business: those whose key or value matches {@value #KEY}, by default
 * what looks like a password.
 */
public record Secrets(Pattern pattern) {

  private static final String KEY = "spark.redaction.regex";
  private static final String DEFAULT = "(?i)secret|password|token|access[.]?key";

  /** As {@code conf} says. */
  public static Secrets of(SparkConf conf) {
    return new Secrets(Pattern.compile(conf.get(KEY, DEFAULT)));
  }

  /** Whether the setting must not be shown or written. */
  public boolean hide(String key, String value) {
    return pattern.matcher(key).find() || pattern.matcher(value).find();
  }
}
