// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * Counts the words of a text from a TCP server since the program began: every second it shows the
 * words that came, each with its total, and how many different words there have been.
 *
 * <p>Usage: {@code StatefulNetworkWordCount <host> <port> <checkpoint directory>}
 */
public final class StatefulNetworkWordCount {

  private static final Pattern SPACE = Pattern.compile(" ");

  private StatefulNetworkWordCount() {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length != 3) {
      System.err.println("Usage: StatefulNetworkWordCount <host> <port> <checkpoint directory>");
      System.exit(1);
    }

    SparkConf conf = new SparkConf().setAppName("StatefulNetworkWordCount").setMaster("local[2]");
    JavaStreamingContext context = new JavaStreamingContext(conf, Durations.seconds(1));
    context.checkpoint(args[2]);

    JavaPairRDD<String, Integer> before =
        context
            .sparkContext()
            .parallelizePairs(Arrays.asList(new Tuple2<>("to", 2), new Tuple2<>("be", 2)));
    JavaMapWithStateDStream<String, Integer, Integer, Tuple2<String, Integer>> totals =
        totals(context.socketTextStream(args[0], Integer.parseInt(args[1])), before);
    totals.print();
    totals.stateSnapshots().count().print();

    context.start();
    context.awaitTermination();
  }

  /**
   * The words of each batch with their totals.
   *
   * @param before the totals to begin with
   */
  public static JavaMapWithStateDStream<String, Integer, Integer, Tuple2<String, Integer>> totals(
      JavaDStream<String> lines, JavaPairRDD<String, Integer> before) {
    Function3<String, Optional<Integer>, State<Integer>, Tuple2<String, Integer>> add =
        (word, count, state) -> {
          int total = count.get() + (state.exists() ? state.get() : 0);
          state.update(total);
          return new Tuple2<>(word, total);
        };
    return lines
        .flatMap(line -> Arrays.asList(SPACE.split(line)).iterator())
        .mapToPair(word -> new Tuple2<>(word, 1))
        // The function is called per record: reduced first, each word comes out once per batch.
        .reduceByKey((a, b) -> a + b)
        .mapWithState(StateSpec.function(add).initialState(before));
  }
}
