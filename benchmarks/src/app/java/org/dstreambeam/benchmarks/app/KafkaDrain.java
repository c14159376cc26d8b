// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;

/**
 * Records per second out of a topic that is far behind, through a direct stream.
 *
 * <p>A limit cuts the backlog into batches of the same size, and there is a batch interval's worth
 * of them at hand before the first is done, so that each begins when the output of the one before
 * it ends, and what happens between two outputs is the draining of one batch. What counts is the
 * time from the output that completes the warm-up to the last. Every record must come out, once.
 *
 * <p>Arguments: master, or {@code bare-4} for so many of Kafka's consumers without an engine;
 * {@code values} or {@code count}; servers, topic, partitions; records of a batch, batches of the
 * warm-up, batches measured.
 */
public final class KafkaDrain {

  /** More than any engine drains: so a batch interval is less than a batch takes. */
  private static final int RECORDS_PER_MS = 40_000;

  /** Of small batches, which take no less than that. */
  private static final long LEAST_INTERVAL_MS = 20;

  private static final String BARE = "bare-";

  private KafkaDrain() {}

  public static void main(String[] args) {
    Program.run(
        () -> {
          int partitions = Integer.parseInt(args[4]);
          long batch = Long.parseLong(args[5]);
          long warmUp = batch * Integer.parseInt(args[6]);
          long measured = batch * Integer.parseInt(args[7]);
          Backlog backlog = new Backlog(args[2], args[3], partitions, warmUp, warmUp + measured);
          boolean values = args[1].equals("values");
          if (args[0].startsWith(BARE)) {
            drainBare(backlog, values, Integer.parseInt(args[0].substring(BARE.length())));
          } else {
            drain(backlog, values, args[0], batch);
          }
          Program.report("throughput", backlog.throughput());
          Program.reportPeakMemory();
        });
  }

  private static void drainBare(Backlog backlog, boolean values, int consumers) throws Exception {
    if (values) {
      PollLoop.drain(backlog, consumers, String::length, Backlog.VALUE_LENGTH);
    } else {
      PollLoop.drain(backlog, consumers, value -> isWhole(value) ? 1 : 0, 1);
    }
  }

  private static void drain(Backlog backlog, boolean values, String master, long batch)
      throws InterruptedException {
    long interval = Math.max(LEAST_INTERVAL_MS, batch / RECORDS_PER_MS);
    long limit = batch * 1_000 / interval / backlog.partitions();
    SparkConf conf =
        Program.conf(master).set("spark.streaming.kafka.maxRatePerPartition", Long.toString(limit));
    JavaStreamingContext jssc = new JavaStreamingContext(conf, Durations.milliseconds(interval));
    JavaDStream<String> lines =
        KafkaUtils.createDirectStream(
                jssc,
                LocationStrategies.PreferConsistent(),
                ConsumerStrategies.<String, String>Subscribe(
                    List.of(backlog.topic()), backlog.consumerProperties()))
            .map(ConsumerRecord::value);
    if (values) {
      lines.foreachRDD(
          rdd -> {
            long length = 0;
            for (long part : rdd.mapPartitions(KafkaDrain::length).collect()) {
              length += part;
            }
            backlog.read(length / Backlog.VALUE_LENGTH);
          });
    } else {
      lines.filter(KafkaDrain::isWhole).count().foreachRDD(rdd -> backlog.read(rdd.first()));
    }
    jssc.start();
    Program.await(jssc, backlog.drained());
    jssc.stop(true, false);
  }

  private static Iterator<Long> length(Iterator<String> values) {
    long length = 0;
    while (values.hasNext()) {
      length += values.next().length();
    }
    return Collections.singleton(length).iterator();
  }

  private static boolean isWhole(String value) {
    return value.length() == Backlog.VALUE_LENGTH;
  }
}
