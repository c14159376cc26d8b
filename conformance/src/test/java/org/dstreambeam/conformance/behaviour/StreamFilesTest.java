// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.io.NotSerializableException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.SequenceFileOutputFormat;
import org.apache.hadoop.mapred.TextOutputFormat;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.dstream.DStream;
import org.apache.spark.streaming.dstream.PairDStreamFunctions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** The outputs of streams that write files. */
class StreamFilesTest {
  private final Path parent = Directory.forStreams();
  private final List<String> journal = new CopyOnWriteArrayList<>();

  @BeforeEach
  void fillTheDisk() {
    FullDisk.full(true);
  }

  private String prefix(String name) {
    return parent.resolve(name).toString();
  }

  private Directory of(Table done, String prefix, int batch, String suffix) {
    return Directory.of(parent, prefix + "-" + done.times().get(batch - 1) + suffix);
  }

  @Test
  void everyBatchIsADirectoryEmptyOrNot() throws Exception {
    Table.run(
        table -> {
          table
              .input(batch(part("a"), part("b", "c")), batch(), batch(part(), part()))
              .dstream()
              .saveAsTextFiles(prefix("out"), "txt");
          table.batches(4);
          table.afterwards(
              done -> {
                Directory first = of(done, "out", 1, ".txt");
                assertThat(first.names())
                    .containsExactly(
                        "._SUCCESS.crc",
                        ".part-00000.crc",
                        ".part-00001.crc",
                        "_SUCCESS",
                        "part-00000",
                        "part-00001");
                assertThat(first.lines("part-00001")).containsExactly("b", "c");
                assertThat(of(done, "out", 2, ".txt").visible()).containsExactly("_SUCCESS");
                assertThat(of(done, "out", 3, ".txt").visible())
                    .containsExactly("_SUCCESS", "part-00000", "part-00001");
                assertThat(of(done, "out", 4, ".txt").visible())
                    .containsExactly("_SUCCESS", "part-00000");
              });
        });
  }

  @Test
  void aSuffixMayBeEmptyOrNull() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> letters = table.input(batch(part("a")));
          letters.dstream().saveAsTextFiles(prefix("none"), null);
          letters.dstream().saveAsTextFiles("file:" + prefix("empty"), "");
          table.afterwards(
              done -> {
                assertThat(of(done, "none", 1, "").lines("part-00000")).containsExactly("a");
                assertThat(of(done, "empty", 1, "").lines("part-00000")).containsExactly("a");
                assertThat(letters.dstream().saveAsTextFiles$default$2()).isEmpty();
                assertThat(letters.dstream().saveAsObjectFiles$default$2()).isEmpty();
              });
        });
  }

  /** The file system of the test puts relative names into a directory of the test. */
  @Test
  void aPrefixMayBeEmptyOrNull() throws Exception {
    SparkConf conf =
        Table.conf()
            .set("spark.hadoop.fs.defaultFS", "elsewhere:///")
            .set("spark.hadoop.fs.elsewhere.impl", Elsewhere.class.getName())
            .set("spark.hadoop.fs.elsewhere.impl.disable.cache", "true");
    Elsewhere.directory = parent.toString();
    Table.run(
        conf,
        table -> {
          JavaPairDStream<String, Integer> pairs = table.pairs(batch(part(pair("a", 1))));
          pairs.dstream().saveAsTextFiles("", "");
          pairs.dstream().saveAsTextFiles(null, "txt");
          pairs.dstream().saveAsObjectFiles(null, "objects");
          pairs.saveAsHadoopFiles("", "old", String.class, Integer.class, TextOutputFormat.class);
          table.afterwards(
              done -> {
                done.context().awaitTerminationOrTimeout(1); // no failure
                String name = "" + done.times().get(0);
                assertThat(Directory.of(parent, name).lines("part-00000")).containsExactly("(a,1)");
                assertThat(Directory.of(parent, name + ".txt").lines("part-00000"))
                    .containsExactly("(a,1)");
                assertThat(Directory.of(parent, name + ".objects").visible())
                    .containsExactly("_SUCCESS", "part-00000");
                assertThat(Directory.of(parent, name + ".old").lines("part-00000"))
                    .containsExactly("a\t1");
              });
        });
  }

  /** Has another working directory than the process. */
  public static final class Elsewhere extends RawLocalFileSystem {
    private static volatile String directory = "/";

    @Override
    public URI getUri() {
      return URI.create("elsewhere:///");
    }

    @Override
    public org.apache.hadoop.fs.Path getWorkingDirectory() {
      return new org.apache.hadoop.fs.Path("elsewhere", "", directory);
    }
  }

  @Test
  void theConfigurationOfTheContextIsCopiedForOldFormatsOnly() throws Exception {
    Table.run(
        table -> {
          String separator = "mapreduce.output.textoutputformat.separator";
          Configuration conf = table.context().sparkContext().hadoopConfiguration();
          JavaPairDStream<String, Integer> pairs = table.pairs(batch(part(pair("a", 1))));
          conf.set(separator, ":");
          pairs.saveAsHadoopFiles(
              prefix("old"), "", String.class, Integer.class, TextOutputFormat.class);
          pairs.saveAsNewAPIHadoopFiles(
              prefix("new"),
              "",
              String.class,
              Integer.class,
              org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class);
          conf.set(separator, ";");
          table.afterwards(
              done -> {
                assertThat(of(done, "old", 1, "").lines("part-00000")).containsExactly("a:1");
                assertThat(of(done, "new", 1, "").lines("part-r-00000")).containsExactly("a;1");
              });
        });
  }

  @Test
  void savesOfAllKindsGoIntoDirectoriesThatExist() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> pairs = table.pairs(batch(part(pair("a", 1))));
          pairs.foreachRDD(
              (rdd, time) -> {
                for (String name : List.of("objects", "old", "new")) {
                  Path stale = parent.resolve(name + "-" + time.milliseconds());
                  Files.createDirectories(stale);
                  Files.writeString(stale.resolve("part-00000"), "old");
                  Files.writeString(stale.resolve("part-00001"), "stale");
                }
              });
          pairs.dstream().saveAsObjectFiles(prefix("objects"), "");
          pairs.saveAsHadoopFiles(
              prefix("old"), "", String.class, Integer.class, TextOutputFormat.class);
          pairs.saveAsNewAPIHadoopFiles(
              prefix("new"),
              "",
              String.class,
              Integer.class,
              org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class);
          table.afterwards(
              done -> {
                for (String name : List.of("objects", "old")) {
                  assertThat(of(done, name, 1, "").visible())
                      .containsExactly("_SUCCESS", "part-00000", "part-00001");
                  assertThat(of(done, name, 1, "").lines("part-00001")).containsExactly("stale");
                }
                assertThat(of(done, "old", 1, "").lines("part-00000")).containsExactly("a\t1");
                assertThat(of(done, "new", 1, "").visible())
                    .containsExactly("_SUCCESS", "part-00000", "part-00001", "part-r-00000");
                assertThat(done.context().awaitTerminationOrTimeout(1)).isFalse();
              });
        });
  }

  @Test
  void aNullRowFailsItsBatchOnly() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> letters =
              table.input(batch(part("a", (String) null)), batch(part("b")));
          letters.dstream().saveAsTextFiles(prefix("out"), "");
          table.batches(2);
          table.afterwards(
              done -> {
                assertThat(of(done, "out", 1, "").names()).isEmpty();
                assertThat(of(done, "out", 2, "").lines("part-00000")).containsExactly("b");
                assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(1))
                    .isExactlyInstanceOf(SparkException.class)
                    .hasRootCauseMessage("requirement failed: text files do not allow null rows");
              });
        });
  }

  @Test
  void objectsCanBeReadBack() throws Exception {
    Table.run(
        table -> {
          table
              .input(batch(part(1, 2), part(3)), batch())
              .dstream()
              .saveAsObjectFiles(prefix("objects"), null);
          table.batches(2);
          table.afterwards(
              done -> {
                JavaRDD<Integer> read =
                    done.context().sparkContext().objectFile(of(done, "objects", 1, "").uri());
                assertThat(read.collect()).containsExactlyInAnyOrder(1, 2, 3);
                assertThat(of(done, "objects", 2, "").visible()).containsExactly("_SUCCESS");
              });
        });
  }

  @Test
  void pairsAreWrittenByFormatsOfBothApis() throws Exception {
    JobConf old = new JobConf();
    old.set("mapreduce.output.textoutputformat.separator", ":");
    Configuration conf = new Configuration();
    conf.set("mapreduce.output.textoutputformat.separator", ";");
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> pairs =
              table.pairs(batch(part(pair("a", 1)), part(pair("b", 2))), batch());
          pairs.saveAsHadoopFiles(
              prefix("old"), "x", String.class, Integer.class, TextOutputFormat.class);
          pairs.saveAsHadoopFiles(
              prefix("oldConf"), "x", String.class, Integer.class, TextOutputFormat.class, old);
          pairs
              .mapToPair(p -> pair(new Text(p._1()), new IntWritable(p._2())))
              .saveAsHadoopFiles(
                  prefix("seq"), "", Text.class, IntWritable.class, SequenceFileOutputFormat.class);
          pairs.saveAsNewAPIHadoopFiles(
              prefix("new"),
              "x",
              String.class,
              Integer.class,
              org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class);
          pairs.saveAsNewAPIHadoopFiles(
              prefix("newConf"),
              "x",
              String.class,
              Integer.class,
              org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class,
              conf);
          table.batches(2);
          table.afterwards(
              done -> {
                assertThat(of(done, "old", 1, ".x").visible())
                    .containsExactly("_SUCCESS", "part-00000", "part-00001");
                assertThat(of(done, "old", 1, ".x").lines("part-00001")).containsExactly("b\t2");
                assertThat(of(done, "oldConf", 1, ".x").lines("part-00001")).containsExactly("b:2");
                assertThat(of(done, "new", 1, ".x").visible())
                    .containsExactly("_SUCCESS", "part-r-00000", "part-r-00001");
                assertThat(of(done, "newConf", 1, ".x").lines("part-r-00000"))
                    .containsExactly("a;1");
                assertThat(of(done, "new", 2, ".x").visible()).containsExactly("_SUCCESS");
                assertThat(
                        done.context()
                            .sparkContext()
                            .sequenceFile(
                                of(done, "seq", 1, "").uri(), Text.class, IntWritable.class)
                            .map(p -> p._1() + "=" + p._2())
                            .collect())
                    .containsExactlyInAnyOrder("a=1", "b=2");
              });
        });
  }

  @Test
  void pairsWithoutClassesFailInEveryBatchInOneWayOrTheOther() throws Exception {
    Table.run(
        table -> {
          table.pairs(batch(part(pair("a", 1)))).saveAsHadoopFiles(prefix("old"), "x");
          table.batches(2);
          table.afterwards(
              done ->
                  assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(1))
                      .isExactlyInstanceOf(RuntimeException.class)
                      .hasMessage(
                          "class scala.runtime.Nothing$ not org.apache.hadoop.mapred.OutputFormat"));
        });
    Table.run(
        table -> {
          table.pairs(batch(part(pair("a", 1)))).saveAsNewAPIHadoopFiles(prefix("new"), "x");
          table.batches(2);
          table.afterwards(
              done ->
                  assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(1))
                      .isExactlyInstanceOf(RuntimeException.class)
                      .hasMessage(
                          "class scala.runtime.Nothing$ not"
                              + " org.apache.hadoop.mapreduce.OutputFormat"));
        });
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void outputsThatWriteFilesRunInTheOrderOfTheirDefinition() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> letters = table.input(batch(part("a")));
          letters.foreachRDD((rdd, time) -> journal.add("before: " + exists(time.milliseconds())));
          letters.dstream().saveAsTextFiles(prefix("out"), "");
          letters.foreachRDD((rdd, time) -> journal.add("after: " + exists(time.milliseconds())));
          table.batches(2);
          table.afterwards(
              done ->
                  assertThat(journal)
                      .startsWith("before: false", "after: true", "before: false", "after: true"));
        });
  }

  private boolean exists(long time) {
    return Directory.of(parent, "out-" + time).exists();
  }

  @Test
  void savesInsideForeachRddGoIntoDirectoriesThatExist() throws Exception {
    Table.run(
        table -> {
          String out = prefix("out");
          table.context().sparkContext().parallelize(List.of("x", "y", "z"), 3).saveAsTextFile(out);
          table
              .input(batch(part("a"), part("b")), batch(part("c")))
              .foreachRDD(
                  rdd -> {
                    if (!rdd.isEmpty()) {
                      rdd.saveAsTextFile(out);
                      inAThread(() -> rdd.saveAsTextFile(out));
                    }
                  });
          table.batches(2);
          table.afterwards(
              done -> {
                Directory directory = Directory.of(parent, "out");
                assertThat(directory.visible())
                    .containsExactly("_SUCCESS", "part-00000", "part-00001", "part-00002");
                assertThat(directory.lines("part-00000")).containsExactly("c");
                assertThat(directory.lines("part-00001")).containsExactly("b");
                assertThat(directory.lines("part-00002")).containsExactly("z");
                assertThat(
                        FileFixture.failure(() -> done.rdd(batch(part("a"))).saveAsTextFile(out)))
                    .startsWith("org.apache.hadoop.mapred.FileAlreadyExistsException: ");
                done.context().awaitTerminationOrTimeout(1); // no failure
              });
        });
  }

  private static void inAThread(Runnable work) throws InterruptedException {
    Thread thread = new Thread(work);
    thread.start();
    thread.join();
  }

  @Test
  void aFullDiskFailsItsBatchesAndNothingElse() throws Exception {
    AtomicInteger batches = new AtomicInteger();
    FullDisk.full(false);
    Table.run(
        FullDisk.in(Table.conf()),
        table -> {
          JavaDStream<String> letters =
              table.input(batch(part("a")), batch(part("b")), batch(part("c")));
          letters.foreachRDD(rdd -> FullDisk.full(batches.incrementAndGet() == 2));
          letters.dstream().saveAsTextFiles("full:" + prefix("disk"), "");
          letters.dstream().saveAsTextFiles(prefix("other"), "");
          table.batches(3);
          table.afterwards(
              done -> {
                assertThat(of(done, "disk", 1, "").lines("part-00000")).containsExactly("a");
                assertThat(of(done, "disk", 2, "").names()).isEmpty();
                assertThat(of(done, "disk", 3, "").lines("part-00000")).containsExactly("c");
                assertThat(of(done, "other", 2, "").lines("part-00000")).containsExactly("b");
                assertThat(done.context().getState()).isEqualTo(StreamingContextState.ACTIVE);
                assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(1))
                    .isExactlyInstanceOf(SparkException.class)
                    .hasMessage("Job aborted.")
                    .hasRootCauseMessage("No space left on device");
              });
        });
  }

  @Test
  void pathsThatAreNoneFailTheirOutputOnly() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> letters = table.input(batch(part("a")));
          letters.dstream().saveAsTextFiles("nosuch://host/out", "");
          letters.foreachRDD(rdd -> journal.addAll(rdd.collect()));
          table.afterwards(
              done -> {
                assertThat(journal).containsExactly("a");
                assertThat(done.context().getState()).isEqualTo(StreamingContextState.ACTIVE);
                assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(1))
                    .hasMessage("No FileSystem for scheme \"nosuch\"");
              });
        });
  }

  private static <T> ClassTag<T> tag(Class<?> type) {
    return ClassTag$.MODULE$.apply(type);
  }

  @Test
  void pairsAreWrittenAsScalaProgramsSayIt() throws Exception {
    JobConf old = new JobConf();
    old.set("mapreduce.output.textoutputformat.separator", ":");
    Configuration conf = new Configuration();
    conf.set("mapreduce.output.textoutputformat.separator", ";");
    Table.run(
        table -> {
          PairDStreamFunctions<String, Integer> pairs =
              DStream.toPairDStreamFunctions(
                  table.pairs(batch(part(pair("a", 1))), batch()).dstream(),
                  tag(String.class),
                  tag(Integer.class),
                  null);
          pairs.saveAsHadoopFiles(
              prefix("old"),
              "x",
              StreamFilesTest.<TextOutputFormat<String, Integer>>tag(TextOutputFormat.class));
          pairs.saveAsNewAPIHadoopFiles(
              prefix("new"),
              "x",
              StreamFilesTest
                  .<org.apache.hadoop.mapreduce.lib.output.TextOutputFormat<String, Integer>>tag(
                      org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class));
          pairs.saveAsHadoopFiles(
              prefix("oldConf"), "", String.class, Integer.class, oldFormat(), old);
          pairs.saveAsNewAPIHadoopFiles(
              prefix("newConf"), "", String.class, Integer.class, newFormat(), conf);
          table.batches(2);
          table.afterwards(
              done -> {
                assertThat(of(done, "old", 1, ".x").lines("part-00000")).containsExactly("a\t1");
                assertThat(of(done, "new", 1, ".x").lines("part-r-00000")).containsExactly("a\t1");
                assertThat(of(done, "oldConf", 1, "").lines("part-00000")).containsExactly("a:1");
                assertThat(of(done, "newConf", 1, "").lines("part-r-00000")).containsExactly("a;1");
                assertThat(of(done, "old", 2, ".x").visible()).containsExactly("_SUCCESS");
                assertThat(pairs.saveAsHadoopFiles$default$6()).isNotNull();
                assertThat(pairs.saveAsNewAPIHadoopFiles$default$6())
                    .isSameAs(done.context().sparkContext().hadoopConfiguration());
              });
        });
  }

  @SuppressWarnings("unchecked") // a class of a generic type
  private static Class<? extends org.apache.hadoop.mapred.OutputFormat<?, ?>> oldFormat() {
    return (Class<? extends org.apache.hadoop.mapred.OutputFormat<?, ?>>)
        (Class<?>) TextOutputFormat.class;
  }

  @SuppressWarnings("unchecked") // a class of a generic type
  private static Class<? extends org.apache.hadoop.mapreduce.OutputFormat<?, ?>> newFormat() {
    return (Class<? extends org.apache.hadoop.mapreduce.OutputFormat<?, ?>>)
        (Class<?>) org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class;
  }

  @Test
  void aPathWithoutANameFailsItsOutputOnly() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> letters = table.input(batch(part("a")), batch(part("b")));
          letters.dstream().saveAsTextFiles(":", "");
          letters.foreachRDD(rdd -> journal.addAll(rdd.collect()));
          table.batches(2);
          table.afterwards(
              done -> {
                assertThat(journal).containsExactly("a", "b");
                assertThat(done.context().getState()).isEqualTo(StreamingContextState.ACTIVE);
                assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(1))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                        "java.net.URISyntaxException: Relative path in absolute URI: :-");
              });
        });
  }

  @Test
  void recordsThatCannotBeSerialisedFailTheirObjectFilesOnly() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Object> records =
              table
                  .input(batch(part("a")), batch(part("b")), batch(part("c")))
                  .map(letter -> letter.equals("b") ? new Object() : letter);
          records.dstream().saveAsObjectFiles(prefix("objects"), "");
          records.foreachRDD(rdd -> journal.add("" + rdd.count()));
          table.batches(3);
          table.afterwards(
              done -> {
                assertThat(journal).containsExactly("1", "1", "1");
                assertThat(of(done, "objects", 1, "").visible())
                    .containsExactly("_SUCCESS", "part-00000");
                assertThat(of(done, "objects", 2, "").names()).isEmpty();
                assertThat(of(done, "objects", 3, "").visible())
                    .containsExactly("_SUCCESS", "part-00000");
                assertThatThrownBy(() -> done.context().awaitTerminationOrTimeout(1))
                    .hasMessage("Job aborted.")
                    .hasRootCauseInstanceOf(NotSerializableException.class)
                    .hasRootCauseMessage("java.lang.Object");
              });
        });
  }
}
