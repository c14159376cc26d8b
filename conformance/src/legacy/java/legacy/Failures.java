// SPDX-License-Identifier: Apache-2.0
package legacy;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/** What goes wrong, and what the program is told. */
public final class Failures {
  private static final Duration BATCH = Durations.milliseconds(300);

  private Failures() {}

  /** Something that may fail. */
  private interface Attempt {
    void run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    SparkConf conf = new SparkConf().setAppName("Failures");
    JavaSparkContext sc = new JavaSparkContext(conf);
    taskFailure(sc);
    driverFailure(sc);
    twoFailures(sc);
    firstErrorEndsTheWait(sc);
    whileActive(sc);
    neverStarted(sc);
    sc.stop();
  }

  private static void taskFailure(JavaSparkContext sc) throws Exception {
    System.out.println("== a task fails in the second batch");
    JavaStreamingContext jssc = new JavaStreamingContext(sc, BATCH);
    JavaDStream<Integer> numbers = jssc.queueStream(numbers(sc));
    numbers
        .map(
            n -> {
              if (n == 2) {
                throw new IllegalStateException("no twos, please");
              }
              return n * 10;
            })
        .print();
    numbers.foreachRDD(rdd -> System.out.println("counted " + rdd.count()));
    runAndReport(jssc, numbers);
  }

  private static void driverFailure(JavaSparkContext sc) throws Exception {
    System.out.println("== the driver fails in the second batch, with a checked exception");
    JavaStreamingContext jssc = new JavaStreamingContext(sc, BATCH);
    JavaDStream<Integer> numbers = jssc.queueStream(numbers(sc));
    numbers.foreachRDD(
        rdd -> {
          if (rdd.collect().contains(2)) {
            throw new IOException("no room for a two");
          }
          System.out.println("saved " + rdd.collect());
        });
    numbers.print();
    runAndReport(jssc, numbers);
  }

  private static void twoFailures(JavaSparkContext sc) throws Exception {
    System.out.println("== two operations fail in two batches");
    JavaStreamingContext jssc = new JavaStreamingContext(sc, BATCH);
    JavaDStream<Integer> numbers = jssc.queueStream(numbers(sc));
    numbers.foreachRDD(
        rdd -> {
          if (rdd.collect().contains(1)) {
            throw new IllegalArgumentException("the first batch");
          }
        });
    numbers.print();
    numbers.foreachRDD(
        rdd -> {
          if (rdd.collect().contains(2)) {
            throw new UnsupportedOperationException("the second batch");
          }
        });
    runAndReport(jssc, numbers);
  }

  private static void runAndReport(JavaStreamingContext jssc, JavaDStream<Integer> numbers)
      throws Exception {
    Ending ending = Ending.afterBatches(numbers, 4);
    jssc.start();
    ending.await();
    Attempt await = () -> jssc.awaitTerminationOrTimeout(TimeUnit.SECONDS.toMillis(20));
    String first = outcome(await);
    String again = outcome(await);
    String state = jssc.getState().toString();
    jssc.stop(false);
    System.out.println("== reported");
    System.out.println(first);
    System.out.println("again: " + again);
    System.out.println("state then: " + state);
    System.out.println("after stop: " + outcome(jssc::awaitTermination));
    System.out.println("state now: " + jssc.getState());
  }

  private static void firstErrorEndsTheWait(JavaSparkContext sc) throws Exception {
    System.out.println("== start, awaitTermination");
    JavaStreamingContext jssc = new JavaStreamingContext(sc, BATCH);
    JavaDStream<Integer> numbers = jssc.queueStream(numbers(sc));
    numbers.foreachRDD(
        rdd -> {
          if (rdd.collect().contains(3)) {
            System.out.println("== end");
            throw new IllegalStateException("no threes either");
          }
        });
    jssc.start();
    String outcome = outcome(jssc::awaitTermination);
    jssc.stop(false);
    System.out.println("== reported");
    System.out.println(outcome);
  }

  private static void whileActive(JavaSparkContext sc) throws Exception {
    System.out.println("== calls to an active context");
    JavaStreamingContext jssc = new JavaStreamingContext(sc, BATCH);
    JavaDStream<Integer> numbers = jssc.queueStream(numbers(sc));
    numbers.print();
    Ending ending = Ending.afterBatches(numbers, 2);
    System.out.println("state before: " + jssc.getState());
    jssc.start();
    ending.await();
    String state = jssc.getState().toString();
    String map = outcome(() -> numbers.map(n -> n));
    String print = outcome(numbers::print);
    String input = outcome(() -> jssc.queueStream(numbers(sc)));
    String startAgain = outcome(jssc::start);
    JavaStreamingContext second = new JavaStreamingContext(sc, BATCH);
    second.queueStream(numbers(sc)).print();
    String secondStart = outcome(second::start);
    String secondState = second.getState().toString();
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("another");
    String secondSpark = outcome(() -> new JavaStreamingContext(conf, BATCH));
    boolean stopped = jssc.awaitTerminationOrTimeout(1);
    jssc.stop(false);
    System.out.println("== answered");
    System.out.println("state: " + state);
    System.out.println("map after start: " + map);
    System.out.println("print after start: " + print);
    System.out.println("queueStream after start: " + input);
    System.out.println("start again: " + startAgain);
    System.out.println("second context: " + upTo("started at", secondStart));
    System.out.println("its state: " + secondState);
    System.out.println("second SparkContext: " + secondSpark);
    System.out.println("awaitTerminationOrTimeout(1): " + stopped);

    System.out.println("== calls to a stopped context");
    System.out.println("state: " + jssc.getState());
    System.out.println("start after stop: " + outcome(jssc::start));
    System.out.println("map after stop: " + outcome(() -> numbers.map(n -> n)));
    System.out.println("stop again: " + outcome(() -> jssc.stop(false)));
    System.out.println("awaitTermination: " + outcome(jssc::awaitTermination));
    System.out.println("awaitTerminationOrTimeout: " + jssc.awaitTerminationOrTimeout(1));
  }

  private static void neverStarted(JavaSparkContext sc) {
    System.out.println("== contexts that do not start");
    System.out.println(
        "null batch: " + outcome(() -> new JavaStreamingContext(sc, (Duration) null)));
    JavaStreamingContext idle = new JavaStreamingContext(sc, BATCH);
    System.out.println("nothing at all: " + outcome(idle::start));
    JavaStreamingContext silent = new JavaStreamingContext(sc, BATCH);
    silent.queueStream(numbers(sc)).map(n -> n + 1);
    System.out.println("no output operation: " + outcome(silent::start));
    System.out.println("its state: " + silent.getState());
    System.out.println("start again: " + outcome(silent::start));
    JavaStreamingContext dropped = new JavaStreamingContext(sc, BATCH);
    System.out.println("stop before start: " + outcome(() -> dropped.stop(false)));
    System.out.println("its state: " + dropped.getState());
    System.out.println("start after that: " + outcome(dropped::start));
  }

  private static Queue<JavaRDD<Integer>> numbers(JavaSparkContext sc) {
    Queue<JavaRDD<Integer>> queue = new LinkedList<>();
    queue.add(sc.parallelize(Arrays.asList(1), 1));
    queue.add(sc.parallelize(Arrays.asList(2), 1));
    queue.add(sc.parallelize(Arrays.asList(3), 1));
    return queue;
  }

  private static String outcome(Attempt attempt) {
    try {
      attempt.run();
      return "no exception";
    } catch (Exception e) {
      return describe(e);
    }
  }

  /**
   * Class and first line, without what differs from run to run: which task of which stage on which
   * host.
   */
  private static String describe(Throwable e) {
    String message = String.valueOf(e.getMessage()).split("\n", 2)[0];
    String told = e.getClass().getName() + ": " + upTo("Job aborted due to stage failure", message);
    return e.getCause() == null ? told : told + " | caused by " + describe(e.getCause());
  }

  private static String upTo(String last, String text) {
    int at = text.indexOf(last);
    return at < 0 ? text : text.substring(0, at + last.length());
  }
}
