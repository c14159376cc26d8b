// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.pair;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.SequenceFileOutputFormat;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/**
 * What is written here can be read there, and the other way round: the files of {@code
 * interchange}, which genuine Spark wrote, are what is written now, byte for byte. Only the marks
 * that a sequence file draws by lot, to find its records again, are left out of the comparison.
 */
class FileInterchangeTest extends FileFixture {

  /**
   * Where the mark is: behind the header, which ends with the number of entries of its metadata.
   */
  private static final int MARK_LENGTH = 16;

  private static Path golden(String name) throws Exception {
    return Path.of(FileInterchangeTest.class.getResource("/interchange/" + name).toURI());
  }

  private JavaRDD<String> text() {
    return spark.parallelize(Arrays.asList("a line", "", "h\u00e9, \u4f60", "last"), 2);
  }

  private JavaRDD<Integer> numbers() {
    return spark.parallelize(IntStream.range(0, 25).boxed().toList(), 2);
  }

  private JavaRDD<Object> objects() {
    return spark.parallelize(
        Arrays.asList("text", null, 1L, pair("a", 1), new double[] {0.5}, List.of(1).toString()),
        1);
  }

  private JavaPairRDD<Text, IntWritable> pairs() {
    List<Tuple2<String, Integer>> pairs = List.of(pair("a", 1), pair("b", 2), pair("c", 3));
    return spark
        .parallelizePairs(pairs, 2)
        .mapToPair(p -> pair(new Text(p._1()), new IntWritable(p._2())));
  }

  @Test
  void whatIsWrittenIsWhatSparkWrote() throws Exception {
    text().saveAsTextFile(directory("text").uri());
    numbers().saveAsObjectFile(directory("numbers").uri());
    objects().saveAsObjectFile(directory("objects").uri());
    pairs()
        .saveAsHadoopFile(
            directory("old").uri(), Text.class, IntWritable.class, SequenceFileOutputFormat.class);
    pairs()
        .saveAsNewAPIHadoopFile(
            directory("new").uri(),
            Text.class,
            IntWritable.class,
            org.apache.hadoop.mapreduce.lib.output.SequenceFileOutputFormat.class);
    for (String name : List.of("text", "numbers", "objects", "old", "new")) {
      assertThat(contents(parent.resolve(name))).as(name).isEqualTo(contents(golden(name)));
    }
  }

  private static Map<String, String> contents(Path directory) throws Exception {
    Map<String, String> contents = new LinkedHashMap<>();
    for (String name : new Directory(directory).visible()) {
      byte[] bytes = Files.readAllBytes(directory.resolve(name));
      contents.put(
          name, Arrays.toString(bytes.length > 3 && bytes[0] == 'S' ? unmarked(bytes) : bytes));
    }
    return contents;
  }

  /** Version, two class names with their lengths, two flags, an empty metadata, the mark. */
  private static byte[] unmarked(byte[] file) {
    int position = 4;
    position += 1 + file[position];
    position += 1 + file[position];
    position += 2 + 4;
    Arrays.fill(file, position, position + MARK_LENGTH, (byte) 0);
    return file;
  }

  @Test
  void whatSparkWroteIsRead() throws Exception {
    assertThat(spark.textFile(golden("text").toString()).collect())
        .containsExactlyInAnyOrderElementsOf(text().collect());
    assertThat(spark.<Integer>objectFile(golden("numbers").toString()).collect())
        .containsExactlyInAnyOrderElementsOf(numbers().collect());
    List<Object> objects = spark.objectFile(golden("objects").toString()).collect();
    assertThat(objects).startsWith("text", null, 1L, pair("a", 1)).endsWith("[1]");
    assertThat((double[]) objects.get(4)).containsExactly(0.5);
    for (String name : List.of("old", "new")) {
      assertThat(
              spark
                  .sequenceFile(golden(name).toString(), Text.class, IntWritable.class)
                  .map(p -> p._1() + "=" + p._2())
                  .collect())
          .containsExactlyInAnyOrder("a=1", "b=2", "c=3");
    }
  }

  @Test
  void aCheckpointOfSparkIsRead() throws Exception {
    JavaRDD<Object> read = spark.checkpointFile(golden("checkpoint").toString());
    assertThat(read.collect()).containsExactly("text", null, 1L, pair("a", 1));
    spark.setCheckpointDir(parent.toString());
    JavaRDD<Object> written = spark.parallelize(Arrays.asList("text", null, 1L, pair("a", 1)), 2);
    written.checkpoint();
    written.count();
    Path own = Path.of(written.getCheckpointFile().get().substring("file:".length()));
    assertThat(contents(own)).isEqualTo(contents(golden("checkpoint")));
  }
}
