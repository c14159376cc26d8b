// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.api.java.Optional;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * Starts of a program that counts the numbers of a {@link NumberSource} by key, in this JVM, and
 * that can be recovered.
 */
final class StatefulProgram {

  static final int KEYS = 10;

  private static final int PER_READ = 5;

  private StatefulProgram() {}

  /** The numbers by key in batch T, since the first start. */
  record Counts(long batch, Map<Long, Long> byKey) {

    long total() {
      return byKey.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** A context, on the checkpoint in the directory if there is one. */
  static JavaStreamingContext context(
      String checkpoints, String master, Consumer<JavaStreamingContext> streams) {
    return context(checkpoints, master, Map.of(), streams);
  }

  static JavaStreamingContext context(
      String checkpoints,
      String master,
      Map<String, String> settings,
      Consumer<JavaStreamingContext> streams) {
    return JavaStreamingContext.getOrCreate(
        checkpoints,
        () -> {
          var conf =
              EmbeddedProgram.conf(master).set("spark.dstreambeam.checkpoint.interval", "100ms");
          settings.forEach(conf::set);
          JavaStreamingContext context =
              new JavaStreamingContext(conf, Durations.milliseconds(EmbeddedProgram.BATCH));
          context.checkpoint(checkpoints);
          streams.accept(context);
          return context;
        });
  }

  static JavaDStream<Long> numbers(JavaStreamingContext context, long count) {
    return NumberSource.stream(
        context.ssc(), count, PER_READ, Durations.milliseconds(EmbeddedProgram.BATCH));
  }

  /** A state, and an output that notes it batch by batch. */
  static void count(JavaDStream<Long> numbers, Journal<Counts> journal) {
    JavaPairDStream<Long, Long> counts =
        numbers
            .mapToPair(number -> new Tuple2<>(number % KEYS, number))
            .updateStateByKey(StatefulProgram::add);
    counts.foreachRDD(
        (rdd, time) ->
            journal.add(new Counts(time.milliseconds(), new TreeMap<>(rdd.collectAsMap()))));
  }

  private static Optional<Long> add(List<Long> some, Optional<Long> known) {
    long before = known.isPresent() ? known.get() : 0;
    return Optional.of(before + some.size());
  }
}
