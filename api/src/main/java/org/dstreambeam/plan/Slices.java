// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.DStream;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code slice} and {@code compute}: RDDs of batches that are over. */
public final class Slices {

  private static final Logger LOG = LoggerFactory.getLogger(Slices.class);

  private Slices() {}

  /**
   * The RDDs of the batches from {@code from} to {@code to}, both included; times that are no
   * batches of the stream are rounded down to one.
   *
   * @throws RuntimeException an undeclared {@link SparkException} if the context has not started
   *     with this stream
   */
  public static <T> List<RDD<T>> slice(DStream<T> stream, Time from, Time to) {
    BatchHistory history = historyOf(stream);
    Duration slide = stream.node().slide();
    long first = aligned("fromTime", from, slide, history.zeroTime());
    long last = aligned("toTime", to, slide, history.zeroTime());
    List<RDD<T>> rdds = new ArrayList<>();
    for (long time = first; time <= last; time += slide.milliseconds()) {
      RDD<T> rdd = batch(history, stream, time, false);
      if (rdd != null) {
        rdds.add(rdd);
      }
    }
    return rdds;
  }

  private static long aligned(String which, Time time, Duration slide, long zeroTime) {
    if ((time.milliseconds() - zeroTime) % slide.milliseconds() == 0) {
      return time.milliseconds();
    }
    LOG.warn("{} ({}) is not a multiple of slideDuration ({})", which, time, slide);
    return time.floor(slide, new Time(zeroTime)).milliseconds();
  }

  /**
   * The RDD that the stream makes of its parents' batches of {@code time}; null if it has none.
   *
   * @throws RuntimeException an undeclared {@link SparkException} if the context has not started
   *     with this stream
   */
  public static <T> @Nullable RDD<T> compute(DStream<T> stream, Time time) {
    return batch(historyOf(stream), stream, time.milliseconds(), true);
  }

  @SuppressWarnings("unchecked") // the stream's type says what its batches hold
  private static <T> @Nullable RDD<T> batch(
      BatchHistory history, DStream<T> stream, long time, boolean anew) {
    try {
      Dataset<?> batch =
          anew ? stream.node().compute(history, time) : history.batch(stream.node(), time);
      return batch == null ? null : ((Dataset<T>) batch).toRdd();
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }

  private static BatchHistory historyOf(DStream<?> stream) {
    BatchHistory history = stream.context().lifecycle().history();
    if (history == null || !history.covers(stream.node())) {
      throw Rethrow.as(new SparkException(stream + " has not been initialized"));
    }
    return history;
  }
}
