// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import java.lang.reflect.Method;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/**
 * A program whose clock is moved by the test, a batch at a time: what the test does in between
 * happens between two batches. Batches are a second long, the first begins at {@link #BASE}.
 */
final class SteppedProgram implements AutoCloseable {

  /** When the context is made, in ms; somewhere in the past, so that files can have any time. */
  static final long BASE = 1_000_000_000_000L;

  static final long BATCH_MILLIS = 1_000;
  private static final long LIMIT_SECONDS = 60;

  private final JavaStreamingContext context;
  private final Object clock;
  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  private long now = BASE;

  /** What the output of a batch saw. */
  private record Seen(long time, Batch<?> batch) {}

  SteppedProgram(SparkConf conf) throws ReflectiveOperationException {
    conf.set("spark.streaming.clock", "org.apache.spark.util.ManualClock");
    this.context = new JavaStreamingContext(conf, Durations.milliseconds(BATCH_MILLIS));
    this.clock = clockOf(context);
    call("setTime", BASE);
  }

  /** Neither engine has a public way to it. */
  private static Object clockOf(JavaStreamingContext context) throws ReflectiveOperationException {
    Object streaming = context.ssc();
    boolean isGenuine = !"dstream-beam".equals(System.getProperty("behaviour.engine"));
    String owner = isGenuine ? "scheduler" : "lifecycle";
    Object holder = streaming.getClass().getMethod(owner).invoke(streaming);
    return holder.getClass().getMethod("clock").invoke(holder);
  }

  private void call(String method, long millis) throws ReflectiveOperationException {
    for (Method candidate : clock.getClass().getMethods()) {
      if (candidate.getName().equals(method)) {
        candidate.invoke(clock, millis);
        return;
      }
    }
    throw new NoSuchMethodException(method + " of " + clock.getClass());
  }

  JavaStreamingContext context() {
    return context;
  }

  /** The one output. */
  <T> void watch(JavaDStream<T> stream) {
    stream.foreachRDD((rdd, time) -> saw(time.milliseconds(), rdd));
  }

  /** The one output. */
  <K, V> void watch(JavaPairDStream<K, V> stream) {
    stream.foreachRDD((rdd, time) -> saw(time.milliseconds(), rdd));
  }

  private void saw(long time, JavaRDDLike<?, ?> rdd) {
    seen.add(new Seen(time, Table.collected(rdd)));
  }

  void start() {
    context.start();
  }

  /** Moves the clock to that many milliseconds after {@link #BASE}. */
  void at(long millis) throws ReflectiveOperationException {
    now = BASE + millis;
    call("setTime", now);
  }

  /** The next batch, as its output sees it. */
  Batch<?> next() throws Exception {
    skip();
    return outputOf(now);
  }

  /** Runs all batches up to that many milliseconds after {@link #BASE}. */
  void runTo(long millis) throws Exception {
    while (now < BASE + millis) {
      next();
    }
  }

  /** A batch for which no output may run. */
  void skip() throws ReflectiveOperationException {
    at(now - BASE + BATCH_MILLIS);
  }

  /**
   * A batch that was skipped, as its output sees it in the end.
   *
   * @param later how many batches have become due since
   */
  Batch<?> skipped(int later) throws InterruptedException {
    return outputOf(now - later * BATCH_MILLIS);
  }

  /** A batch for which no output runs, and the one behind it. */
  Batch<?> nextButOne() throws Exception {
    skip();
    return next();
  }

  /** The next batch, or what the program fails with if that comes first. */
  Object nextOrFailure() throws Exception {
    skip();
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (seen.isEmpty() && System.nanoTime() < limit) {
      try {
        context.awaitTerminationOrTimeout(1);
      } catch (Exception failure) {
        return failure;
      }
    }
    return outputOf(now);
  }

  private Batch<?> outputOf(long time) throws InterruptedException {
    Seen next = seen.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (next == null || next.time() != time) {
      throw new AssertionError(
          "The output of batch " + (time - BASE) + " did not run, but this: " + next);
    }
    return next.batch();
  }

  @Override
  public void close() {
    context.stop();
  }
}
