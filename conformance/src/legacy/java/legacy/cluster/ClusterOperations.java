// SPDX-License-Identifier: Apache-2.0
package legacy.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.Queue;
import java.util.Set;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/** Operations within a batch, partition by partition. */
public final class ClusterOperations {
  private ClusterOperations() {}

  public static void main(String[] args) throws Exception {
    SparkConf conf =
        new SparkConf().setAppName("ClusterOperations").set("spark.default.parallelism", "2");
    JavaStreamingContext jssc = new JavaStreamingContext(conf, Durations.milliseconds(400));
    JavaSparkContext sc = jssc.sparkContext();

    Queue<JavaRDD<String>> queue = new LinkedList<>();
    queue.add(
        sc.parallelize(
            Arrays.asList("red green blue", "blue red", "violet", "green green orange", "red"), 3));
    queue.add(sc.parallelize(Arrays.asList("ochre", "teal teal Aa BB"), 4));
    queue.add(sc.parallelize(new ArrayList<String>(), 2));
    queue.add(sc.emptyRDD());
    queue.add(sc.parallelize(Arrays.asList("blue teal"), 1));
    JavaDStream<String> lines = jssc.queueStream(queue);

    Queue<JavaRDD<String>> others = new LinkedList<>();
    others.add(sc.parallelize(Arrays.asList("red pink", "red blue"), 1));
    others.add(sc.emptyRDD());
    others.add(sc.parallelize(Arrays.asList("green"), 2));
    others.add(sc.emptyRDD());
    others.add(sc.parallelize(Arrays.asList("teal", "teal", "grey"), 3));
    JavaDStream<String> otherLines = jssc.queueStream(others);

    lines.print();
    lines.print(2);

    Report report = new Report();
    narrow(report, lines);
    whole(report, sc, lines);
    byKey(report, ones(lines));
    twoStreams(report, sized(lines), sized(otherLines));

    report.print();

    LastBatch last = LastBatch.of(jssc, 6);
    jssc.start();
    last.await();
    jssc.stop();
  }

  private static void narrow(Report report, JavaDStream<String> lines) {
    JavaPairDStream<String, Integer> sized = sized(lines);
    report.add("map to null", lines.map(line -> line.equals("red") ? null : line.length()));
    report.add("flatMap", words(lines));
    report.add("filter", lines.filter(line -> line.contains("red")));
    report.add("glom", lines.glom());
    report.add("mapToPair", lines.mapToPair(line -> new Tuple2<>(line.length(), line)));
    report.add(
        "flatMapToPair",
        lines.flatMapToPair(
            line ->
                Arrays.asList(new Tuple2<>(line, 0), new Tuple2<String, Integer>(null, 1))
                    .iterator()));
    report.add("mapValues", sized.mapValues(size -> -size));
    report.add("flatMapValues", sized.flatMapValues(size -> Arrays.asList(size, null).iterator()));
    report.add("swapped", sized.mapToPair(Tuple2::swap));
    report.add("union", lines.union(words(lines)));
  }

  private static void whole(Report report, JavaSparkContext sc, JavaDStream<String> lines) {
    report.add("count", lines.count());
    report.add("reduce", lines.reduce((a, b) -> a + "|" + b));
    report.add("countByValue", words(lines).countByValue(2));
    report.add("repartition", words(lines).repartition(3));
    report.add("transform", words(lines).transform(rdd -> rdd.distinct().sortBy(w -> w, false, 2)));
    report.add(
        "transform, numbered",
        lines.transformToPair((rdd, time) -> rdd.zipWithIndex().filter(pair -> pair._2() > 0)));

    JavaPairRDD<String, String> known =
        sc.parallelizePairs(
            Arrays.asList(new Tuple2<>("red", "#f00"), new Tuple2<>("teal", "#088")));
    Broadcast<Set<String>> banned = sc.broadcast(new HashSet<>(Arrays.asList("green", "blue")));
    report.add(
        "joined with an RDD",
        ones(lines)
            .filter(pair -> !banned.value().contains(pair._1()))
            .transformToPair(rdd -> rdd.leftOuterJoin(known)));
  }

  private static void byKey(Report report, JavaPairDStream<String, Integer> ones) {
    report.add("reduceByKey", ones.reduceByKey((a, b) -> a + b));
    report.add(
        "reduceByKey, 3, with null",
        ones.mapToPair(
                pair -> pair._1().equals("red") ? new Tuple2<String, Integer>(null, 1) : pair)
            .reduceByKey((a, b) -> a + b, new HashPartitioner(3)));
    report.add("groupByKey", ones.groupByKey(2));
    report.add(
        "combineByKey",
        ones.combineByKey(
            one -> "" + one,
            (known, one) -> known + "," + one,
            (a, b) -> a + ";" + b,
            new HashPartitioner(2)));
  }

  private static void twoStreams(
      Report report,
      JavaPairDStream<String, Integer> some,
      JavaPairDStream<String, Integer> others) {
    report.add("join", some.join(others));
    report.add("leftOuterJoin", some.leftOuterJoin(others, 3));
    report.add("rightOuterJoin", some.rightOuterJoin(others));
    report.add("fullOuterJoin", some.fullOuterJoin(others, new HashPartitioner(2)));
    report.add("cogroup", some.cogroup(others));
    report.add(
        "transformWith",
        some.transformWithToPair(
            others, (rdd, otherRdd, time) -> rdd.union(otherRdd).reduceByKey((a, b) -> a + b, 2)));
  }

  private static JavaDStream<String> words(JavaDStream<String> lines) {
    return lines.flatMap(line -> Arrays.asList(line.split(" ")).iterator());
  }

  private static JavaPairDStream<String, Integer> ones(JavaDStream<String> lines) {
    return words(lines).mapToPair(word -> new Tuple2<>(word, 1));
  }

  private static JavaPairDStream<String, Integer> sized(JavaDStream<String> lines) {
    return words(lines).mapToPair(word -> new Tuple2<>(word, word.length()));
  }
}
