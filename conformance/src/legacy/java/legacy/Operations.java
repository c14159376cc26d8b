// SPDX-License-Identifier: Apache-2.0
package legacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Queue;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/** The stateless operations, each printed under its name, on the same few batches. */
public final class Operations {
  private Operations() {}

  /** Words by their length: the short ones, the long ones, the rest. */
  static final class ByLength extends Partitioner {
    private static final long serialVersionUID = 1L;

    @Override
    public int numPartitions() {
      return 3;
    }

    @Override
    public int getPartition(Object key) {
      int length = ((String) key).length();
      return length <= 3 ? 0 : length >= 6 ? 1 : 2;
    }
  }

  public static void main(String[] args) throws Exception {
    SparkConf conf = new SparkConf().setAppName("Operations");
    JavaStreamingContext jssc = new JavaStreamingContext(conf, Durations.milliseconds(400));
    JavaSparkContext sc = jssc.sparkContext();

    Queue<JavaRDD<String>> queue = new LinkedList<>();
    queue.add(
        sc.parallelize(
            Arrays.asList("red green blue", "blue red", "violet", "green green orange", "red"), 3));
    queue.add(sc.parallelize(Arrays.asList("ochre", "teal teal"), 4));
    queue.add(sc.parallelize(new ArrayList<String>(), 2));
    JavaDStream<String> lines = jssc.queueStream(queue);

    Queue<JavaRDD<String>> others = new LinkedList<>();
    others.add(sc.parallelize(Arrays.asList("other one", "other two"), 1));
    others.add(sc.emptyRDD());
    others.add(sc.parallelize(Arrays.asList("other three"), 2));
    JavaDStream<String> otherLines = jssc.queueStream(others);

    narrow(lines);
    pairs(lines);
    unions(lines, otherLines);
    shuffles(lines, otherLines);

    Ending ending = Ending.afterBatches(lines, 4);
    jssc.start();
    ending.await();
    jssc.stop();
  }

  private static void narrow(JavaDStream<String> lines) {
    printed("map", lines.map(String::length));
    printed("flatMap", words(lines));
    printed("flatMap, nothing out", lines.flatMap(line -> new ArrayList<String>().iterator()));
    printed("filter", lines.filter(line -> line.contains("red")));
    printed("mapPartitions", lines.mapPartitions(Operations::sizeAndLast));
    printed("count", lines.count());
    printed("count of none", lines.filter(line -> false).count());
    printed("map to null", lines.map(line -> line.equals("red") ? null : line));
    title("print(1)", lines);
    lines.print(1);
    title("print(5)", lines);
    lines.print(5);
  }

  private static void pairs(JavaDStream<String> lines) {
    JavaPairDStream<String, Integer> sized =
        lines.mapToPair(line -> new Tuple2<>(line, line.length()));
    printed("mapToPair", sized);
    printed(
        "flatMapToPair",
        lines.flatMapToPair(
            line -> {
              List<Tuple2<Character, Integer>> out = new ArrayList<>();
              for (String word : line.split(" ")) {
                out.add(new Tuple2<>(word.charAt(0), word.length()));
              }
              return out.iterator();
            }));
    printed("pairs: filter", sized.filter(pair -> pair._2() > 6));
    printed("pairs: map", sized.map(pair -> pair._2() + "=" + pair._1()));
    printed("pairs: mapToPair", sized.mapToPair(Tuple2::swap));
    printed("pairs: count", sized.count());
  }

  private static void unions(JavaDStream<String> lines, JavaDStream<String> otherLines) {
    printed("union with itself", lines.union(lines));
    printed("union with another", lines.union(otherLines));
    printed("union, partitions", lines.union(otherLines).mapPartitions(Operations::sizeAndLast));
    printed("union of pairs", ones(lines).union(ones(otherLines)));
    printed("union of counts", lines.count().union(otherLines.count()));
  }

  private static void shuffles(JavaDStream<String> lines, JavaDStream<String> otherLines) {
    JavaPairDStream<String, Integer> ones = ones(lines);
    printed("reduceByKey(f)", ones.reduceByKey((a, b) -> a + b));
    printed("reduceByKey(f, 1)", ones.reduceByKey((a, b) -> a + b, 1));
    printed("reduceByKey(f, 5)", ones.reduceByKey((a, b) -> a + b, 5));
    printed(
        "reduceByKey(f, HashPartitioner)",
        ones.reduceByKey((a, b) -> a + b, new HashPartitioner(3)));
    JavaPairDStream<String, Integer> byLength = ones.reduceByKey((a, b) -> a + b, new ByLength());
    printed("reduceByKey(f, own partitioner)", byLength);
    printed("its partitions", byLength.mapPartitions(Operations::sizeAndLast));
    printed("of a union", ones.union(ones(otherLines)).reduceByKey((a, b) -> a + b));
    printed("twice", byLength.mapToPair(Tuple2::swap).reduceByKey((a, b) -> a + "+" + b, 2));
    printed(
        "in place",
        ones.reduceByKey((a, b) -> a * 10 + b, new HashPartitioner(2)).filter(p -> p._2() > 1));
    printed(
        "by number",
        words(lines)
            .mapToPair(word -> new Tuple2<>(word.length(), word))
            .reduceByKey((a, b) -> a + "," + b));
  }

  private static JavaDStream<String> words(JavaDStream<String> lines) {
    return lines.flatMap(line -> Arrays.asList(line.split(" ")).iterator());
  }

  private static JavaPairDStream<String, Integer> ones(JavaDStream<String> lines) {
    return words(lines).mapToPair(word -> new Tuple2<>(word, 1));
  }

  private static <T> Iterator<String> sizeAndLast(Iterator<T> partition) {
    int size = 0;
    T last = null;
    while (partition.hasNext()) {
      last = partition.next();
      size++;
    }
    return Arrays.asList(size + " elements, last " + last).iterator();
  }

  private static void printed(String title, JavaDStream<?> stream) {
    title(title, stream);
    stream.print();
  }

  private static void printed(String title, JavaPairDStream<?, ?> stream) {
    stream.foreachRDD(rdd -> System.out.println("-- " + title));
    stream.print();
  }

  private static void title(String title, JavaDStream<?> stream) {
    stream.foreachRDD(rdd -> System.out.println("-- " + title));
  }
}
