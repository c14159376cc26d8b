// SPDX-License-Identifier: Apache-2.0
package legacy;

import java.util.Arrays;
import java.util.LinkedList;
import java.util.Queue;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * Counts the words of a queue of RDDs, then runs on with empty batches. The master is fixed in the
 * code.
 */
public final class QueueWordCount {
  private QueueWordCount() {}

  public static void main(String[] args) throws Exception {
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("QueueWordCount");
    JavaStreamingContext jssc = new JavaStreamingContext(conf, Durations.milliseconds(300));
    JavaSparkContext sc = jssc.sparkContext();

    Queue<JavaRDD<String>> queue = new LinkedList<>();
    queue.add(
        sc.parallelize(
            Arrays.asList(
                "early in the morning the ferry leaves the small harbour",
                "two dogs and a bicycle wait on the quay",
                "the captain counts the dogs and the bicycle twice",
                "then the ferry turns north and the harbour grows small",
                "nobody counts the gulls"),
            3));
    queue.add(sc.parallelize(Arrays.asList("one one one", "two two", "three"), 2));
    queue.add(sc.parallelize(Arrays.asList("a b c d e", "f g h i j"), 2));
    queue.add(sc.parallelize(Arrays.asList("a b c d e", "f g h i j", "k"), 5));
    queue.add(sc.emptyRDD());
    queue.add(
        sc.parallelize(
            Arrays.asList(
                "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu",
                "nu xi omicron pi rho sigma tau upsilon phi chi psi omega",
                "Äpfel Öl Überfluss naïve 東京 Ελλάδα Москва x-ray 42 -7",
                "omega psi chi phi upsilon tau sigma rho pi omicron xi nu",
                "Aa BB AaAa BBBB AaBB BBAa")));

    JavaDStream<String> lines = jssc.queueStream(queue);
    JavaDStream<String> words = lines.flatMap(line -> Arrays.asList(line.split(" ")).iterator());
    JavaPairDStream<String, Integer> counts =
        words.mapToPair(word -> new Tuple2<>(word, 1)).reduceByKey((a, b) -> a + b);
    counts.print();
    counts.print(100);

    Ending ending = Ending.afterBatches(lines, 9);
    jssc.start();
    ending.await();
    jssc.stop();
  }
}
