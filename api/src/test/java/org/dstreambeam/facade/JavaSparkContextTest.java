// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.spi.SubmittedConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

class JavaSparkContextTest extends ContextTest {

  @Test
  void refusesAConfigurationWithoutMaster() {
    assertThatThrownBy(() -> new JavaSparkContext(new SparkConf(false).setAppName("a")))
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("A master URL must be set in your configuration");
  }

  @Test
  void refusesAConfigurationWithoutApplicationName() {
    assertThatThrownBy(() -> new JavaSparkContext(new SparkConf(false).setMaster("local")))
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("An application name must be set in your configuration");
  }

  @Test
  void refusesALocalMasterWithoutThreads() {
    assertThatThrownBy(() -> new JavaSparkContext("local[0]", "a"))
        .isExactlyInstanceOf(SparkException.class)
        .hasMessage("Asked to run locally with 0 threads");
  }

  @Test
  void afterARefusalAnotherContextCanBeCreated() {
    assertThatThrownBy(() -> new JavaSparkContext("local[0]", "a"));

    assertThat(sc().isLocal()).isTrue();
  }

  @Test
  void afterAFileThatIsNotThereAnotherContextCanBeCreated() {
    SparkConf conf = new SparkConf(false).setMaster("local").setAppName("a");

    assertThatThrownBy(() -> new JavaSparkContext(conf.clone().set("spark.files", "/not/there")))
        .isInstanceOf(FileNotFoundException.class);

    assertThat(sc().isLocal()).isTrue();
  }

  @Test
  void refusesASecondContextAndSaysWhereTheFirstWasCreated() {
    sc();

    assertThatThrownBy(() -> new JavaSparkContext("local", "second"))
        .isExactlyInstanceOf(SparkException.class)
        .hasMessageMatching(
            "(?s)Only one SparkContext should be running in this JVM \\(see SPARK-2243\\)\\.The"
                + " currently running SparkContext was created at:\n"
                + "org\\.apache\\.spark\\.api\\.java\\.JavaSparkContext\\.<init>\\(JavaSparkContext"
                + "\\.java:\\d+\\)\norg\\.dstreambeam\\.facade\\.ContextTest\\.sc.*");
  }

  @Test
  void anotherContextCanFollowAStoppedOne() {
    JavaSparkContext first = new JavaSparkContext("local[2]", "first");
    first.close();

    assertThat(sc().sc()).isNotSameAs(first.sc());
    first.stop();
    assertThat(SparkContext.getOrCreate()).isSameAs(sc().sc());
  }

  @Test
  void aStoppedContextRefusesToMakeRddsAndSaysWhereItWasCreated() {
    JavaSparkContext sc = sc();
    sc.stop();

    assertThat(sc.sc().isStopped()).isTrue();
    assertThatThrownBy(() -> sc.parallelize(List.of(1)))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            """
            Cannot call methods on a stopped SparkContext.
            This stopped SparkContext was created at:

            org.apache.spark.api.java.JavaSparkContext.<init>(JavaSparkContext.java:""")
        .hasMessageContaining(
            "\n\nThe currently active SparkContext was created at:\n\n(No active SparkContext.)\n");
    assertThatThrownBy(sc::defaultParallelism).isInstanceOf(IllegalStateException.class);
    assertThat(sc.appName()).isEqualTo("test");
  }

  @Test
  void aStoppedContextRunsNoJob() {
    JavaRDD<Integer> rdd = sc().parallelize(List.of(1, 2));
    sc().stop();

    assertThatThrownBy(() -> rdd.map(x -> x).count())
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("SparkContext has been shutdown");
  }

  @ParameterizedTest
  @CsvSource({"local,1,1", "local[3],3,2", "'local[5,2]',5,2", "'local[1, 4]',1,1"})
  void readsTheParallelismFromALocalMaster(String master, int threads, int minPartitions) {
    assertThat(sc(master).defaultParallelism()).isEqualTo(threads);
    assertThat(sc().defaultMinPartitions()).isEqualTo(minPartitions);
    assertThat(sc().isLocal()).isTrue();
    assertThat(sc().master()).isEqualTo(master);
  }

  @Test
  void usesAllCoresIfToldSo() {
    assertThat(sc("local[*]").defaultParallelism())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(sc().isLocal()).isTrue();
  }

  /** As Spark does as long as it has no executors. */
  @ParameterizedTest
  @ValueSource(strings = {"spark://host:7077", "yarn", "flink://host:8081"})
  void countsOnTwoCoresOfAClusterThatCannotBeAsked(String master) {
    assertThat(sc(master).defaultParallelism()).isEqualTo(2);
    assertThat(sc().isLocal()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lokal", "local[x]", "local[2", "flink", ""})
  void refusesWhatIsNoMaster(String master) {
    assertThatThrownBy(() -> sc(master))
        .isInstanceOf(SparkException.class)
        .hasMessage("Could not parse Master URL: '" + master + "'");
  }

  @Test
  void prefersTheConfiguredParallelism() {
    try (JavaSparkContext sc =
        new JavaSparkContext(
            "local[2]", "a", new SparkConf().set("spark.default.parallelism", "7"))) {
      assertThat(sc.defaultParallelism()).isEqualTo(7);
      assertThat(sc.parallelize(List.of(1)).getNumPartitions()).isEqualTo(7);
    }
  }

  @Test
  void whatWasSubmittedWinsOverTheProgram() {
    SubmittedConf.set(Map.of("spark.master", "local[3]", "spark.x", "y"));
    try {
      assertThat(sc("local[9]").master()).isEqualTo("local[3]");
      assertThat(sc().getConf().get("spark.x")).isEqualTo("y");
    } finally {
      SubmittedConf.set(Map.of());
    }
  }

  @Test
  void keepsACopyOfTheConfigurationAndHandsOutCopies() {
    SparkConf conf = new SparkConf().setMaster("local").setAppName("a");
    try (JavaSparkContext sc = new JavaSparkContext(conf)) {
      conf.set("spark.later", "1");
      sc.getConf().set("spark.later", "2");

      assertThat(sc.getConf().contains("spark.later")).isFalse();
      assertThat(sc.sc().conf()).isSameAs(sc.sc().conf());
    }
  }

  @Test
  void knowsItselfAsTheVersionItStandsInFor() {
    assertThat(sc().version()).isEqualTo("3.5.7");
    assertThat(sc().startTime()).isPositive();
    assertThat(sc().getConf().getAppId()).isEqualTo("local-" + sc().startTime());
    assertThat(JavaSparkContext.toSparkContext(JavaSparkContext.fromSparkContext(sc().sc())))
        .isSameAs(sc().sc());
  }

  @Test
  void theLongConstructorSetsHomeJarsAndEnvironment() {
    try (JavaSparkContext sc =
        new JavaSparkContext(
            "local", "a", "home", new String[] {"x.jar", "y.jar"}, Map.of("KEY", "value"))) {
      assertThat(sc.getSparkHome().get()).isEqualTo("home");
      assertThat(sc.jars()).containsExactly("x.jar", "y.jar");
      assertThat(sc.getConf().get("spark.executorEnv.KEY")).isEqualTo("value");
    }
  }

  @Test
  void acceptsLogLevelsInAnyCaseAndRefusesOthers() {
    assertThatCode(() -> sc().setLogLevel("warn")).doesNotThrowAnyException();
    assertThatThrownBy(() -> sc().setLogLevel("loud"))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "requirement failed: Supplied level loud did not match one of:"
                + " ALL,DEBUG,ERROR,FATAL,TRACE,WARN,INFO,OFF");
  }

  @Test
  void localPropertiesAreInheritedByNewThreadsAndRemovedByNull() throws Exception {
    sc().setLocalProperty("pool", "fast");
    String[] seen = new String[1];
    Thread child =
        new Thread(
            () -> {
              seen[0] = sc().getLocalProperty("pool");
              sc().setLocalProperty("pool", "child");
            });
    child.start();
    child.join();

    assertThat(seen[0]).isEqualTo("fast");
    assertThat(sc().getLocalProperty("pool")).isEqualTo("fast");
    sc().setLocalProperty("pool", null);
    assertThat(sc().getLocalProperty("pool")).isNull();
  }

  @Test
  void createsACheckpointDirectoryOfItsOwn(@TempDir Path parent) {
    assertThat(sc().getCheckpointDir().isPresent()).isFalse();

    sc().setCheckpointDir(parent.toString());

    String created = sc().getCheckpointDir().get();
    assertThat(created).startsWith("file:" + parent + "/");
    assertThat(Files.isDirectory(Path.of(created.substring("file:".length())))).isTrue();
  }

  @Test
  void findsTheJarOfAClass() {
    assertThat(JavaSparkContext.jarOfClass(Tuple2.class)[0]).endsWith(".jar").startsWith("/");
    assertThat(JavaSparkContext.jarOfObject(this)).isEmpty();
  }

  @Test
  void findsTheJarOfAClassAlsoThroughTheStreamingContexts() {
    String[] jar = JavaSparkContext.jarOfClass(Tuple2.class);
    assertThat(JavaStreamingContext.jarOfClass(Tuple2.class)).containsExactly(jar);
    assertThat(JavaStreamingContext.jarOfClass(getClass())).isEmpty();
    assertThat(StreamingContext.jarOfClass(Tuple2.class).get()).isEqualTo(jar[0]);
    assertThat(StreamingContext.jarOfClass(getClass()).isEmpty()).isTrue();
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of a generic type, as callers make them
  void unionsAnyNumberOfRddsButNotNone() {
    JavaRDD<Integer> one = sc().parallelize(List.of(1), 1);
    JavaRDD<Integer> two = sc().parallelize(Arrays.asList(2, 3), 2);
    JavaPairRDD<String, Integer> pair = sc().parallelizePairs(List.of(new Tuple2<>("a", 1)), 1);

    assertThat(sc().union(one, two, one).collect()).containsExactly(1, 2, 3, 1);
    assertThat(sc().union(one, two, one).getNumPartitions()).isEqualTo(4);
    assertThat(sc().union(pair, pair).count()).isEqualTo(2);
    assertThatThrownBy(() -> sc().union(new JavaRDD[0]))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirement failed: Union called on no RDDs");
  }

  @Test
  void anEmptyRddHasNoPartitions() {
    assertThat(sc().emptyRDD().getNumPartitions()).isZero();
    assertThat(sc().emptyRDD().isEmpty()).isTrue();
    assertThat(sc().emptyRDD().collect()).isEmpty();
  }
}
