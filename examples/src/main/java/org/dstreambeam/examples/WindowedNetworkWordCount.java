// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * Counts the words of the last thirty seconds of a text from a TCP server, every ten seconds.
 *
 * <p>Usage: {@code WindowedNetworkWordCount <host> <port> [checkpoint directory]}. With a directory
 * each result is made of the one before, see {@link #updated}.
 */
public final class WindowedNetworkWordCount {

  private static final Pattern SPACE = Pattern.compile(" ");
  private static final Duration WINDOW = Durations.seconds(30);
  private static final Duration SLIDE = Durations.seconds(10);

  private WindowedNetworkWordCount() {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length != 2 && args.length != 3) {
      System.err.println("Usage: WindowedNetworkWordCount <host> <port> [checkpoint directory]");
      System.exit(1);
    }

    SparkConf conf = new SparkConf().setAppName("WindowedNetworkWordCount").setMaster("local[2]");
    JavaStreamingContext context = new JavaStreamingContext(conf, Durations.seconds(1));

    JavaDStream<String> lines = context.socketTextStream(args[0], Integer.parseInt(args[1]));
    if (args.length == 2) {
      counted(lines, WINDOW, SLIDE).print();
    } else {
      context.checkpoint(args[2]);
      updated(lines, WINDOW, SLIDE, 2).print();
    }

    context.start();
    context.awaitTermination();
  }

  /** The words in the window with their counts. */
  public static JavaPairDStream<String, Integer> counted(
      JavaDStream<String> lines, Duration window, Duration slide) {
    return ones(lines).reduceByKeyAndWindow((a, b) -> a + b, window, slide);
  }

  /**
   * The same, from the counts before: those of the words that left the window are taken away, those
   * of the words that came are added. A word that has left it altogether has the count 0, and would
   * come out for ever if it were not filtered.
   */
  public static JavaPairDStream<String, Integer> updated(
      JavaDStream<String> lines, Duration window, Duration slide, int partitions) {
    return ones(lines)
        .reduceByKeyAndWindow(
            (a, b) -> a + b, (a, b) -> a - b, window, slide, partitions, count -> count._2() != 0);
  }

  private static JavaPairDStream<String, Integer> ones(JavaDStream<String> lines) {
    return lines
        .flatMap(line -> Arrays.asList(SPACE.split(line)).iterator())
        .mapToPair(word -> new Tuple2<>(word, 1));
  }
}
