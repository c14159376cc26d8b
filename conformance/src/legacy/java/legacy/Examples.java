// SPDX-License-Identifier: Apache-2.0
package legacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.examples.RecoverableWordCount;
import org.dstreambeam.examples.SessionCounts;
import org.dstreambeam.examples.StatefulNetworkWordCount;
import org.dstreambeam.examples.WindowedNetworkWordCount;
import scala.Tuple2;

/** What the examples make of the lines of a queue: states, windows, sessions, shared variables. */
public final class Examples {
  private static final Duration BATCH = Durations.milliseconds(400);

  private Examples() {}

  public static void main(String[] args) throws Exception {
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("Examples");
    Path checkpoints = Files.createTempDirectory("legacy-examples");
    try (JavaStreamingContext jssc = new JavaStreamingContext(conf, BATCH)) {
      JavaSparkContext sc = jssc.sparkContext();
      sc.setCheckpointDir(checkpoints.toString());

      Queue<JavaRDD<String>> queue = new LinkedList<>();
      queue.add(sc.parallelize(Arrays.asList("the sea and the wind", "the sea"), 2));
      queue.add(sc.parallelize(Arrays.asList("a wind from the sea"), 2));
      queue.add(sc.emptyRDD());
      queue.add(sc.parallelize(Arrays.asList("the gulls", "a logout"), 3));
      JavaDStream<String> lines = jssc.queueStream(queue);

      JavaPairRDD<String, Integer> before =
          sc.parallelizePairs(Arrays.asList(new Tuple2<>("sea", 40), new Tuple2<>("ship", 2)));
      JavaMapWithStateDStream<String, Integer, Integer, Tuple2<String, Integer>> totals =
          StatefulNetworkWordCount.totals(lines, before);
      totals.print();
      totals.stateSnapshots().print();

      Duration window = new Duration(4 * BATCH.milliseconds());
      Duration slide = new Duration(2 * BATCH.milliseconds());
      WindowedNetworkWordCount.counted(lines, window, slide).print();
      WindowedNetworkWordCount.updated(lines, window, slide, 3).print();
      SessionCounts.ended(lines, slide, slide)
          .map(session -> session.replaceAll("\\d+ to \\d+ ms", "the one to the other"))
          .print();
      RecoverableWordCount.report(
          lines, Arrays.asList("and", "the"), line -> System.out.println("-- " + line));

      Ending ending = Ending.afterBatches(lines, 10);
      jssc.start();
      ending.await();
    } finally {
      delete(checkpoints);
    }
  }

  private static void delete(Path directory) throws IOException {
    List<Path> contents;
    try (Stream<Path> files = Files.walk(directory)) {
      contents = files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
    }
    for (Path file : contents) {
      Files.delete(file);
    }
  }
}
