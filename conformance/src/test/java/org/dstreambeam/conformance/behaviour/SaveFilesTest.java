// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.pair;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.DefaultCodec;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.mapred.FileOutputCommitter;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.SequenceFileOutputFormat;
import org.apache.hadoop.mapred.TextOutputFormat;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** The actions of RDDs that write files, outside of streams. */
class SaveFilesTest extends FileFixture {
  private static final String ABORTED =
      "org.apache.spark.SparkException: Job aborted."
          + " <- org.apache.spark.SparkException: Job aborted due to stage failure <- ";
  private static final String ROWS =
      ABORTED + "org.apache.spark.SparkException: Task failed while writing rows <- ";

  private JavaRDD<String> letters;
  private JavaPairRDD<String, Integer> pairs;
  private JavaPairRDD<Text, IntWritable> writables;

  @BeforeEach
  void declare() {
    letters = spark.parallelize(Arrays.asList("a", "b", "c"), 2);
    pairs = spark.parallelizePairs(List.of(pair("a", 1), pair("b", 2)), 2);
    writables = pairs.mapToPair(p -> pair(new Text(p._1()), new IntWritable(p._2())));
  }

  @Test
  void textIsAPartPerPartitionWithChecksumsAndAMarkOfSuccess() {
    Directory out = directory("out");
    letters.saveAsTextFile(out.uri());
    assertThat(out.names())
        .containsExactly(
            "._SUCCESS.crc",
            ".part-00000.crc",
            ".part-00001.crc",
            "_SUCCESS",
            "part-00000",
            "part-00001");
    assertThat(out.lines("part-00000")).containsExactly("a");
    assertThat(out.lines("part-00001")).containsExactly("b", "c");
  }

  @Test
  void emptyPartitionsAreEmptyPartsAndNoPartitionsAreNone() {
    spark.parallelize(List.of("a"), 3).saveAsTextFile(directory("three").uri());
    assertThat(directory("three").visible())
        .containsExactly("_SUCCESS", "part-00000", "part-00001", "part-00002");
    assertThat(directory("three").lines("part-00002")).containsExactly("a");
    assertThat(directory("three").lines("part-00000")).isEmpty();

    spark.emptyRDD().saveAsTextFile(directory("none").uri());
    assertThat(directory("none").names()).containsExactly("._SUCCESS.crc", "_SUCCESS");
  }

  @Test
  void rowsAreWhatToStringGives() {
    spark.parallelize(List.of(1.5, 2.0), 1).saveAsTextFile(directory("doubles").uri());
    assertThat(directory("doubles").lines("part-00000")).containsExactly("1.5", "2.0");
    pairs.saveAsTextFile(directory("pairs").uri());
    assertThat(directory("pairs").lines("part-00001")).containsExactly("(b,2)");
    spark.parallelize(List.of("h\u00e9", ""), 1).saveAsTextFile(directory("utf8").uri());
    assertThat(directory("utf8").lines("part-00000")).containsExactly("h\u00e9", "");
  }

  @Test
  void aNullRowFailsTheSaveAndLeavesNothing() {
    Directory out = directory("out");
    JavaRDD<String> rows = spark.parallelize(Arrays.asList("a", null), 1);
    assertThat(failure(() -> rows.saveAsTextFile(out.uri())))
        .isEqualTo(
            ROWS
                + "java.lang.IllegalArgumentException:"
                + " requirement failed: text files do not allow null rows");
    assertThat(out.names()).isEmpty();
  }

  @Test
  void aFailureInOnePartitionLeavesNoneOfTheOthers() {
    Directory out = directory("out");
    JavaRDD<Integer> rows =
        spark.parallelize(IntStream.range(0, 8).boxed().toList(), 8).map(SaveFilesTest::notSeven);
    assertThat(failure(() -> rows.saveAsTextFile(out.uri())))
        .isEqualTo(ROWS + "java.lang.IllegalStateException: seven");
    assertThat(out.leftovers()).isEmpty();
  }

  private static Integer notSeven(Integer number) {
    if (number == 7) {
      throw new IllegalStateException("seven");
    }
    return number;
  }

  @Test
  void noPartIsVisibleBeforeAllAreWritten() {
    Directory out = directory("out");
    String uri = out.uri();
    spark
        .parallelize(IntStream.range(0, 6).boxed().toList(), 6)
        .map(number -> number == 5 ? partsOf(uri) : "row")
        .saveAsTextFile(uri);
    assertThat(out.lines("part-00005")).containsExactly("[]");
    assertThat(out.visible()).hasSize(7);
  }

  /** Names in the directory itself, not below. */
  private static String partsOf(String uri) {
    return Arrays.toString(
        new java.io.File(uri).list((directory, name) -> name.startsWith("part-")));
  }

  @Test
  void aDirectoryThatExistsIsRefusedBeforeAnythingRuns() {
    Directory out = directory("out");
    letters.saveAsTextFile(out.uri());
    String refused =
        "org.apache.hadoop.mapred.FileAlreadyExistsException: Output directory file:%s already exists"
            .formatted(out.uri());
    assertThat(failure(() -> letters.saveAsTextFile(out.uri()))).isEqualTo(refused);
    assertThat(failure(() -> letters.saveAsObjectFile(out.uri()))).isEqualTo(refused);
    assertThat(
            failure(
                () ->
                    writables.saveAsNewAPIHadoopFile(
                        out.uri(),
                        Text.class,
                        IntWritable.class,
                        org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class)))
        .isEqualTo(refused.replace("file:", ""));
    assertThat(out.lines("part-00001")).containsExactly("b", "c");
  }

  @Test
  void theDirectoryIsNotLookedAtIfValidationIsOff() {
    spark.stop();
    spark =
        new org.apache.spark.api.java.JavaSparkContext(
            Table.conf().set("spark.hadoop.validateOutputSpecs", "false"));
    Directory out = directory("out");
    spark.parallelize(List.of("a", "b"), 2).saveAsTextFile(out.uri());
    spark.parallelize(List.of("new"), 1).saveAsTextFile(out.uri());
    assertThat(out.visible()).containsExactly("_SUCCESS", "part-00000", "part-00001");
    assertThat(out.lines("part-00000")).containsExactly("new");
    assertThat(out.lines("part-00001")).containsExactly("b");
  }

  @Test
  void codecsCompressAndNameTheParts() {
    letters.saveAsTextFile(directory("gz").uri(), GzipCodec.class);
    assertThat(directory("gz").visible())
        .containsExactly("_SUCCESS", "part-00000.gz", "part-00001.gz");
    assertThat(spark.textFile(directory("gz").uri()).collect())
        .containsExactlyInAnyOrder("a", "b", "c");

    Class<? extends CompressionCodec> none = null;
    letters.saveAsTextFile(directory("plain").uri(), none);
    assertThat(directory("plain").visible())
        .containsExactly("_SUCCESS", "part-00000", "part-00001");

    writables.saveAsHadoopFile(
        directory("seq").uri(),
        Text.class,
        IntWritable.class,
        SequenceFileOutputFormat.class,
        DefaultCodec.class);
    assertThat(words(directory("seq"))).containsExactlyInAnyOrder("a=1", "b=2");
  }

  @Test
  void objectsAreArraysOfTenInSequenceFiles() {
    List<Integer> numbers = IntStream.range(0, 25).boxed().toList();
    spark.parallelize(numbers, 1).saveAsObjectFile(directory("out").uri());
    assertThat(directory("out").visible()).containsExactly("_SUCCESS", "part-00000");
    assertThat(spark.objectFile(directory("out").uri()).collect()).isEqualTo(numbers);
    assertThat(
            spark
                .sequenceFile(directory("out").uri(), NullWritable.class, BytesWritable.class)
                .count())
        .isEqualTo(3);

    spark.parallelize(Arrays.asList("a", null), 1).saveAsObjectFile(directory("nulls").uri());
    assertThat(spark.objectFile(directory("nulls").uri()).collect()).containsExactly("a", null);
  }

  @Test
  void anObjectThatCannotBeSerialisedFailsTheSave() {
    assertThat(
            failure(
                () ->
                    spark
                        .parallelize(List.of(1), 1)
                        .map(number -> new Object())
                        .saveAsObjectFile(directory("out").uri())))
        .isEqualTo(ROWS + "java.io.NotSerializableException: java.lang.Object");
    assertThat(directory("out").names()).isEmpty();
  }

  @Test
  void oldFormatsWritePairs() {
    writables.saveAsHadoopFile(
        directory("seq").uri(), Text.class, IntWritable.class, SequenceFileOutputFormat.class);
    assertThat(directory("seq").visible()).containsExactly("_SUCCESS", "part-00000", "part-00001");
    assertThat(words(directory("seq"))).containsExactlyInAnyOrder("a=1", "b=2");

    JobConf conf = new JobConf();
    conf.set("mapreduce.output.textoutputformat.separator", ":");
    pairs.saveAsHadoopFile(
        directory("text").uri(), String.class, Integer.class, TextOutputFormat.class, conf);
    assertThat(directory("text").lines("part-00000")).containsExactly("a:1");
    assertThat(conf.getOutputCommitter()).isInstanceOf(FileOutputCommitter.class);
    assertThat(FileOutputFormat.getOutputPath(conf)).hasToString("file:" + directory("text").uri());
  }

  @Test
  void newFormatsWritePairsToPartsOfAnotherName() {
    writables.saveAsNewAPIHadoopFile(
        directory("seq").uri(),
        Text.class,
        IntWritable.class,
        org.apache.hadoop.mapreduce.lib.output.SequenceFileOutputFormat.class);
    assertThat(directory("seq").names())
        .containsExactly(
            "._SUCCESS.crc",
            ".part-r-00000.crc",
            ".part-r-00001.crc",
            "_SUCCESS",
            "part-r-00000",
            "part-r-00001");
    assertThat(words(directory("seq"))).containsExactlyInAnyOrder("a=1", "b=2");

    Configuration conf = new Configuration();
    conf.set("mapreduce.output.textoutputformat.separator", ":");
    pairs.saveAsNewAPIHadoopFile(
        directory("text").uri(),
        String.class,
        Integer.class,
        org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class,
        conf);
    assertThat(directory("text").lines("part-r-00001")).containsExactly("b:2");
    assertThat(conf.get("mapreduce.output.fileoutputformat.outputdir")).isNull();
  }

  private List<String> words(Directory sequenceFiles) {
    return spark
        .sequenceFile(sequenceFiles.uri(), Text.class, IntWritable.class)
        .map(p -> p._1() + "=" + p._2())
        .collect();
  }

  @Test
  void datasetsAreWrittenWhereTheConfigurationSays() throws Exception {
    JobConf conf = new JobConf();
    conf.setOutputKeyClass(String.class);
    conf.setOutputValueClass(Integer.class);
    conf.setOutputFormat(TextOutputFormat.class);
    FileOutputFormat.setOutputPath(conf, new Path(directory("old").uri()));
    pairs.saveAsHadoopDataset(conf);
    assertThat(directory("old").lines("part-00001")).containsExactly("b\t2");

    Job job = Job.getInstance();
    job.setOutputFormatClass(org.apache.hadoop.mapreduce.lib.output.TextOutputFormat.class);
    job.getConfiguration()
        .set("mapreduce.output.fileoutputformat.outputdir", directory("new").uri());
    pairs.saveAsNewAPIHadoopDataset(job.getConfiguration());
    assertThat(directory("new").lines("part-r-00001")).containsExactly("b\t2");

    assertThat(failure(() -> pairs.saveAsHadoopDataset(new JobConf())))
        .isEqualTo(
            "org.apache.hadoop.mapred.InvalidJobConfException:"
                + " Output directory not set in JobConf.");
    assertThat(failure(() -> pairs.saveAsNewAPIHadoopDataset(new Configuration())))
        .isEqualTo("org.apache.hadoop.mapred.InvalidJobConfException: Output directory not set.");
  }

  @Test
  void whatTheFormatDoesNotTakeFailsTheSave() {
    String wrong =
        ROWS
            + "java.io.IOException: wrong key class: java.lang.String is not class "
            + Text.class.getName();
    JavaPairRDD<String, Integer> one = spark.parallelizePairs(List.of(new Tuple2<>("a", 1)), 1);
    assertThat(
            failure(
                () ->
                    one.saveAsHadoopFile(
                        directory("old").uri(),
                        Text.class,
                        IntWritable.class,
                        SequenceFileOutputFormat.class)))
        .isEqualTo(wrong);
    assertThat(
            failure(
                () ->
                    one.saveAsNewAPIHadoopFile(
                        directory("new").uri(),
                        Text.class,
                        IntWritable.class,
                        org.apache.hadoop.mapreduce.lib.output.SequenceFileOutputFormat.class)))
        .isEqualTo(wrong);
  }

  @Test
  void pathsThatAreNoneAreRefused() {
    assertThat(failure(() -> letters.saveAsTextFile(null)))
        .isEqualTo("java.lang.IllegalArgumentException: Output path is null");
    assertThat(failure(() -> letters.saveAsTextFile("")))
        .isEqualTo(
            "java.lang.IllegalArgumentException: Can not create a Path from an empty string");
    String malformed = "java.net.URISyntaxException: Relative path in absolute URI: a:b:c";
    assertThat(failure(() -> letters.saveAsObjectFile("a:b:c")))
        .isEqualTo("java.lang.IllegalArgumentException: " + malformed + " <- " + malformed);
    assertThat(failure(() -> letters.saveAsTextFile("nosuch://host/out")))
        .isEqualTo(
            "org.apache.hadoop.fs.UnsupportedFileSystemException:"
                + " No FileSystem for scheme \"nosuch\"");
  }

  @Test
  void aFileWhereTheDirectoryShouldBeFailsTheSave() throws Exception {
    java.nio.file.Path file = java.nio.file.Files.writeString(parent.resolve("file"), "kept");
    assertThat(failure(() -> letters.saveAsTextFile(file + "/out")))
        .startsWith("org.apache.hadoop.fs.ParentNotDirectoryException: ");
    assertThat(file).hasContent("kept");
  }

  @Test
  void aFullDiskFailsTheSaveAndTheNextOneWorks() {
    Directory out = directory("out");
    assertThat(failure(() -> letters.saveAsTextFile("full:" + out.uri())))
        .isEqualTo(ROWS + "java.io.IOException: No space left on device");
    assertThat(out.leftovers()).isEmpty();

    FullDisk.full(false);
    letters.saveAsTextFile("full:" + directory("next").uri());
    assertThat(directory("next").lines("part-00001")).containsExactly("b", "c");
  }
}
