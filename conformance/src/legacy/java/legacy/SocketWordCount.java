// SPDX-License-Identifier: Apache-2.0
package legacy;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.StorageLevels;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaReceiverInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * Counts the words that a TCP server sends: {@code SocketWordCount <host> <port> <batches with
 * data>}.
 */
public final class SocketWordCount {
  private static final Pattern SPACE = Pattern.compile(" ");

  private SocketWordCount() {}

  public static void main(String[] args) throws Exception {
    SparkConf conf = new SparkConf().setAppName("SocketWordCount");
    JavaStreamingContext jssc = new JavaStreamingContext(conf, Durations.seconds(1));

    JavaReceiverInputDStream<String> lines =
        jssc.socketTextStream(
            args[0], Integer.parseInt(args[1]), StorageLevels.MEMORY_AND_DISK_SER);
    JavaDStream<String> words = lines.flatMap(line -> Arrays.asList(SPACE.split(line)).iterator());
    JavaPairDStream<String, Integer> counts =
        words.mapToPair(word -> new Tuple2<>(word, 1)).reduceByKey((a, b) -> a + b);
    counts.print();

    Ending ending = Ending.afterBatchesWithData(lines, Integer.parseInt(args[2]));
    jssc.start();
    ending.await();
    jssc.stop();
  }
}
