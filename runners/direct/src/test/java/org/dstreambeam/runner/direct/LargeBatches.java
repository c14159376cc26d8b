// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.receiver.Receiver;
import org.dstreambeam.clock.ManualBatchClock;
import scala.Tuple2;

/**
 * Batches that are larger than the heap of the JVM that this is the program of: each scenario lets
 * one through, looks at every record of it, and says what it saw.
 *
 * <p>Arguments: scenario, megabytes of the batch.
 */
final class LargeBatches {

  private static final int RECORD_BYTES = 10_000;
  private static final int PARTITIONS = 4;
  private static final int SHUFFLED_PARTITIONS = 64;

  private LargeBatches() {}

  /** A record that tells its number and takes {@value #RECORD_BYTES} bytes. */
  static final class Payload implements Serializable {
    private static final long serialVersionUID = 1L;

    final long number;
    final byte[] bytes;

    Payload(long number) {
      this.number = number;
      this.bytes = new byte[RECORD_BYTES];
      Arrays.fill(bytes, (byte) number);
    }

    /** The number, if the bytes are those of that number. */
    long checked() {
      if (bytes[0] != (byte) number || bytes[RECORD_BYTES - 1] != (byte) number) {
        throw new IllegalStateException("Record " + number + " is not what it was");
      }
      return number;
    }
  }

  public static void main(String[] args) throws InterruptedException {
    long records = Long.parseLong(args[1]) * 1024 * 1024 / RECORD_BYTES;
    JavaStreamingContext context =
        new JavaStreamingContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("large batches")
                .set("spark.streaming.clock", "org.apache.spark.util.ManualClock"),
            Durations.seconds(1));
    switch (args[0]) {
      case "queue" -> queue(context, records);
      case "stage" -> stage(context, records);
      case "shuffle" -> shuffle(context, records);
      case "union" -> union(context, records);
      case "window" -> window(context, records);
      case "singles" -> received(context, new Storing(records, false));
      case "iterator" -> received(context, new Storing(records, true));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** An RDD that is computed lazily, and no stage between it and the driver function. */
  private static void queue(JavaStreamingContext context, long records)
      throws InterruptedException {
    passThrough(context, payloads(context, records), records);
  }

  /** What a stage makes of the records, all of it before the driver function sees any. */
  private static void stage(JavaStreamingContext context, long records)
      throws InterruptedException {
    passThrough(context, payloads(context, records).map(payload -> payload), records);
  }

  /**
   * As many keys as records. What a task combines must fit into memory, on Spark it need not; all
   * that waits between the tasks need not either.
   */
  private static void shuffle(JavaStreamingContext context, long records)
      throws InterruptedException {
    JavaDStream<Payload> shuffled =
        payloads(context, records, SHUFFLED_PARTITIONS)
            .mapToPair(payload -> new Tuple2<>(payload.number, payload))
            .reduceByKey((one, other) -> one, SHUFFLED_PARTITIONS)
            .map(Tuple2::_2);
    passThrough(context, shuffled, records);
  }

  private static void union(JavaStreamingContext context, long records)
      throws InterruptedException {
    JavaDStream<Payload> all = payloads(context, records);
    passThrough(
        context,
        all.filter(payload -> payload.number % 2 == 0)
            .union(all.filter(payload -> payload.number % 2 == 1)),
        records);
  }

  private static void window(JavaStreamingContext context, long records)
      throws InterruptedException {
    passThrough(context, payloads(context, records).window(Durations.seconds(2)), records);
  }

  private static JavaDStream<Payload> payloads(JavaStreamingContext context, long records) {
    return payloads(context, records, PARTITIONS);
  }

  private static JavaDStream<Payload> payloads(
      JavaStreamingContext context, long records, int partitions) {
    JavaRDD<Integer> seeds =
        context
            .sparkContext()
            .parallelize(IntStream.range(0, partitions).boxed().toList(), partitions);
    JavaRDD<Payload> payloads =
        seeds.flatMap(
            seed ->
                LongStream.range(records * seed / partitions, records * (seed + 1) / partitions)
                    .mapToObj(Payload::new)
                    .iterator());
    Queue<JavaRDD<Payload>> queue = new ArrayDeque<>(List.of(payloads));
    return context.queueStream(queue);
  }

  private static void received(JavaStreamingContext context, Storing receiver)
      throws InterruptedException {
    JavaDStream<Payload> stream = context.receiverStream(receiver);
    runAndCheck(context, stream, receiver.records, Storing.STORED);
  }

  private static void passThrough(
      JavaStreamingContext context, JavaDStream<Payload> stream, long records)
      throws InterruptedException {
    runAndCheck(context, stream, records, new CountDownLatch(0));
  }

  private static final AtomicLong SEEN = new AtomicLong();
  private static final AtomicLong SUM = new AtomicLong();

  private static void runAndCheck(
      JavaStreamingContext context,
      JavaDStream<Payload> stream,
      long records,
      CountDownLatch mayEnd)
      throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    List<String> results = new ArrayList<>();
    stream.foreachRDD(
        (rdd, time) -> {
          if (time.milliseconds() > 1000) {
            return;
          }
          results.add("count " + rdd.count());
          rdd.foreach(LargeBatches::see);
          results.add("foreach " + SEEN.getAndSet(0) + " sum " + SUM.getAndSet(0));
          rdd.foreachPartition(payloads -> payloads.forEachRemaining(LargeBatches::see));
          results.add("foreachPartition " + SEEN.getAndSet(0) + " sum " + SUM.getAndSet(0));
          results.add("reduce " + rdd.map(Payload::checked).reduce(Long::sum));
          results.add("first " + !rdd.isEmpty());
          done.countDown();
        });
    context.start();
    mayEnd.await();
    ((ManualBatchClock) context.ssc().lifecycle().clock()).advance(1000);
    while (!done.await(100, TimeUnit.MILLISECONDS)) {
      context.awaitTerminationOrTimeout(1); // throws what an output failed with
    }
    context.stop();
    results.forEach(System.out::println);
    System.out.println("records " + records + " sum " + records * (records - 1) / 2);
  }

  private static void see(Payload payload) {
    SEEN.incrementAndGet();
    SUM.addAndGet(payload.checked());
  }

  /** Stores all records in the first batch. */
  private static final class Storing extends Receiver<Payload> {
    private static final long serialVersionUID = 1L;

    private static final CountDownLatch STORED = new CountDownLatch(1);

    private final long records;
    private final boolean asOneBlock;

    Storing(long records, boolean asOneBlock) {
      super(StorageLevel.MEMORY_ONLY());
      this.records = records;
      this.asOneBlock = asOneBlock;
    }

    @Override
    public void onStart() {
      Thread thread = new Thread(this::receive, "payloads");
      thread.setDaemon(true);
      thread.start();
    }

    private void receive() {
      Iterator<Payload> payloads = LongStream.range(0, records).mapToObj(Payload::new).iterator();
      if (asOneBlock) {
        store(payloads);
      } else {
        payloads.forEachRemaining(this::store);
      }
      STORED.countDown();
    }

    @Override
    public void onStop() {}
  }
}
