// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.BlockSource;
import scala.Tuple2;

/**
 * The highest reading of each sensor in the last ten seconds, every two seconds. The readings come
 * from a source of Beam's, {@link GenerateSequence}, as those of KafkaIO or KinesisIO would.
 *
 * <p>Usage: {@code HighestReadings [readings per second]}.
 */
public final class HighestReadings {

  private static final int SENSORS = 4;
  private static final Duration WINDOW = Durations.seconds(10);
  private static final Duration SLIDE = Durations.seconds(2);

  private HighestReadings() {}

  public static void main(String[] args) throws InterruptedException {
    long perSecond = args.length == 0 ? 100 : Long.parseLong(args[0]);
    SparkConf conf = new SparkConf().setAppName("HighestReadings").setMaster("local[2]");
    JavaStreamingContext context = new JavaStreamingContext(conf, Durations.seconds(1));

    JavaDStream<Long> numbers =
        BlockSource.of(
            GenerateSequence.from(0).withRate(perSecond, org.joda.time.Duration.standardSeconds(1)))
            .stream(context);
    highest(readings(numbers), WINDOW, SLIDE).print();

    context.start();
    context.awaitTermination();
  }

  /** A sensor and its reading, in tenths of a degree, for each number. */
  static JavaPairDStream<String, Integer> readings(JavaDStream<Long> numbers) {
    return numbers.mapToPair(
        number -> new Tuple2<>("sensor-" + number % SENSORS, 150 + (int) (number * 7919 % 100)));
  }

  /** The highest reading of each sensor in the window. */
  static JavaPairDStream<String, Integer> highest(
      JavaPairDStream<String, Integer> readings, Duration window, Duration slide) {
    return readings.reduceByKeyAndWindow(Math::max, window, slide);
  }
}
