// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/** Hadoop's configurations, which have a form of their own to be written in, on their way. */
public final class TravellingConf implements Serializable {
  private static final long serialVersionUID = 1L;

  private final boolean ofJob;
  private final byte[] settings;

  private TravellingConf(boolean ofJob, byte[] settings) {
    this.ofJob = ofJob;
    this.settings = settings;
  }

  /** What can be written in place of {@code object}; null if it is no configuration. */
  public static @Nullable Object of(Object object) throws IOException {
    if (object.getClass() != Configuration.class && object.getClass() != JobConf.class) {
      return null; // also of subclasses: nobody knows what else they hold
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ((Configuration) object).write(new DataOutputStream(bytes));
    return new TravellingConf(object instanceof JobConf, bytes.toByteArray());
  }

  @Serial
  private Object readResolve() {
    Configuration conf = ofJob ? new JobConf(false) : new Configuration(false);
    try {
      conf.readFields(new DataInputStream(new ByteArrayInputStream(settings)));
    } catch (IOException e) {
      throw new IllegalStateException("A configuration that was written cannot be read back", e);
    }
    return conf;
  }

  /**
   * What a program has changed in the configuration that {@code conf} makes: the new values, and
   * null for what it has unset.
   */
  public static Map<String, @Nullable String> changes(SparkConf conf, Configuration hadoop) {
    Map<String, String> before = values(HadoopConf.of(conf));
    Map<String, String> now = values(hadoop);
    Map<String, @Nullable String> changes = new TreeMap<>();
    now.forEach(
        (key, value) -> {
          if (!Objects.equals(value, before.get(key))) {
            changes.put(key, value);
          }
        });
    before.keySet().stream()
        .filter(key -> !now.containsKey(key))
        .forEach(key -> changes.put(key, null));
    return changes;
  }

  private static Map<String, String> values(Configuration conf) {
    Map<String, String> values = new TreeMap<>();
    conf.forEach(entry -> values.put(entry.getKey(), entry.getValue())); // as written: ${...}
    return values;
  }

  /** The configuration that {@code conf} makes, changed in the same way. */
  public static Configuration changed(SparkConf conf, Map<String, @Nullable String> changes) {
    Configuration hadoop = HadoopConf.of(conf);
    changes.forEach(
        (key, value) -> {
          if (value == null) {
            hadoop.unset(key);
          } else {
            hadoop.set(key, value, "the program");
          }
        });
    return hadoop;
  }
}
