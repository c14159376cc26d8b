// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Counts the words of each second of a text from a TCP server, but for some that are excluded: of
 * these it counts how often they were dropped.
 *
 * <p>It is written so that a checkpoint can hold it: the list of excluded words is a broadcast
 * variable and the count an accumulator, which no checkpoint holds, so they are made when a batch
 * first asks for them. If the directory has a checkpoint the program goes on from there: the
 * batches of the time in between are made, those since the checkpoint once more.
 *
 * <p>Usage: {@code RecoverableWordCount <host> <port> <checkpoint directory>}
 */
public final class RecoverableWordCount {

  private static final Pattern SPACE = Pattern.compile(" ");

  private RecoverableWordCount() {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length != 3) {
      System.err.println("Usage: RecoverableWordCount <host> <port> <checkpoint directory>");
      System.exit(1);
    }

    String host = args[0];
    int port = Integer.parseInt(args[1]);
    String checkpoints = args[2];
    JavaStreamingContext context =
        JavaStreamingContext.getOrCreate(checkpoints, () -> newContext(host, port, checkpoints));
    context.start();
    context.awaitTermination();
  }

  private static JavaStreamingContext newContext(String host, int port, String checkpoints) {
    SparkConf conf = new SparkConf().setAppName("RecoverableWordCount").setMaster("local[2]");
    JavaStreamingContext context = new JavaStreamingContext(conf, Durations.seconds(1));
    context.checkpoint(checkpoints);
    JavaDStream<String> lines = context.socketTextStream(host, port);
    report(lines, Arrays.asList("a", "and", "the"), line -> System.out.println(line));
    return context;
  }

  /**
   * Reports the counts of each batch in a line.
   *
   * @param excluded the words that are not counted
   */
  public static void report(
      JavaDStream<String> lines, List<String> excluded, VoidFunction<String> reporter) {
    SharedVariables shared = new SharedVariables(excluded);
    lines
        .flatMap(line -> Arrays.asList(SPACE.split(line)).iterator())
        .mapToPair(word -> new Tuple2<>(word, 1))
        .reduceByKey((a, b) -> a + b)
        .foreachRDD(
            (rdd, time) -> {
              JavaSparkContext context = JavaSparkContext.fromSparkContext(rdd.context());
              Broadcast<Set<String>> words = shared.excluded(context);
              LongAccumulator dropped = shared.dropped(context);
              List<Tuple2<String, Integer>> counts =
                  rdd.filter(
                          count -> {
                            boolean excludes = words.value().contains(count._1());
                            if (excludes) {
                              dropped.add(count._2());
                            }
                            return !excludes;
                          })
                      .collect();
              reporter.call(counts + ", dropped so far: " + dropped.value());
            });
  }

  /** What a checkpoint leaves out of it is made anew. */
  @SuppressWarnings("NullAway") // the variables are null until a batch asks for them
  private static final class SharedVariables implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Set<String> words;
    private transient Broadcast<Set<String>> excluded;
    private transient LongAccumulator dropped;

    SharedVariables(List<String> words) {
      this.words = new HashSet<>(words);
    }

    Broadcast<Set<String>> excluded(JavaSparkContext context) {
      if (excluded == null) {
        excluded = context.broadcast(words);
      }
      return excluded;
    }

    LongAccumulator dropped(JavaSparkContext context) {
      if (dropped == null) {
        dropped = context.sc().longAccumulator("dropped words");
      }
      return dropped;
    }
  }
}
