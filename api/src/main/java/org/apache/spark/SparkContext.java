// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.rdd.RDD;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.rdd.CheckpointDirectory;
import org.dstreambeam.rdd.CreationSite;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.rdd.EmptyDataset;
import org.dstreambeam.rdd.LocalMaster;
import org.dstreambeam.rdd.LocalScheduler;
import org.dstreambeam.rdd.ParallelCollection;
import org.dstreambeam.rdd.UnionDataset;
import org.dstreambeam.spi.SubmittedConf;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Map;
import scala.collection.Map$;
import scala.collection.Seq;
import scala.reflect.ClassTag;

/**
 * An application's configuration and the threads its RDDs are computed on. One may be active in a
 * JVM.
 *
 * <p>Creating one is cheap: no server is started, and threads only when a job has use for them. The
 * configuration is copied; what the submit command set wins over what the program sets. A master
 * that is not local is for the streaming backend to judge.
 */
public class SparkContext {

  private static final Object ACTIVE_LOCK = new Object();
  private static @Nullable SparkContext active;

  private static final Set<String> LOG_LEVELS =
      Set.of("ALL", "DEBUG", "ERROR", "FATAL", "TRACE", "WARN", "INFO", "OFF");

  private final long startTime = System.currentTimeMillis();
  private final CreationSite creationSite = CreationSite.here();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger nextRddId = new AtomicInteger();
  private final SparkConf conf;
  private final LocalMaster localMaster;
  private final LocalScheduler scheduler;
  private volatile @Nullable String checkpointDir;

  @SuppressWarnings("ThreadLocalUsage") // each context has properties of its own
  private final InheritableThreadLocal<Properties> localProperties =
      new InheritableThreadLocal<>() {
        @Override
        protected Properties childValue(Properties parent) {
          return (Properties) parent.clone();
        }

        @Override
        protected Properties initialValue() {
          return new Properties();
        }
      };

  /** A context configured by the {@code spark.*} system properties. */
  public SparkContext() {
    this(new SparkConf());
  }

  public SparkContext(String master, String appName) {
    this(updated(new SparkConf(), master, appName));
  }

  public SparkContext(String master, String appName, SparkConf conf) {
    this(updated(conf, master, appName));
  }

  public SparkContext(String master, String appName, @Nullable String sparkHome) {
    this(master, appName, sparkHome, JavaConverters.asScalaBuffer(new ArrayList<>()));
  }

  public SparkContext(String master, String appName, @Nullable String sparkHome, Seq<String> jars) {
    this(master, appName, sparkHome, jars, Map$.MODULE$.empty());
  }

  public SparkContext(
      String master,
      String appName,
      @Nullable String sparkHome,
      Seq<String> jars,
      Map<String, String> environment) {
    this(located(updated(new SparkConf(), master, appName), sparkHome, jars, environment));
  }

  /**
   * A context with a copy of {@code config}.
   *
   * @throws RuntimeException an undeclared {@link SparkException} if another context is active, the
   *     master or the application's name is missing, or a local master has no threads
   */
  public SparkContext(SparkConf config) {
    synchronized (ACTIVE_LOCK) {
      if (active != null) {
        throw failure(
            "Only one SparkContext should be running in this JVM (see SPARK-2243)."
                + "The currently running SparkContext was created at:\n"
                + active.creationSite);
      }
      conf = config.clone();
      SubmittedConf.settings().forEach(conf::set);
      if (!conf.contains("spark.master")) {
        throw failure("A master URL must be set in your configuration");
      }
      if (!conf.contains("spark.app.name")) {
        throw failure("An application name must be set in your configuration");
      }
      localMaster = LocalMaster.parse(conf.get("spark.master"));
      scheduler = new LocalScheduler(localMaster);
      conf.setIfMissing("spark.app.id", "local-" + startTime);
      conf.set("spark.app.startTime", String.valueOf(startTime));
      active = this;
    }
  }

  private static RuntimeException failure(String message) {
    return Rethrow.as(new SparkException(message));
  }

  private static SparkConf updated(SparkConf conf, String master, String appName) {
    return conf.clone().setMaster(master).setAppName(appName);
  }

  private static SparkConf located(
      SparkConf conf, @Nullable String home, Seq<String> jars, Map<String, String> environment) {
    if (home != null) {
      conf.setSparkHome(home);
    }
    if (!jars.isEmpty()) {
      conf.setJars(jars);
    }
    JavaConverters.mapAsJavaMap(environment).forEach(conf::setExecutorEnv);
    return conf;
  }

  /** The active context, or a new one, configured by the system properties. */
  public static SparkContext getOrCreate() {
    return getOrCreate(new SparkConf());
  }

  /** The active context, whatever its configuration, or a new one. */
  public static SparkContext getOrCreate(SparkConf config) {
    synchronized (ACTIVE_LOCK) {
      return active == null ? new SparkContext(config) : active;
    }
  }

  /** The jar that the class was loaded from, if it was a jar. */
  public static Option<String> jarOfClass(Class<?> type) {
    URL location = type.getResource("/" + type.getName().replace('.', '/') + ".class");
    String prefix = "jar:file:";
    if (location == null || !location.toString().startsWith(prefix)) {
      return Option.empty();
    }
    String path = location.toString().substring(prefix.length());
    return Option.apply(path.substring(0, path.indexOf('!')));
  }

  /** The jar that the object's class was loaded from, if it was a jar. */
  public static Option<String> jarOfObject(Object object) {
    return jarOfClass(object.getClass());
  }

  /** The threads that compute RDDs. Not part of Spark's API. */
  public LocalScheduler localScheduler() {
    return scheduler;
  }

  /** The context's own configuration, not a copy. */
  public SparkConf conf() {
    return conf;
  }

  /** A copy of the configuration. */
  public SparkConf getConf() {
    return conf.clone();
  }

  public String master() {
    return conf.get("spark.master");
  }

  public String appName() {
    return conf.get("spark.app.name");
  }

  public String applicationId() {
    return conf.getAppId();
  }

  public String deployMode() {
    return conf.get("spark.submit.deployMode", "client");
  }

  public boolean isLocal() {
    return localMaster.isLocal();
  }

  /** Epoch milliseconds. */
  public long startTime() {
    return startTime;
  }

  /** The version of Spark that this stands in for. */
  public String version() {
    return "3.5.7";
  }

  public String sparkUser() {
    String user = System.getenv("SPARK_USER");
    return user == null ? System.getProperty("user.name", "<unknown>") : user;
  }

  public Option<String> getSparkHome() {
    return Option.apply(conf.get("spark.home", System.getenv("SPARK_HOME")));
  }

  public Seq<String> jars() {
    List<String> jars =
        Arrays.stream(conf.get("spark.jars", "").split(",", -1))
            .map(String::trim)
            .filter(jar -> !jar.isEmpty())
            .toList();
    return JavaConverters.asScalaBuffer(jars);
  }

  /** {@code spark.default.parallelism} if set, else the number of threads. */
  public int defaultParallelism() {
    assertNotStopped();
    return conf.getInt("spark.default.parallelism", localMaster.threads());
  }

  /** The least number of partitions of files: 2, or 1 if there is no parallelism. */
  public int defaultMinPartitions() {
    return Math.min(defaultParallelism(), 2);
  }

  public <T> RDD<T> parallelize(Seq<T> elements, int numSlices, ClassTag<T> elementTag) {
    assertNotStopped();
    return new RDD<>(
        new ParallelCollection<>(this, JavaConverters.seqAsJavaList(elements), numSlices));
  }

  public <T> int parallelize$default$2() {
    return defaultParallelism();
  }

  /** An RDD without partitions. */
  public <T> RDD<T> emptyRDD(ClassTag<T> elementTag) {
    return new RDD<>(new EmptyDataset<>(this));
  }

  /** The records of all, duplicates kept. */
  public <T> RDD<T> union(Seq<RDD<T>> rdds, ClassTag<T> elementTag) {
    List<Dataset<T>> datasets = new ArrayList<>();
    JavaConverters.seqAsJavaList(rdds).forEach(rdd -> datasets.add(rdd.dataset()));
    return new RDD<>(UnionDataset.of(this, datasets));
  }

  /** The records of all, duplicates kept. */
  public <T> RDD<T> union(RDD<T> first, Seq<RDD<T>> rest, ClassTag<T> elementTag) {
    List<Dataset<T>> datasets = new ArrayList<>(List.of(first.dataset()));
    JavaConverters.seqAsJavaList(rest).forEach(rdd -> datasets.add(rdd.dataset()));
    return new RDD<>(UnionDataset.of(this, datasets));
  }

  /** The number that the next RDD gets, from 0. */
  public int newRddId() {
    return nextRddId.getAndIncrement();
  }

  /**
   * Checks the level, and does nothing else: how much is logged is for the logging framework behind
   * SLF4J to configure.
   *
   * @throws IllegalArgumentException if there is no such level, in whatever case
   */
  public void setLogLevel(String logLevel) {
    if (!LOG_LEVELS.contains(logLevel.toUpperCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "requirement failed: Supplied level "
              + logLevel
              + " did not match one of: "
              + "ALL,DEBUG,ERROR,FATAL,TRACE,WARN,INFO,OFF");
    }
  }

  /** The properties of the calling thread, which threads that it starts later inherit. */
  public Properties getLocalProperties() {
    return localProperties.get();
  }

  public void setLocalProperties(Properties properties) {
    localProperties.set(properties);
  }

  /** Sets a property of the calling thread; null removes it. */
  public void setLocalProperty(String key, @Nullable String value) {
    if (value == null) {
      localProperties.get().remove(key);
    } else {
      localProperties.get().setProperty(key, value);
    }
  }

  /** A property of the calling thread; null if it is not set. */
  public @Nullable String getLocalProperty(String key) {
    return localProperties.get().getProperty(key);
  }

  /** Sets where checkpoints of RDDs go: a new directory below {@code directory}. */
  public void setCheckpointDir(String directory) {
    checkpointDir = CheckpointDirectory.create(directory);
  }

  /** The directory made by {@link #setCheckpointDir}, as a URI, if there is one. */
  public Option<String> getCheckpointDir() {
    return Option.apply(checkpointDir);
  }

  public boolean isStopped() {
    return stopped.get();
  }

  /** Stops the threads and makes room for another context. Later calls have no effect. */
  public void stop() {
    if (stopped.compareAndSet(false, true)) {
      scheduler.close();
      synchronized (ACTIVE_LOCK) {
        if (active == this) {
          active = null;
        }
      }
    }
  }

  /**
   * Fails once the context is stopped.
   *
   * @throws IllegalStateException saying where this context and the active one were created
   */
  public void assertNotStopped() {
    if (stopped.get()) {
      throw new IllegalStateException(
          "Cannot call methods on a stopped SparkContext.\nThis stopped SparkContext was created"
              + " at:\n\n"
              + creationSite
              + "\n\nThe currently active SparkContext was created at:\n\n"
              + activeSite()
              + "\n         ");
    }
  }

  private static String activeSite() {
    synchronized (ACTIVE_LOCK) {
      return active == null ? "(No active SparkContext.)" : active.creationSite.toString();
    }
  }
}
