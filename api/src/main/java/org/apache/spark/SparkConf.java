// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.ConfigUnits.SizeUnit;
import org.dstreambeam.recovery.Secrets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Cloneable;
import scala.Option;
import scala.Predef$;
import scala.Serializable;
import scala.Tuple2;
import scala.collection.Iterable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * The configuration of an application: a mutable map from keys to strings. Setters return this, so
 * that they chain.
 *
 * <p>A context copies its configuration when it is created; changing it later has no effect on the
 * context. May be used by several threads. No key and no value is null.
 *
 * <p>Getters of a type fail for a value that is not of it with an {@link IllegalArgumentException},
 * for numbers a {@link NumberFormatException}, that names the key.
 */
public class SparkConf implements Cloneable, Serializable {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(SparkConf.class);

  private static final String EXECUTOR_ENV_PREFIX = "spark.executorEnv.";
  private static final String KRYO_CLASSES = "spark.kryo.classesToRegister";

  /**
   * Keys that matter to streaming and were renamed, with their former name and the version that
   * renamed them.
   */
  private static final Map<String, Renamed> RENAMED =
      Map.of(
          "spark.streaming.fileStream.minRememberDuration",
          new Renamed("spark.streaming.minRememberDuration", "1.5"));

  private record Renamed(String formerKey, String since) {}

  private final ConcurrentHashMap<String, String> settings = new ConcurrentHashMap<>();

  /** Creates a configuration with the system properties that begin with {@code spark.}. */
  public SparkConf() {
    this(true);
  }

  /**
   * Creates a configuration.
   *
   * @param loadDefaults whether to take over the system properties that begin with {@code spark.};
   *     false for an empty configuration
   */
  public SparkConf(boolean loadDefaults) {
    if (loadDefaults) {
      for (String key : System.getProperties().stringPropertyNames()) {
        String value = System.getProperty(key);
        if (key.startsWith("spark.") && value != null) {
          set(key, value);
        }
      }
    }
  }

  /**
   * Sets a value.
   *
   * @throws NullPointerException if the key or the value is null
   */
  public SparkConf set(String key, String value) {
    if (key == null) {
      throw new NullPointerException("null key");
    }
    if (value == null) {
      throw new NullPointerException("null value for " + key);
    }
    warnIfRenamed(key);
    settings.put(key, value);
    return this;
  }

  /**
   * Sets a value unless the key has one.
   *
   * @throws NullPointerException if the key or the value is null
   */
  public SparkConf setIfMissing(String key, String value) {
    if (settings.putIfAbsent(key, value) == null) {
      warnIfRenamed(key);
    }
    return this;
  }

  /** Sets many values. */
  public SparkConf setAll(Iterable<Tuple2<String, String>> settings) {
    JavaConverters.asJavaIterable(settings).forEach(entry -> set(entry._1(), entry._2()));
    return this;
  }

  /** Sets where to run, {@code spark.master}, such as {@code local[2]}. */
  public SparkConf setMaster(String master) {
    return set("spark.master", master);
  }

  /** Sets the name of the application, {@code spark.app.name}. */
  public SparkConf setAppName(String name) {
    return set("spark.app.name", name);
  }

  /** Sets where Spark is installed on the workers, {@code spark.home}. */
  public SparkConf setSparkHome(String home) {
    return set("spark.home", home);
  }

  /** Sets the jars to send to the workers, {@code spark.jars}; nulls among them are skipped. */
  public SparkConf setJars(Seq<String> jars) {
    List<String> present = new ArrayList<>();
    for (@Nullable String jar : JavaConverters.seqAsJavaList(jars)) {
      if (jar == null) {
        LOG.warn("null jar passed to SparkContext constructor");
      } else {
        present.add(jar);
      }
    }
    return set("spark.jars", String.join(",", present));
  }

  /** Sets the jars to send to the workers, {@code spark.jars}; nulls among them are skipped. */
  public SparkConf setJars(String[] jars) {
    return setJars(JavaConverters.asScalaBuffer(Arrays.asList(jars)));
  }

  /** Sets an environment variable of the workers, {@code spark.executorEnv.} and its name. */
  public SparkConf setExecutorEnv(String variable, String value) {
    return set(EXECUTOR_ENV_PREFIX + variable, value);
  }

  /** Sets environment variables of the workers. */
  public SparkConf setExecutorEnv(Seq<Tuple2<String, String>> variables) {
    for (Tuple2<String, String> variable : JavaConverters.seqAsJavaList(variables)) {
      setExecutorEnv(variable._1(), variable._2());
    }
    return this;
  }

  /** Sets environment variables of the workers. */
  public SparkConf setExecutorEnv(Tuple2<String, String>[] variables) {
    return setExecutorEnv(JavaConverters.asScalaBuffer(Arrays.asList(variables)));
  }

  /**
   * Adds classes to {@code spark.kryo.classesToRegister} and sets {@code spark.serializer} to
   * Kryo's, as programs do that tune Spark. Here the setting is carried but has no effect.
   */
  public SparkConf registerKryoClasses(Class<?>[] classes) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : get(KRYO_CLASSES, "").split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.trim());
      }
    }
    for (Class<?> type : classes) {
      names.add(type.getName());
    }
    set(KRYO_CLASSES, String.join(",", names));
    return set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
  }

  /** Removes a key and its value, if there are any. */
  public SparkConf remove(String key) {
    settings.remove(key);
    return this;
  }

  /**
   * The value of a key.
   *
   * @throws NoSuchElementException if it has none; the text is the key
   */
  public String get(String key) {
    String value = find(key);
    if (value == null) {
      throw new NoSuchElementException(key);
    }
    return value;
  }

  /** The value of a key, or the default, which is returned as it is, even if null. */
  public String get(String key, String defaultValue) {
    String value = find(key);
    return value == null ? defaultValue : value;
  }

  /** The value of a key, or {@code None}. */
  public Option<String> getOption(String key) {
    return Option.apply(find(key));
  }

  /** Whether the key, or the former name of it, has a value. */
  public boolean contains(String key) {
    return find(key) != null;
  }

  private @Nullable String find(String key) {
    String value = settings.get(key);
    Renamed renamed = RENAMED.get(key);
    return value == null && renamed != null ? settings.get(renamed.formerKey()) : value;
  }

  /** All keys and values, in no particular order. */
  public Tuple2<String, String>[] getAll() {
    return getAllWithPrefix("");
  }

  /** The keys that begin with the prefix, without it, and their values, in no particular order. */
  public Tuple2<String, String>[] getAllWithPrefix(String prefix) {
    int length = prefix.length();
    @SuppressWarnings({
      "unchecked",
      "rawtypes"
    }) // Arrays of a generic type cannot be created otherwise.
    Tuple2<String, String>[] none = new Tuple2[0];
    return settings.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(entry -> new Tuple2<>(entry.getKey().substring(length), entry.getValue()))
        .toList()
        .toArray(none);
  }

  /** The environment variables set for the workers and their values, in no particular order. */
  public Seq<Tuple2<String, String>> getExecutorEnv() {
    return Predef$.MODULE$.wrapRefArray(getAllWithPrefix(EXECUTOR_ENV_PREFIX));
  }

  /**
   * The id of the application, {@code spark.app.id}, which a context sets in its own copy.
   *
   * @throws NoSuchElementException if it has none
   */
  public String getAppId() {
    return get("spark.app.id");
  }

  public int getInt(String key, int defaultValue) {
    return checked(
        key,
        () -> {
          String value = find(key);
          return value == null ? defaultValue : Integer.parseInt(value);
        });
  }

  public long getLong(String key, long defaultValue) {
    return checked(
        key,
        () -> {
          String value = find(key);
          return value == null ? defaultValue : Long.parseLong(value);
        });
  }

  public double getDouble(String key, double defaultValue) {
    return checked(
        key,
        () -> {
          String value = find(key);
          return value == null ? defaultValue : Double.parseDouble(value);
        });
  }

  /** The value of a key as a boolean: {@code true} or {@code false} in any case, nothing else. */
  public boolean getBoolean(String key, boolean defaultValue) {
    return checked(
        key,
        () -> {
          String value = find(key);
          return value == null ? defaultValue : parseBoolean(value);
        });
  }

  private static boolean parseBoolean(String value) {
    if (value.equalsIgnoreCase("true")) {
      return true;
    }
    if (value.equalsIgnoreCase("false")) {
      return false;
    }
    throw new IllegalArgumentException("For input string: \"" + value + "\"");
  }

  /**
   * A time in seconds, the unit of a value without one; a fraction is cut off.
   *
   * @throws NoSuchElementException if the key has no value
   */
  public long getTimeAsSeconds(String key) {
    return time(key, get(key), TimeUnit.SECONDS);
  }

  /** A time in seconds, the unit of a value without one; a fraction is cut off. */
  public long getTimeAsSeconds(String key, String defaultValue) {
    return time(key, get(key, defaultValue), TimeUnit.SECONDS);
  }

  /**
   * A time in milliseconds, the unit of a value without one; a fraction is cut off.
   *
   * @throws NoSuchElementException if the key has no value
   */
  public long getTimeAsMs(String key) {
    return time(key, get(key), TimeUnit.MILLISECONDS);
  }

  /** A time in milliseconds, the unit of a value without one; a fraction is cut off. */
  public long getTimeAsMs(String key, String defaultValue) {
    return time(key, get(key, defaultValue), TimeUnit.MILLISECONDS);
  }

  private static long time(String key, String value, TimeUnit unit) {
    return checked(key, () -> ConfigUnits.time(value, unit));
  }

  /**
   * A size in bytes, the unit of a value without one.
   *
   * @throws NoSuchElementException if the key has no value
   */
  public long getSizeAsBytes(String key) {
    return size(key, get(key), SizeUnit.BYTE);
  }

  /** A size in bytes, the unit of a value without one. */
  public long getSizeAsBytes(String key, String defaultValue) {
    return size(key, get(key, defaultValue), SizeUnit.BYTE);
  }

  /**
   * A size in bytes, the unit of a value without one. As in Spark a negative default fails, like
   * any negative size.
   */
  public long getSizeAsBytes(String key, long defaultValue) {
    return size(key, get(key, defaultValue + "B"), SizeUnit.BYTE);
  }

  /**
   * A size in kibibytes, the unit of a value without one; a fraction is cut off.
   *
   * @throws NoSuchElementException if the key has no value
   */
  public long getSizeAsKb(String key) {
    return size(key, get(key), SizeUnit.KIB);
  }

  /** A size in kibibytes, the unit of a value without one; a fraction is cut off. */
  public long getSizeAsKb(String key, String defaultValue) {
    return size(key, get(key, defaultValue), SizeUnit.KIB);
  }

  /**
   * A size in mebibytes, the unit of a value without one; a fraction is cut off.
   *
   * @throws NoSuchElementException if the key has no value
   */
  public long getSizeAsMb(String key) {
    return size(key, get(key), SizeUnit.MIB);
  }

  /** A size in mebibytes, the unit of a value without one; a fraction is cut off. */
  public long getSizeAsMb(String key, String defaultValue) {
    return size(key, get(key, defaultValue), SizeUnit.MIB);
  }

  /**
   * A size in gibibytes, the unit of a value without one; a fraction is cut off.
   *
   * @throws NoSuchElementException if the key has no value
   */
  public long getSizeAsGb(String key) {
    return size(key, get(key), SizeUnit.GIB);
  }

  /** A size in gibibytes, the unit of a value without one; a fraction is cut off. */
  public long getSizeAsGb(String key, String defaultValue) {
    return size(key, get(key, defaultValue), SizeUnit.GIB);
  }

  private static long size(String key, String value, SizeUnit unit) {
    return checked(key, () -> ConfigUnits.size(value, unit));
  }

  /** Names the key in the failure of reading its value. */
  private static <T> T checked(String key, Supplier<T> read) {
    try {
      return read.get();
    } catch (NumberFormatException e) {
      NumberFormatException named = new NumberFormatException(illegalValue(key, e));
      named.initCause(e);
      throw named;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(illegalValue(key, e), e);
    }
  }

  private static String illegalValue(String key, Exception e) {
    return "Illegal value for config key " + key + ": " + e.getMessage();
  }

  /** An independent configuration with the same values. */
  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod") // The map must not be shared.
  public SparkConf clone() {
    SparkConf copy = new SparkConf(false);
    copy.settings.putAll(settings);
    return copy;
  }

  /**
   * All values as lines {@code key=value}, sorted by key. Values are hidden if they or their key
   * match {@code spark.redaction.regex}, by default what looks like a password.
   */
  public String toDebugString() {
    Secrets secrets = Secrets.of(this);
    List<Tuple2<String, String>> entries = new ArrayList<>(Arrays.asList(getAll()));
    entries.sort(Comparator.comparing(Tuple2::_1));
    List<String> lines = new ArrayList<>();
    for (Tuple2<String, String> entry : entries) {
      boolean hidden = secrets.hide(entry._1(), entry._2());
      lines.add(entry._1() + "=" + (hidden ? "*********(redacted)" : entry._2()));
    }
    return String.join("\n", lines);
  }

  private static void warnIfRenamed(String key) {
    RENAMED.forEach(
        (newKey, renamed) -> {
          if (renamed.formerKey().equals(key)) {
            LOG.warn(
                "The configuration key '{}' has been deprecated as of Spark {} and may be removed in the future."
                    + " Please use the new key '{}' instead.",
                key,
                renamed.since(),
                newKey);
          }
        });
  }
}
