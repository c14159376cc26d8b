// SPDX-License-Identifier: Apache-2.0
package legacy.cluster;

import java.util.Arrays;
import java.util.LinkedList;
import java.util.Queue;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/** Windows, plain and with an inverse function, partition by partition. */
public final class ClusterWindows {
  private static final Duration BATCH = Durations.milliseconds(400);
  private static final Duration TWO = BATCH.times(2);
  private static final Duration THREE = BATCH.times(3);
  private static final Duration FOUR = BATCH.times(4);

  private ClusterWindows() {}

  /** Argument: a directory for checkpoints. */
  public static void main(String[] args) throws Exception {
    SparkConf conf =
        new SparkConf().setAppName("ClusterWindows").set("spark.default.parallelism", "2");
    JavaStreamingContext jssc = new JavaStreamingContext(conf, BATCH);
    JavaSparkContext sc = jssc.sparkContext();
    sc.setCheckpointDir(args[0]);

    Queue<JavaRDD<String>> queue = new LinkedList<>();
    queue.add(sc.parallelize(Arrays.asList("tern", "gull", "tern"), 2));
    queue.add(sc.parallelize(Arrays.asList("gull", "auk", "auk", "kite"), 3));
    queue.add(sc.emptyRDD());
    queue.add(sc.parallelize(Arrays.asList("tern", "swift"), 1));
    JavaDStream<String> birds = jssc.queueStream(queue);
    JavaPairDStream<String, Integer> ones = birds.mapToPair(bird -> new Tuple2<>(bird, 1));

    birds.window(THREE).print();

    everyBatch(birds, ones);
    everyOtherBatch(birds, ones);

    LastBatch last = LastBatch.of(jssc, 8);
    jssc.start();
    last.await();
    jssc.stop();
  }

  private static void everyBatch(JavaDStream<String> birds, JavaPairDStream<String, Integer> ones) {
    Report report = new Report();
    report.add("window of pairs", ones.window(TWO));
    report.add("reduceByWindow", birds.reduceByWindow((a, b) -> a + "+" + b, THREE, BATCH));
    report.add("reduceByKeyAndWindow, sliding", ones.reduceByKeyAndWindow((a, b) -> a + b, THREE));
    report.add("groupByKeyAndWindow", ones.groupByKeyAndWindow(THREE, BATCH, 2));
    report.add("countByWindow", birds.countByWindow(THREE, BATCH));
    report.add("countByValueAndWindow", birds.countByValueAndWindow(THREE, BATCH, 2));
    report.add(
        "reduceByKeyAndWindow, inverse",
        ones.reduceByKeyAndWindow((a, b) -> a + b, (a, b) -> a - b, THREE, BATCH));
    report.print();
  }

  private static void everyOtherBatch(
      JavaDStream<String> birds, JavaPairDStream<String, Integer> ones) {
    Report report = new Report();
    report.add("window", birds.window(FOUR, TWO));
    report.add(
        "reduceByKeyAndWindow",
        ones.reduceByKeyAndWindow((a, b) -> a + b, FOUR, TWO, new HashPartitioner(3)));
    report.add(
        "reduceByWindow, inverse",
        birds.map(String::length).reduceByWindow((a, b) -> a + b, (a, b) -> a - b, FOUR, TWO));
    report.add(
        "reduceByKeyAndWindow, inverse and filtered",
        ones.reduceByKeyAndWindow(
            (a, b) -> a + b, (a, b) -> a - b, FOUR, TWO, 2, pair -> pair._2() > 0));
    report.print();
  }
}
