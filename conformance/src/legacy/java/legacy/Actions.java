// SPDX-License-Identifier: Apache-2.0
package legacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.Queue;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/** What a program does with the RDD of a batch in {@code foreachRDD}. */
public final class Actions {
  /**
   * What the tasks have seen in this batch, by value: the order in which tasks run is left open.
   */
  private static final ConcurrentSkipListMap<Integer, Integer> SEEN_BY_TASKS =
      new ConcurrentSkipListMap<>();

  private Actions() {}

  public static void main(String[] args) throws Exception {
    SparkConf conf = new SparkConf().setAppName("Actions");
    JavaStreamingContext jssc = new JavaStreamingContext(conf, Durations.milliseconds(300));
    JavaSparkContext sc = jssc.sparkContext();

    Queue<JavaRDD<Integer>> queue = new LinkedList<>();
    queue.add(sc.parallelize(Arrays.asList(5, 3, 8, 1, 9, 2, 7), 3));
    queue.add(sc.parallelize(Arrays.asList(4), 4));
    queue.add(sc.emptyRDD());
    queue.add(sc.parallelize(new ArrayList<Integer>(), 2));
    JavaDStream<Integer> numbers = jssc.queueStream(queue);

    numbers.foreachRDD(
        (rdd, time) -> System.out.println(time + ": " + rdd.getNumPartitions() + " partitions"));
    numbers.map(n -> n * n).foreachRDD(Actions::describe);
    numbers.foreachRDD(Actions::eachElement);
    JavaPairDStream<String, Integer> sums =
        numbers
            .mapToPair(n -> new Tuple2<>(n % 2 == 0 ? "even" : "odd", n))
            .reduceByKey((a, b) -> a + b, 3);
    sums.foreachRDD(Actions::describePairs);
    sums.foreachRDD(
        (rdd, time) ->
            System.out.println("keyed at " + time.milliseconds() + " ms: " + rdd.count()));
    numbers.foreachRDD(rdd -> besides(sc, rdd));

    Ending ending = Ending.afterBatches(numbers, 5);
    jssc.start();
    ending.await();
    jssc.stop();
  }

  private static void describe(JavaRDD<Integer> rdd, Time time) {
    System.out.println("squares of the batch at " + time);
    System.out.println("  collect " + rdd.collect());
    System.out.println("  count " + rdd.count());
    System.out.println("  isEmpty " + rdd.isEmpty());
    System.out.println("  take(3) " + rdd.take(3));
    System.out.println("  take(0) " + rdd.take(0));
    System.out.println("  getNumPartitions " + rdd.getNumPartitions());
    try {
      System.out.println("  first " + rdd.first());
    } catch (UnsupportedOperationException e) {
      System.out.println("  first " + e.getClass().getName() + ": " + e.getMessage());
    }
  }

  private static void eachElement(JavaRDD<Integer> rdd) {
    SEEN_BY_TASKS.clear();
    rdd.foreach(n -> SEEN_BY_TASKS.merge(n, 1, Integer::sum));
    rdd.filter(n -> n > 4).foreach(n -> SEEN_BY_TASKS.merge(n, 1, Integer::sum));
    System.out.println("foreach " + SEEN_BY_TASKS);
  }

  private static void describePairs(JavaPairRDD<String, Integer> rdd) {
    System.out.println(
        "sums "
            + rdd.collect()
            + " in "
            + rdd.getNumPartitions()
            + ", take(1) "
            + rdd.take(1)
            + ", isEmpty "
            + rdd.isEmpty());
  }

  /** RDDs that a batch makes besides its own. */
  private static void besides(JavaSparkContext sc, JavaRDD<Integer> rdd) {
    JavaPairRDD<String, Integer> pairs =
        sc.parallelizePairs(
            Arrays.asList(new Tuple2<>("b", 2), new Tuple2<>("a", 1), new Tuple2<>("b", 3)), 2);
    System.out.println("parallelizePairs " + pairs.collect() + " in " + pairs.getNumPartitions());
    System.out.println(
        "parallelize in " + sc.parallelize(Arrays.asList(1, 2, 3)).getNumPartitions());
    System.out.println(
        "emptyRDD in " + sc.emptyRDD().getNumPartitions() + ", " + sc.emptyRDD().collect());
    System.out.println("with the batch's " + rdd.map(n -> -n).filter(n -> n < -4).collect());
  }
}
