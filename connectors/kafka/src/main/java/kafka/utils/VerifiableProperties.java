// SPDX-License-Identifier: Apache-2.0
package kafka.utils;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.dstreambeam.rdd.Requirements;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * Properties with typed getters. They throw {@link IllegalArgumentException} for a property that is
 * missing and has no default, or is out of its range, and {@link NumberFormatException} for one
 * that is no number. Remembers who was asked for, see {@link #verify}.
 */
public class VerifiableProperties {

  private static final Logger LOG = LoggerFactory.getLogger(VerifiableProperties.class);

  private final Properties props;
  private final Set<String> asked = new TreeSet<>();

  public VerifiableProperties() {
    this(new Properties());
  }

  public VerifiableProperties(Properties props) {
    this.props = props;
  }

  /** The properties themselves. */
  public Properties props() {
    return props;
  }

  public boolean containsKey(String name) {
    return props.containsKey(name);
  }

  /** The value, or null if there is none. */
  public @Nullable String getProperty(String name) {
    String value = props.getProperty(name);
    asked.add(name);
    return value;
  }

  public String getString(String name) {
    Requirements.require(containsKey(name), "Missing required property '" + name + "'");
    return String.valueOf(getProperty(name));
  }

  public String getString(String name, String defaultValue) {
    return containsKey(name) ? getString(name) : defaultValue;
  }

  public int getInt(String name) {
    return Integer.parseInt(getString(name));
  }

  public int getInt(String name, int defaultValue) {
    return containsKey(name) ? getInt(name) : defaultValue;
  }

  /**
   * @param range the least and the greatest value
   */
  public int getIntInRange(String name, Tuple2<Object, Object> range) {
    int value = getInt(name);
    checkRange(name, value, range);
    return value;
  }

  public int getIntInRange(String name, int defaultValue, Tuple2<Object, Object> range) {
    int value = getInt(name, defaultValue);
    checkRange(name, value, range);
    return value;
  }

  public short getShort(String name, short defaultValue) {
    return containsKey(name) ? Short.parseShort(getString(name)) : defaultValue;
  }

  public short getShortInRange(String name, short defaultValue, Tuple2<Object, Object> range) {
    short value = getShort(name, defaultValue);
    checkRange(name, value, range);
    return value;
  }

  public long getLong(String name) {
    return Long.parseLong(getString(name));
  }

  public long getLong(String name, long defaultValue) {
    return containsKey(name) ? getLong(name) : defaultValue;
  }

  public long getLongInRange(String name, long defaultValue, Tuple2<Object, Object> range) {
    long value = getLong(name, defaultValue);
    checkRange(name, value, range);
    return value;
  }

  private static void checkRange(String name, long value, Tuple2<Object, Object> range) {
    Requirements.require(
        value >= ((Number) range._1()).longValue() && value <= ((Number) range._2()).longValue(),
        name + " has value " + value + " which is not in the range " + range + ".");
  }

  public double getDouble(String name) {
    return Double.parseDouble(getString(name));
  }

  public double getDouble(String name, double defaultValue) {
    return containsKey(name) ? getDouble(name) : defaultValue;
  }

  public boolean getBoolean(String name) {
    return Boolean.parseBoolean(getString(name));
  }

  /** Unlike {@link #getBoolean(String)} it refuses what is neither true nor false. */
  public boolean getBoolean(String name, boolean defaultValue) {
    if (!containsKey(name)) {
      return defaultValue;
    }
    String value = getString(name);
    Requirements.require(
        value.equals("true") || value.equals("false"),
        "Unacceptable value for property '"
            + name
            + "', boolean values must be either 'true' or 'false'");
    return Boolean.parseBoolean(value);
  }

  /**
   * Pairs: {@code key:value,key:value}.
   *
   * @param valid whether a value is accepted
   * @throws IllegalArgumentException if one is not, or if this is not a list of pairs
   */
  public scala.collection.Map<String, String> getMap(String name, Function1<String, Object> valid) {
    Map<String, String> pairs = new HashMap<>();
    for (String entry : getString(name, "").split(",", -1)) {
      if (entry.isBlank()) {
        continue;
      }
      int colon = entry.lastIndexOf(':');
      String key = colon < 0 ? entry.trim() : entry.substring(0, colon).trim();
      String value = colon < 0 ? "" : entry.substring(colon + 1).trim();
      if (colon < 0 || !Boolean.TRUE.equals(valid.apply(value))) {
        throw new IllegalArgumentException(
            "Invalid entry '" + key + "' = '" + value + "' for property '" + name + "'");
      }
      pairs.put(key, value);
    }
    return JavaConverters.mapAsScalaMap(pairs);
  }

  /** Says in the log which properties there are, and warns of those that nobody has asked for. */
  public void verify() {
    LOG.info("Verifying properties");
    for (String name : new TreeSet<>(props.stringPropertyNames())) {
      if (asked.contains(name)) {
        LOG.info("Property {} is set", name);
      } else {
        LOG.warn("Property {} is not valid", name);
      }
    }
  }

  @Override
  public String toString() {
    return props.toString();
  }
}
