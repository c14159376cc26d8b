// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaReceiverInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * Counts the words of each second's lines of text from a TCP server, for instance {@code nc -lk
 * 9999}.
 *
 * <p>Usage: {@code NetworkWordCount <host> <port>}
 */
public final class NetworkWordCount {

  private static final Pattern SPACE = Pattern.compile(" ");

  private NetworkWordCount() {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length != 2) {
      System.err.println("Usage: NetworkWordCount <host> <port>");
      System.exit(1);
    }

    SparkConf conf = new SparkConf().setAppName("NetworkWordCount").setMaster("local[2]");
    JavaStreamingContext context = new JavaStreamingContext(conf, Durations.seconds(1));

    JavaReceiverInputDStream<String> lines =
        context.socketTextStream(args[0], Integer.parseInt(args[1]));
    JavaDStream<String> words = lines.flatMap(line -> Arrays.asList(SPACE.split(line)).iterator());
    JavaPairDStream<String, Integer> counts =
        words.mapToPair(word -> new Tuple2<>(word, 1)).reduceByKey((a, b) -> a + b);
    counts.print();

    context.start();
    context.awaitTermination();
  }
}
