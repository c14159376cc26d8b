// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.SequenceFileOutputFormat;
import org.apache.hadoop.mapred.TextInputFormat;
import org.apache.spark.api.java.JavaHadoopRDD;
import org.apache.spark.api.java.JavaNewHadoopRDD;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;

/** The operations of the context that read files. */
class ReadFilesTest extends FileFixture {

  private String file(String name, String content) throws IOException {
    java.nio.file.Path file = parent.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
  }

  @Test
  void linesEndInAnyOfThreeWays() throws IOException {
    String file = file("text", "a\r\nb\rc\n\nd\u00e9");
    assertThat(spark.textFile(file, 1).collect()).containsExactly("a", "b", "c", "", "d\u00e9");
  }

  @Test
  void filesAreSplitIntoAsManyPartitionsAsAskedOrMore() throws IOException {
    String file = file("text", lines(40));
    assertThat(spark.textFile(file, 4).glom().map(List::size).collect())
        .containsExactly(11, 10, 10, 9);
    assertThat(spark.textFile(file).getNumPartitions()).isEqualTo(2);
    assertThat(spark.textFile(file, 1).getNumPartitions()).isEqualTo(1);
    assertThat(spark.textFile(file, 0).getNumPartitions()).isEqualTo(1);
    assertThat(spark.textFile(file, 3).collect()).hasSize(40).startsWith("line 0", "line 1");
  }

  @Test
  void anEmptyFileHasNoPartition() throws IOException {
    String empty = file("empty", "");
    assertThat(spark.textFile(empty).getNumPartitions()).isZero();
    assertThat(spark.textFile(empty).collect()).isEmpty();
    assertThat(spark.textFile(empty + "," + file("text", "a")).getNumPartitions()).isEqualTo(1);
  }

  @Test
  void aPathMayBeADirectoryAGlobOrAList() throws IOException {
    String first = file("in/a1", "1");
    file("in/a2", "2");
    file("in/b1", "3");
    file("in/_hidden", "no");
    file("in/.hidden", "no");
    String in = parent + "/in";
    assertThat(spark.textFile(in).collect()).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(spark.textFile(in + "/a*").collect()).containsExactly("1", "2");
    assertThat(spark.textFile(in + "/{a,b}1").collect()).containsExactly("1", "3");
    assertThat(spark.textFile(in + "/b1," + first).collect()).containsExactly("3", "1");
    assertThat(spark.textFile("file:" + first).collect()).containsExactly("1");
  }

  @Test
  void aSuffixNamesTheCodec() throws IOException {
    spark.parallelize(List.of("a", "b"), 1).saveAsTextFile(directory("gz").uri(), GzipCodec.class);
    assertThat(spark.textFile(directory("gz").uri(), 3).getNumPartitions()).isEqualTo(1);
    assertThat(spark.textFile(directory("gz").uri()).collect()).containsExactly("a", "b");
    assertThat(spark.wholeTextFiles(directory("gz").uri()).values().collect())
        .containsExactly("a\nb\n");
  }

  @Test
  void namesAreThePaths() throws IOException {
    String path = file("text", "a");
    JavaRDD<String> text = spark.textFile(path);
    assertThat(text.rdd().name()).isEqualTo(path);
    assertThat(text.toString())
        .startsWith(path + " MapPartitionsRDD[1] at textFile at ReadFilesTest.java:");
    assertThat(spark.hadoopFile(path, TextInputFormat.class, LongWritable.class, Text.class).rdd())
        .asString()
        .startsWith(path + " HadoopRDD[2] at hadoopFile at ReadFilesTest.java:");
    assertThat(newText(path).rdd()).asString().startsWith(path + " NewHadoopRDD[3] at newAPI");
    assertThat(spark.wholeTextFiles(path).rdd())
        .asString()
        .startsWith(path + " MapPartitionsRDD[5] at wholeTextFiles at ");
    assertThat(spark.binaryFiles(path).rdd())
        .asString()
        .startsWith(path + " BinaryFileRDD[6] at binaryFiles at ");
    assertThat(spark.binaryRecords(path, 1).rdd())
        .asString()
        .startsWith("MapPartitionsRDD[8] at binaryRecords at ");
    assertThat(spark.objectFile(path).rdd())
        .asString()
        .startsWith("MapPartitionsRDD[10] at objectFile at ");
    assertThat(spark.sequenceFile(path, Text.class, Text.class).rdd())
        .asString()
        .startsWith(path + " HadoopRDD[11] at sequenceFile at ");
  }

  private JavaPairRDD<LongWritable, Text> newText(String path) {
    return spark.newAPIHadoopFile(
        path,
        org.apache.hadoop.mapreduce.lib.input.TextInputFormat.class,
        LongWritable.class,
        Text.class,
        spark.hadoopConfiguration());
  }

  @Test
  void whatIsNotThereFailsWhenThePartitionsAreAskedFor() {
    String missing = directory("missing").uri();
    String text =
        "InvalidInputException: Input path does not exist: file:%s"
            + " <- java.io.IOException: Input path does not exist: file:%s";
    JavaRDD<String> lines = spark.textFile(missing).cache();
    assertThat(failure(lines::getNumPartitions))
        .isEqualTo("org.apache.hadoop.mapred." + text.formatted(missing, missing));
    assertThat(failure(lines::count))
        .isEqualTo("org.apache.hadoop.mapred." + text.formatted(missing, missing));
    assertThat(failure(() -> spark.wholeTextFiles(missing).count()))
        .isEqualTo("org.apache.hadoop.mapreduce.lib.input." + text.formatted(missing, missing));
    assertThat(failure(() -> spark.textFile(missing + "*").count()))
        .startsWith(
            "org.apache.hadoop.mapred.InvalidInputException: Input Pattern file:"
                + missing
                + "* matches 0 files");
  }

  @Test
  void whatCameLaterIsFound() throws IOException {
    JavaRDD<String> lines = spark.textFile(directory("later").uri());
    assertThat(failure(lines::count)).contains("Input path does not exist");
    file("later", "here");
    assertThat(lines.collect()).containsExactly("here");
  }

  @Test
  void pathsThatAreNoneFailWhenThePartitionsAreAskedFor() throws IOException {
    String malformed = "java.net.URISyntaxException: Relative path in absolute URI: a:b:c";
    assertThat(failure(() -> spark.textFile("a:b:c").count()))
        .isEqualTo("java.lang.IllegalArgumentException: " + malformed + " <- " + malformed);
    assertThat(failure(() -> spark.textFile("").count()))
        .isEqualTo(
            "java.lang.IllegalArgumentException: Can not create a Path from an empty string");
    assertThat(failure(() -> spark.textFile("nosuch://host/in").count()))
        .isEqualTo(
            "org.apache.hadoop.fs.UnsupportedFileSystemException:"
                + " No FileSystem for scheme \"nosuch\"");
    assertThat(failure(() -> spark.textFile(null).count()))
        .startsWith("java.lang.NullPointerException");
    file("tree/below/text", "a");
    assertThat(failure(() -> spark.textFile(parent + "/tree").count()))
        .isEqualTo(
            "java.io.IOException: Path: %s/tree/below is a directory, which is not supported by the"
                    .formatted(parent)
                + " record reader when `mapreduce.input.fileinputformat.input.dir.recursive` is"
                + " false.");
  }

  @Test
  void aReaderUsesItsObjectsAgain() throws IOException {
    String path = file("text", "a\nb");
    for (JavaPairRDD<LongWritable, Text> rdd :
        List.of(
            spark.hadoopFile(path, TextInputFormat.class, LongWritable.class, Text.class, 1),
            newText(path))) {
      assertThat(rdd.mapPartitions(ReadFilesTest::identities).collect())
          .containsExactly("0a", "2b", "the same: true");
      assertThat(rdd.map(line -> line._2().toString()).collect()).containsExactly("a", "b");
    }
  }

  @SuppressWarnings("ReferenceEquality") // that is the point
  private static Iterator<String> identities(Iterator<scala.Tuple2<LongWritable, Text>> records) {
    List<String> seen = new ArrayList<>();
    List<Text> values = new ArrayList<>();
    records.forEachRemaining(
        line -> {
          seen.add(line._1() + "" + line._2());
          values.add(line._2());
        });
    seen.add("the same: " + (values.get(0) == values.get(1)));
    return seen.iterator();
  }

  @Test
  void splitsCanBeHadWithTheirPartitions() throws IOException {
    String path = file("in/a", "1\n2");
    file("in/b", "3");
    JavaHadoopRDD<LongWritable, Text> old =
        (JavaHadoopRDD<LongWritable, Text>)
            spark.hadoopFile(
                parent + "/in", TextInputFormat.class, LongWritable.class, Text.class, 1);
    assertThat(
            old.mapPartitionsWithInputSplit(
                    (split, lines) -> List.of(((FileSplit) split).getPath().getName()).iterator(),
                    false)
                .collect())
        .containsExactlyInAnyOrder("a", "b");
    JavaNewHadoopRDD<LongWritable, Text> rdd = (JavaNewHadoopRDD<LongWritable, Text>) newText(path);
    assertThat(
            rdd.mapPartitionsWithInputSplit(
                    (split, lines) -> List.of(split.getLength()).iterator(), true)
                .collect())
        .containsExactly(3L);
  }

  @Test
  void aConfigurationSaysWhatToRead() throws IOException {
    String path = file("text", "a\nb");
    JobConf conf = new JobConf(spark.hadoopConfiguration());
    FileInputFormat.setInputPaths(conf, path);
    assertThat(
            spark
                .hadoopRDD(conf, TextInputFormat.class, LongWritable.class, Text.class)
                .map(line -> line._2().toString())
                .collect())
        .containsExactly("a", "b");
    assertThat(
            spark
                .newAPIHadoopRDD(
                    conf,
                    org.apache.hadoop.mapreduce.lib.input.TextInputFormat.class,
                    LongWritable.class,
                    Text.class)
                .map(line -> line._2().toString())
                .collect())
        .containsExactly("a", "b");
  }

  @Test
  void settingsWithThePrefixOfHadoopAreHadoops() {
    assertThat(spark.hadoopConfiguration().get("my.key")).isEqualTo("mine");
    assertThat(spark.hadoopConfiguration()).isSameAs(spark.hadoopConfiguration());
    assertThat(spark.hadoopConfiguration().get("io.file.buffer.size")).isEqualTo("65536");
    assertThat(spark.hadoopConfiguration().get("mapreduce.fileoutputcommitter.algorithm.version"))
        .isEqualTo("1");
  }

  @Test
  void wholeFilesGoTogetherIntoPartitions() throws IOException {
    file("in/a", "a\n");
    file("in/b", "bb");
    file("in/c", "ccc");
    JavaPairRDD<String, String> files = spark.wholeTextFiles(parent + "/in");
    assertThat(files.collectAsMap())
        .containsOnlyKeys(
            "file:" + parent + "/in/a", "file:" + parent + "/in/b", "file:" + parent + "/in/c")
        .containsEntry("file:" + parent + "/in/a", "a\n");
    assertThat(spark.wholeTextFiles(parent + "/in", 1).getNumPartitions()).isEqualTo(1);
    assertThat(spark.wholeTextFiles(parent + "/in", 0).getNumPartitions()).isEqualTo(1);
    assertThat(spark.binaryFiles(parent + "/in").getNumPartitions()).isEqualTo(1);
    assertThat(spark.wholeTextFiles(file("empty", "")).values().collect()).containsExactly("");
  }

  @Test
  void binaryFilesAreOpenedByWhoWants() throws IOException {
    String path = file("file", "content");
    List<String> seen =
        spark
            .binaryFiles(path)
            .map(
                file ->
                    file._1().equals(file._2().getPath())
                        + new String(file._2().toArray(), StandardCharsets.UTF_8)
                        + file._2().open().available()
                        + file._2().getConfiguration().get("my.key"))
            .collect();
    assertThat(seen).containsExactly("truecontent7mine");
    assertThat(spark.binaryFiles(path).collect().get(0)._2().toArray()).hasSize(7);
  }

  @Test
  void binaryRecordsHaveOneLength() throws IOException {
    String path = file("file", "aabbcc");
    assertThat(spark.binaryRecords(path, 2).map(String::new).collect())
        .containsExactly("aa", "bb", "cc");
    assertThat(failure(() -> spark.binaryRecords(path, 4).count()))
        .endsWith(" <- java.io.EOFException: null");
    assertThat(failure(() -> spark.binaryRecords(path, 0).count()))
        .endsWith(" <- java.lang.ArithmeticException: / by zero");
  }

  @Test
  void objectsAreReadFromSequenceFilesOnly() throws IOException {
    String path = file("text", "this is no sequence file");
    assertThat(failure(() -> spark.objectFile(path).count()))
        .endsWith(" <- java.io.IOException: file:" + path + " not a SequenceFile");
    spark.parallelize(List.of(1, 2, 3), 2).saveAsObjectFile(directory("objects").uri());
    assertThat(spark.<Integer>objectFile(directory("objects").uri(), 1).getNumPartitions())
        .isEqualTo(2);
  }

  @Test
  void pairsOfSequenceFilesCanBeShuffledOnceTheyAreTheProgramsOwn() {
    spark
        .parallelize(List.of("a", "b", "a"), 1)
        .mapToPair(word -> new scala.Tuple2<>(new Text(word), new IntWritable(1)))
        .saveAsHadoopFile(
            directory("seq").uri(), Text.class, IntWritable.class, SequenceFileOutputFormat.class);
    assertThat(
            spark
                .sequenceFile(directory("seq").uri(), Text.class, IntWritable.class)
                .mapToPair(p -> new scala.Tuple2<>(p._1().toString(), p._2().get()))
                .reduceByKey(Integer::sum)
                .collectAsMap())
        .containsOnly(java.util.Map.entry("a", 2), java.util.Map.entry("b", 1));
  }

  @Test
  void filesThatAreGoneMayBeLeftOut() throws IOException {
    spark.stop();
    spark =
        new org.apache.spark.api.java.JavaSparkContext(
            Table.conf().set("spark.files.ignoreMissingFiles", "true"));
    assertThat(spark.textFile(directory("missing").uri()).collect()).isEmpty();
    String gone = file("in/gone", "no");
    file("in/here", "yes");
    JavaRDD<String> lines = spark.textFile(parent + "/in");
    assertThat(lines.getNumPartitions()).isEqualTo(3);
    Files.delete(java.nio.file.Path.of(gone));
    assertThat(lines.collect()).containsExactly("yes");
  }
}
