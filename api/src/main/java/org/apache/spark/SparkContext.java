// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.input.PortableDataStream;
import org.apache.spark.rdd.HadoopRDD;
import org.apache.spark.rdd.NewHadoopRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.util.AccumulatorV2;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.files.Checkpoints;
import org.dstreambeam.files.FileInputs;
import org.dstreambeam.files.HadoopConf;
import org.dstreambeam.files.TravellingConf;
import org.dstreambeam.image.ContextImage;
import org.dstreambeam.lifecycle.MasterCores;
import org.dstreambeam.plan.ConsoleOutput;
import org.dstreambeam.rdd.AddedFiles;
import org.dstreambeam.rdd.CreationSite;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.rdd.EmptyDataset;
import org.dstreambeam.rdd.Executors;
import org.dstreambeam.rdd.JobProperties;
import org.dstreambeam.rdd.LocalMaster;
import org.dstreambeam.rdd.LocalScheduler;
import org.dstreambeam.rdd.ParallelCollection;
import org.dstreambeam.rdd.RangeDataset;
import org.dstreambeam.rdd.ScalaJobs;
import org.dstreambeam.rdd.SchedulingModes;
import org.dstreambeam.rdd.SharedVariables;
import org.dstreambeam.rdd.UnionDataset;
import org.dstreambeam.recovery.RecoveredParallelism;
import org.dstreambeam.spi.SubmittedConf;
import org.jspecify.annotations.Nullable;
import scala.Enumeration;
import scala.Function0;
import scala.Function1;
import scala.Function2;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Map;
import scala.collection.Map$;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

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

  private final long startTime;
  private final CreationSite creationSite = CreationSite.here();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger nextRddId;
  private final SparkConf conf;
  private final LocalMaster localMaster;
  private final MasterCores cores;
  private final LocalScheduler scheduler;
  private final SharedVariables sharedVariables;
  private final AddedFiles addedFiles;
  private final ConsoleOutput console = new ConsoleOutput();
  private volatile @Nullable String checkpointDir;
  private @Nullable Configuration hadoopConfiguration;

  /** Those of a thread that has inherited none. */
  private final Properties initialProperties;

  @SuppressWarnings("ThreadLocalUsage") // each context has properties of its own
  private final InheritableThreadLocal<Properties> localProperties =
      new InheritableThreadLocal<>() {
        @Override
        protected Properties childValue(Properties parent) {
          return (Properties) parent.clone();
        }

        @Override
        protected Properties initialValue() {
          return (Properties) initialProperties.clone();
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
    this(config, null);
  }

  /**
   * The context of a program that was submitted in another JVM. Not part of Spark's API.
   *
   * @throws RuntimeException an undeclared {@link SparkException} if another context is active
   */
  public static SparkContext arriving(ContextImage image) {
    SparkConf conf = new SparkConf(false);
    image.conf().forEach(conf::set);
    return new SparkContext(conf, image);
  }

  /** What another JVM has to know to have this context, too. Not part of Spark's API. */
  public ContextImage image() throws IOException {
    Configuration hadoop;
    synchronized (this) {
      hadoop = hadoopConfiguration;
    }
    return new ContextImage(
        Arrays.stream(conf.getAll()).collect(Collectors.toMap(Tuple2::_1, Tuple2::_2)),
        startTime,
        nextRddId.get(),
        sharedVariables.nextBroadcast(),
        defaultParallelism(),
        checkpointDir,
        hadoop == null ? java.util.Map.of() : TravellingConf.changes(conf, hadoop),
        addedFiles.cargo(),
        (Properties) localProperties.get().clone());
  }

  private SparkContext(SparkConf config, @Nullable ContextImage image) {
    startTime = image == null ? System.currentTimeMillis() : image.startTime();
    initialProperties = image == null ? new Properties() : image.localProperties();
    nextRddId = new AtomicInteger(image == null ? 0 : image.nextRddId());
    sharedVariables = new SharedVariables(image == null ? 0 : image.nextBroadcast());
    synchronized (ACTIVE_LOCK) {
      if (active != null) {
        throw failure(
            "Only one SparkContext should be running in this JVM (see SPARK-2243)."
                + "The currently running SparkContext was created at:\n"
                + active.creationSite);
      }
      conf = config.clone();
      if (image == null) {
        SubmittedConf.settings().forEach(conf::set);
        RecoveredParallelism.applyTo(conf);
      }
      if (!conf.contains("spark.master")) {
        throw failure("A master URL must be set in your configuration");
      }
      if (!conf.contains("spark.app.name")) {
        throw failure("An application name must be set in your configuration");
      }
      localMaster = LocalMaster.of(conf);
      cores =
          image == null
              ? MasterCores.of(conf, localMaster)
              : MasterCores.known(conf, image.defaultParallelism());
      scheduler = new LocalScheduler(localMaster);
      conf.setIfMissing("spark.app.id", "local-" + startTime);
      conf.set("spark.app.startTime", String.valueOf(startTime));
      addedFiles = new AddedFiles();
      active = this;
    }
    try {
      if (image == null) {
        listed("spark.files").forEach(this::addFile);
        listed("spark.archives").forEach(this::addArchive);
        listed("spark.jars").forEach(this::addJar);
      } else {
        addedFiles.unload(image.added());
        checkpointDir = image.checkpointDir();
        if (!image.hadoop().isEmpty()) {
          hadoopConfiguration = TravellingConf.changed(conf, image.hadoop());
        }
      }
    } catch (IOException e) {
      stop();
      throw Rethrow.as(e);
    } catch (Throwable e) { // a checked one, undeclared, if there is no such file
      stop();
      throw e;
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

  /** Where print() writes to. Not part of Spark's API. */
  public ConsoleOutput console() {
    return console;
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

  /**
   * {@code spark.default.parallelism} if set, else the number of threads of a local master; that of
   * the task slots of a cluster when it was first asked, at most {@code spark.cores.max}, at least
   * 2.
   */
  public int defaultParallelism() {
    assertNotStopped();
    return RecoveredParallelism.of(conf, cores::get);
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

  /**
   * What all operations on files start from; the program may change it. {@code spark.hadoop.k} of
   * the context's configuration is {@code k} here. Made when it is first asked for.
   */
  public synchronized Configuration hadoopConfiguration() {
    Configuration hadoop = hadoopConfiguration;
    if (hadoop == null) {
      hadoop = HadoopConf.of(conf);
      hadoopConfiguration = hadoop;
    }
    return hadoop;
  }

  /**
   * The lines of text files: of a file, a directory, a glob, or several of these with commas
   * between. There is a partition per split of a file, {@code minPartitions} or more where files
   * can be split.
   */
  public RDD<String> textFile(String path, int minPartitions) {
    return new RDD<>(FileInputs.text(this, path, minPartitions));
  }

  public int textFile$default$2() {
    return defaultMinPartitions();
  }

  /** The path and the content of each file, small ones together in a partition. */
  public RDD<Tuple2<String, String>> wholeTextFiles(String path, int minPartitions) {
    return new RDD<>(FileInputs.wholeTexts(this, path, minPartitions));
  }

  public int wholeTextFiles$default$2() {
    return defaultMinPartitions();
  }

  /** The path of each file and a handle to open it, small ones together in a partition. */
  public RDD<Tuple2<String, PortableDataStream>> binaryFiles(String path, int minPartitions) {
    return new RDD<>(FileInputs.binaries(this, path, minPartitions));
  }

  public int binaryFiles$default$2() {
    return defaultMinPartitions();
  }

  /** The records of {@code recordLength} bytes each that files consist of. */
  public RDD<byte[]> binaryRecords(String path, int recordLength, Configuration conf) {
    return new RDD<>(FileInputs.binaryRecords(this, path, recordLength, conf));
  }

  public Configuration binaryRecords$default$3() {
    return hadoopConfiguration();
  }

  /** What a format of {@code mapred} reads, from wherever {@code conf} says. */
  public <K, V> RDD<Tuple2<K, V>> hadoopRDD(
      JobConf conf,
      Class<? extends InputFormat<K, V>> inputFormatClass,
      Class<K> keyClass,
      Class<V> valueClass,
      int minPartitions) {
    return new HadoopRDD<>(FileInputs.dataset(this, conf, inputFormatClass, minPartitions));
  }

  public <K, V> int hadoopRDD$default$5() {
    return defaultMinPartitions();
  }

  /** What a format of {@code mapred} reads from files. */
  public <K, V> RDD<Tuple2<K, V>> hadoopFile(
      String path,
      Class<? extends InputFormat<K, V>> inputFormatClass,
      Class<K> keyClass,
      Class<V> valueClass,
      int minPartitions) {
    return new HadoopRDD<>(FileInputs.file(this, path, inputFormatClass, minPartitions));
  }

  public <K, V> int hadoopFile$default$5() {
    return defaultMinPartitions();
  }

  /** The Scala form, which knows the classes by their tags. */
  public <K, V, F extends InputFormat<K, V>> RDD<Tuple2<K, V>> hadoopFile(
      String path, int minPartitions, ClassTag<K> km, ClassTag<V> vm, ClassTag<F> fm) {
    return new HadoopRDD<>(FileInputs.file(this, path, fm.runtimeClass(), minPartitions));
  }

  /** The Scala form, which knows the classes by their tags. */
  public <K, V, F extends InputFormat<K, V>> RDD<Tuple2<K, V>> hadoopFile(
      String path, ClassTag<K> km, ClassTag<V> vm, ClassTag<F> fm) {
    return hadoopFile(path, defaultMinPartitions(), km, vm, fm);
  }

  /** What a format of {@code mapreduce} reads from files. */
  public <K, V, F extends org.apache.hadoop.mapreduce.InputFormat<K, V>>
      RDD<Tuple2<K, V>> newAPIHadoopFile(
          String path, Class<F> fClass, Class<K> kClass, Class<V> vClass, Configuration conf) {
    return new NewHadoopRDD<>(FileInputs.newFile(this, path, fClass, conf));
  }

  /** The Scala form, which knows the classes by their tags. */
  public <K, V, F extends org.apache.hadoop.mapreduce.InputFormat<K, V>>
      RDD<Tuple2<K, V>> newAPIHadoopFile(
          String path, ClassTag<K> km, ClassTag<V> vm, ClassTag<F> fm) {
    return new NewHadoopRDD<>(
        FileInputs.newFile(this, path, fm.runtimeClass(), hadoopConfiguration()));
  }

  public <K, V, F extends org.apache.hadoop.mapreduce.InputFormat<K, V>>
      Configuration newAPIHadoopFile$default$5() {
    return hadoopConfiguration();
  }

  /** What a format of {@code mapreduce} reads, from wherever {@code conf} says. */
  public <K, V, F extends org.apache.hadoop.mapreduce.InputFormat<K, V>>
      RDD<Tuple2<K, V>> newAPIHadoopRDD(
          Configuration conf, Class<F> fClass, Class<K> kClass, Class<V> vClass) {
    return new NewHadoopRDD<>(FileInputs.newDataset(this, conf, fClass));
  }

  public <K, V, F extends org.apache.hadoop.mapreduce.InputFormat<K, V>>
      Configuration newAPIHadoopRDD$default$1() {
    return hadoopConfiguration();
  }

  /** The keys and values of sequence files. */
  public <K, V> RDD<Tuple2<K, V>> sequenceFile(
      String path, Class<K> keyClass, Class<V> valueClass, int minPartitions) {
    return new HadoopRDD<>(FileInputs.sequence(this, path, minPartitions));
  }

  /** The keys and values of sequence files. */
  public <K, V> RDD<Tuple2<K, V>> sequenceFile(
      String path, Class<K> keyClass, Class<V> valueClass) {
    return sequenceFile(path, keyClass, valueClass, defaultMinPartitions());
  }

  /** The records that {@code saveAsObjectFile} wrote, here or on Spark. */
  public <T> RDD<T> objectFile(String path, int minPartitions, ClassTag<T> elementTag) {
    return new RDD<>(FileInputs.objects(this, path, minPartitions));
  }

  public <T> int objectFile$default$2() {
    return defaultMinPartitions();
  }

  /** The records of a checkpoint, this context's or another's. */
  public <T> RDD<T> checkpointFile(String path, ClassTag<T> elementTag) {
    return new RDD<>(Checkpoints.read(this, path));
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

  /** The properties of each thread. */
  public InheritableThreadLocal<Properties> localProperties() {
    return localProperties;
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

  /**
   * Sets where checkpoints of RDDs go: a new directory below {@code directory}, on any Hadoop file
   * system; null for nowhere.
   */
  public void setCheckpointDir(@Nullable String directory) {
    checkpointDir = directory == null ? null : Checkpoints.createDirectory(this, directory);
  }

  /** The directory made by {@link #setCheckpointDir}, as a URI, if there is one. */
  public Option<String> getCheckpointDir() {
    return Option.apply(checkpointDir);
  }

  /**
   * Registers an accumulator, so that task functions may capture it.
   *
   * @throws IllegalStateException if it is registered
   */
  public void register(AccumulatorV2<?, ?> acc) {
    SharedVariables.register(this, acc, null);
  }

  /** As {@link #register(AccumulatorV2)}, with a name. */
  public void register(AccumulatorV2<?, ?> acc, String name) {
    SharedVariables.register(this, acc, name);
  }

  public LongAccumulator longAccumulator() {
    return SharedVariables.register(this, new LongAccumulator(), null);
  }

  public LongAccumulator longAccumulator(String name) {
    return SharedVariables.register(this, new LongAccumulator(), name);
  }

  public DoubleAccumulator doubleAccumulator() {
    return SharedVariables.register(this, new DoubleAccumulator(), null);
  }

  public DoubleAccumulator doubleAccumulator(String name) {
    return SharedVariables.register(this, new DoubleAccumulator(), name);
  }

  public <T> CollectionAccumulator<T> collectionAccumulator() {
    return SharedVariables.register(this, new CollectionAccumulator<T>(), null);
  }

  public <T> CollectionAccumulator<T> collectionAccumulator(String name) {
    return SharedVariables.register(this, new CollectionAccumulator<T>(), name);
  }

  /**
   * A value that task functions may capture at the cost of a number.
   *
   * @throws RuntimeException an undeclared {@link java.io.NotSerializableException} if the value is
   *     not serialisable and {@code spark.serializer} is Java's
   */
  public <T> Broadcast<T> broadcast(T value, ClassTag<T> valueTag) {
    return sharedVariables.broadcast(this, value, valueTag);
  }

  /** The numbers from {@code start} to before {@code end}, in contiguous slices. */
  public RDD<Object> range(long start, long end, long step, int numSlices) {
    assertNotStopped();
    return new RDD<>(new RangeDataset(this, start, end, step, numSlices));
  }

  public long range$default$3() {
    return 1;
  }

  public int range$default$4() {
    return defaultParallelism();
  }

  /** As {@link #parallelize}. */
  public <T> RDD<T> makeRDD(Seq<T> elements, int numSlices, ClassTag<T> elementTag) {
    return parallelize(elements, numSlices, elementTag);
  }

  public <T> int makeRDD$default$2() {
    return defaultParallelism();
  }

  /** A partition for each element; the names of hosts beside the elements have no effect. */
  public <T> RDD<T> makeRDD(Seq<Tuple2<T, Seq<String>>> elements, ClassTag<T> elementTag) {
    List<T> values = new ArrayList<>();
    JavaConverters.seqAsJavaList(elements).forEach(element -> values.add(element._1()));
    Seq<T> seq = JavaConverters.asScalaBuffer(values);
    return parallelize(seq, Math.max(1, values.size()), elementTag);
  }

  /** Runs a function on these partitions; an array of the results in this order. */
  public <T, U> Object runJob(
      RDD<T> rdd,
      Function2<TaskContext, Iterator<T>, U> func,
      Seq<Object> partitions,
      ClassTag<U> resultTag) {
    return ScalaJobs.run(rdd.dataset(), func, partitions, resultTag);
  }

  /** Runs a function on these partitions; an array of the results in this order. */
  public <T, U> Object runJob(
      RDD<T> rdd, Function1<Iterator<T>, U> func, Seq<Object> partitions, ClassTag<U> resultTag) {
    return runJob(rdd, ScalaJobs.withoutContext(func), partitions, resultTag);
  }

  /** Runs a function on all partitions; an array of the results by partition. */
  public <T, U> Object runJob(
      RDD<T> rdd, Function2<TaskContext, Iterator<T>, U> func, ClassTag<U> resultTag) {
    return runJob(rdd, func, ScalaJobs.allPartitions(rdd.dataset()), resultTag);
  }

  /** Runs a function on all partitions; an array of the results by partition. */
  public <T, U> Object runJob(RDD<T> rdd, Function1<Iterator<T>, U> func, ClassTag<U> resultTag) {
    return runJob(rdd, func, ScalaJobs.allPartitions(rdd.dataset()), resultTag);
  }

  /**
   * Runs a function on these partitions, then hands each result to {@code resultHandler} with its
   * index in {@code partitions}.
   */
  public <T, U> void runJob(
      RDD<T> rdd,
      Function2<TaskContext, Iterator<T>, U> func,
      Seq<Object> partitions,
      Function2<Object, U, BoxedUnit> resultHandler,
      ClassTag<U> resultTag) {
    ScalaJobs.run(rdd.dataset(), func, partitions, resultHandler);
  }

  /** Runs a function on all partitions, then hands each result to {@code resultHandler}. */
  public <T, U> void runJob(
      RDD<T> rdd,
      Function2<TaskContext, Iterator<T>, U> func,
      Function2<Object, U, BoxedUnit> resultHandler,
      ClassTag<U> resultTag) {
    runJob(rdd, func, ScalaJobs.allPartitions(rdd.dataset()), resultHandler, resultTag);
  }

  /** Runs a function on all partitions, then hands each result to {@code resultHandler}. */
  public <T, U> void runJob(
      RDD<T> rdd,
      Function1<Iterator<T>, U> func,
      Function2<Object, U, BoxedUnit> resultHandler,
      ClassTag<U> resultTag) {
    runJob(rdd, ScalaJobs.withoutContext(func), resultHandler, resultTag);
  }

  /** Runs a function on these partitions in the background; {@code resultFunc} gives the result. */
  public <T, U, R> SimpleFutureAction<R> submitJob(
      RDD<T> rdd,
      Function1<Iterator<T>, U> processPartition,
      Seq<Object> partitions,
      Function2<Object, U, BoxedUnit> resultHandler,
      Function0<R> resultFunc) {
    return new SimpleFutureAction<>(
        ScalaJobs.submit(rdd.dataset(), processPartition, partitions, resultHandler, resultFunc));
  }

  /**
   * Puts the jobs that this thread runs from now on into a group.
   *
   * @param interruptOnCancel whether cancelling them interrupts the threads of their tasks
   */
  public void setJobGroup(
      @Nullable String groupId, @Nullable String description, boolean interruptOnCancel) {
    setLocalProperty(JobProperties.DESCRIPTION, description);
    setLocalProperty(JobProperties.GROUP, groupId);
    setInterruptOnCancel(interruptOnCancel);
  }

  public boolean setJobGroup$default$3() {
    return false;
  }

  /** Jobs of this thread have no group, description or wish for interrupts any more. */
  public void clearJobGroup() {
    setLocalProperty(JobProperties.GROUP, null);
    setLocalProperty(JobProperties.DESCRIPTION, null);
    setLocalProperty(JobProperties.INTERRUPT, null);
  }

  /** Sets what the jobs of this thread are for; null for nothing. */
  public void setJobDescription(@Nullable String value) {
    setLocalProperty(JobProperties.DESCRIPTION, value);
  }

  /** Whether cancelling the jobs of this thread interrupts the threads of their tasks. */
  public void setInterruptOnCancel(boolean interruptOnCancel) {
    setLocalProperty(JobProperties.INTERRUPT, String.valueOf(interruptOnCancel));
  }

  /**
   * Adds a tag to the jobs that this thread runs from now on.
   *
   * @throws IllegalArgumentException if it is null, empty, or contains a comma
   */
  public void addJobTag(String tag) {
    setLocalProperty(JobProperties.TAGS, JobProperties.withTag(getLocalProperties(), tag));
  }

  /**
   * Removes a tag; has no effect if it is not there.
   *
   * @throws IllegalArgumentException if it is null, empty, or contains a comma
   */
  public void removeJobTag(String tag) {
    setLocalProperty(JobProperties.TAGS, JobProperties.withoutTag(getLocalProperties(), tag));
  }

  public scala.collection.immutable.Set<String> getJobTags() {
    return JavaConverters.asScalaSet(JobProperties.tags(getLocalProperties())).toSet();
  }

  public void clearJobTags() {
    setLocalProperty(JobProperties.TAGS, null);
  }

  /** Sets where RDDs and jobs of this thread are said to be declared. */
  public void setCallSite(String shortCallSite) {
    setLocalProperty(JobProperties.CALL_SITE, shortCallSite);
  }

  public void clearCallSite() {
    setLocalProperty(JobProperties.CALL_SITE, null);
    setLocalProperty("callSite.long", null);
  }

  /** Cancels the jobs of a group that run. */
  public void cancelJobGroup(String groupId) {
    assertNotStopped();
    scheduler.jobs().cancelGroup(groupId);
  }

  /**
   * Cancels the jobs with a tag that run.
   *
   * @throws IllegalArgumentException if it is null, empty, or contains a comma
   */
  public void cancelJobsWithTag(String tag) {
    assertNotStopped();
    scheduler.jobs().cancelTag(tag);
  }

  public void cancelAllJobs() {
    assertNotStopped();
    scheduler.jobs().cancelAll("as part of cancellation of all jobs");
  }

  /** Cancels a job; has no effect if it does not run. */
  public void cancelJob(int jobId, String reason) {
    scheduler.jobs().cancel(jobId, reason);
  }

  /** Cancels a job; has no effect if it does not run. */
  public void cancelJob(int jobId) {
    scheduler.jobs().cancel(jobId, null);
  }

  /** Cancels the job that runs a stage; has no effect if none does. */
  public void cancelStage(int stageId, String reason) {
    scheduler.jobs().cancelStage(stageId, reason);
  }

  /** Cancels the job that runs a stage; has no effect if none does. */
  public void cancelStage(int stageId) {
    scheduler.jobs().cancelStage(stageId, null);
  }

  /** Has no effect: to end a task, cancel its job. */
  public boolean killTaskAttempt(long taskId, boolean interruptThread, String reason) {
    return Executors.refuse("killTaskAttempt(" + taskId + ")");
  }

  public boolean killTaskAttempt$default$2() {
    return true;
  }

  public String killTaskAttempt$default$3() {
    return "killed via SparkContext.killTaskAttempt";
  }

  public SparkStatusTracker statusTracker() {
    return new SparkStatusTracker(scheduler.jobs());
  }

  /** The RDDs that are persisted, by id. */
  public Map<Object, RDD<?>> getPersistentRDDs() {
    java.util.Map<Object, RDD<?>> rdds = new TreeMap<>();
    scheduler.persisted().byId().forEach((id, dataset) -> rdds.put(id, new RDD<>(dataset)));
    return JavaConverters.mapAsScalaMap(rdds);
  }

  /**
   * Copies a file to where {@link SparkFiles#get} finds it by its name, in tasks and on the driver.
   *
   * @param path a local path, or a {@code file:} or {@code http:} address
   * @throws RuntimeException an undeclared {@link java.io.IOException} if it cannot be read, or
   *     {@link SparkException} if it is a directory or another file has the name
   */
  public void addFile(String path) {
    addFile(path, false);
  }

  /**
   * As {@link #addFile(String)}.
   *
   * @param recursive whether it may be a directory
   */
  public void addFile(String path, boolean recursive) {
    try {
      addedFiles.addFile(path, recursive);
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
  }

  /**
   * Unpacks a {@code .zip} or {@code .jar} archive into a directory that {@link SparkFiles#get}
   * finds by the archive's name, or by what stands behind a {@code #}.
   */
  public void addArchive(String path) {
    try {
      addedFiles.addArchive(path);
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
  }

  /** Makes the classes of a jar known to tasks; a jar that does not exist is only logged. */
  public void addJar(@Nullable String path) {
    try {
      addedFiles.addJar(path);
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
  }

  /** The addresses of what was added, in this order. */
  public Seq<String> listFiles() {
    return seq(addedFiles.files());
  }

  /** The addresses of what was added, in this order. */
  public Seq<String> listArchives() {
    return seq(addedFiles.archives());
  }

  /** The addresses of what was added, in this order. */
  public Seq<String> listJars() {
    return seq(addedFiles.jars());
  }

  /** What {@code spark.files} says. */
  public Seq<String> files() {
    return seq(listed("spark.files"));
  }

  /** What {@code spark.archives} says. */
  public Seq<String> archives() {
    return seq(listed("spark.archives"));
  }

  private List<String> listed(String key) {
    return Arrays.stream(conf.get(key, "").split(",", -1))
        .map(String::trim)
        .filter(path -> !path.isEmpty())
        .toList();
  }

  private static Seq<String> seq(List<String> strings) {
    return JavaConverters.asScalaBuffer(strings);
  }

  /** None: there is no web interface. */
  public Option<String> uiWebUrl() {
    return Option.empty();
  }

  /** None: an application is tried once. */
  public Option<String> applicationAttemptId() {
    return Option.empty();
  }

  /** Empty. */
  public Map<String, ResourceInformation> resources() {
    return Map$.MODULE$.empty();
  }

  /** Bytes that this process may use, and what is left of them, by host. */
  public Map<String, Tuple2<Object, Object>> getExecutorMemoryStatus() {
    assertNotStopped();
    return JavaConverters.mapAsScalaMap(Executors.memory());
  }

  /** What {@code spark.scheduler.mode} says; jobs run at once, whatever it is. */
  public Enumeration.Value getSchedulingMode() {
    assertNotStopped();
    return SchedulingModes.of(conf.get("spark.scheduler.mode", "FIFO"));
  }

  /** Empty: jobs are not pooled. */
  public Seq<Object> getAllPools() {
    assertNotStopped();
    return JavaConverters.asScalaBuffer(new ArrayList<>());
  }

  /** None: jobs are not pooled. */
  public Option<Object> getPoolForName(String pool) {
    assertNotStopped();
    return Option.empty();
  }

  /** Has no effect: there is one process. */
  public boolean requestExecutors(int numAdditionalExecutors) {
    return Executors.refuse("requestExecutors");
  }

  /** Has no effect: there is one process. */
  public boolean requestTotalExecutors(
      int numExecutors,
      int localityAwareTasks,
      scala.collection.immutable.Map<String, Object> hostToLocalTaskCount) {
    return Executors.refuse("requestTotalExecutors");
  }

  /** Has no effect: there is one process. */
  public boolean killExecutors(Seq<String> executorIds) {
    return Executors.refuse("killExecutors");
  }

  /** Has no effect: there is one process. */
  public boolean killExecutor(String executorId) {
    return Executors.refuse("killExecutor");
  }

  /** As {@link #stop()}; the code is for a web interface, which there is none of. */
  public void stop(int exitCode) {
    stop();
  }

  public boolean isStopped() {
    return stopped.get();
  }

  /** Stops the threads and makes room for another context. Later calls have no effect. */
  public void stop() {
    if (stopped.compareAndSet(false, true)) {
      scheduler.close();
      addedFiles.close();
      localProperties.remove();
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
