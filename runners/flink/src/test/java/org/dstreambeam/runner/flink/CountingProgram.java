// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.BlockSource;
import org.joda.time.Duration;
import scala.Tuple2;

/**
 * Counts the numbers of a {@link NumberSource} by key in a state, and writes what it sees of each
 * batch: {@code batch T <hash>} and {@code state T <counts>}. To be killed and started again.
 */
final class CountingProgram {

  static final int KEYS = 50;
  static final long BATCH_MILLIS = 200;

  /** What it says when all is declared. */
  static final String DECLARED = "declared";

  /** What it says when it has been started. */
  static final String STARTED = "started";

  /** For numbers of Beam's own making. */
  static final String BEAM = "beam";

  private static final int PER_READ = 40;
  private static final int GENERATED_PER_SECOND = 50_000;

  private CountingProgram() {}

  /**
   * Arguments: the directory of checkpoints, the file to write to, how many numbers, master, and
   * how many numbers a reading brings, if it is not {@value #PER_READ}; or {@value #BEAM} for a
   * source of Beam's.
   */
  public static void main(String[] args) throws InterruptedException {
    Path out = Path.of(args[1]);
    long count = Long.parseLong(args[2]);
    String kind = args.length > 4 ? args[4] : String.valueOf(PER_READ);
    JavaStreamingContext context =
        JavaStreamingContext.getOrCreate(
            args[0], () -> newContext(args[0], out, count, args[3], kind));
    System.out.println(DECLARED);
    context.start();
    System.out.println(STARTED);
    context.awaitTermination();
  }

  static JavaStreamingContext newContext(String checkpoints, Path out, long count, String master) {
    return newContext(checkpoints, out, count, master, String.valueOf(PER_READ));
  }

  /**
   * @param kind of the source: {@value #BEAM}, or how many numbers a reading brings
   */
  static JavaStreamingContext newContext(
      String checkpoints, Path out, long count, String master, String kind) {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("counting")
            .set("spark.dstreambeam.checkpoint.interval", "300ms");
    JavaStreamingContext context =
        new JavaStreamingContext(conf, Durations.milliseconds(BATCH_MILLIS));
    context.checkpoint(checkpoints);
    JavaDStream<Long> numbers =
        kind.equals(BEAM)
            ? generated(context, count)
            : NumberSource.stream(
                context.ssc(), count, Integer.parseInt(kind), Durations.milliseconds(BATCH_MILLIS));
    String file = out.toString();
    numbers.foreachRDD((rdd, time) -> write(file, "batch", time, hash(rdd.collect())));
    JavaPairDStream<Long, Long> counts =
        numbers
            .mapToPair(number -> new Tuple2<>(number % KEYS, number))
            .updateStateByKey(CountingProgram::add);
    counts.foreachRDD((rdd, time) -> write(file, "state", time, render(rdd, count)));
    return context;
  }

  private static JavaDStream<Long> generated(JavaStreamingContext context, long count) {
    return BlockSource.of(
            GenerateSequence.from(0).withRate(GENERATED_PER_SECOND, Duration.standardSeconds(1)))
        .stream(context)
        .filter(number -> number < count);
  }

  private static Optional<Long> add(List<Long> numbers, Optional<Long> known) {
    long before = known.isPresent() ? known.get() : 0;
    return Optional.of(before + numbers.size());
  }

  private static String hash(List<Long> numbers) {
    return numbers.size() + " " + new TreeSet<>(numbers).hashCode();
  }

  private static String render(JavaPairRDD<Long, Long> counts, long count) {
    TreeMap<Long, Long> sorted = new TreeMap<>(counts.collectAsMap());
    long total = sorted.values().stream().mapToLong(Long::longValue).sum();
    return (total == count ? "all " : "some ") + sorted;
  }

  private static void write(String file, String what, Time time, String text) throws IOException {
    Files.writeString(
        Path.of(file),
        what + " " + time.milliseconds() + " " + text + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
