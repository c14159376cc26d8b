// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaDStreamLike;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.runner.direct.random.Observed.Pass;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Declares a program through the public API and runs it. */
final class ProgramRun implements Serializable {
  private static final long serialVersionUID = 1L;

  /** By number, those that run. */
  private static final Map<Integer, ProgramRun> RUNS = new ConcurrentHashMap<>();

  static final long BATCH = 1_000;

  private static final long PATIENCE_SECONDS = 20;

  /** What travels with outputs, which note what they see in the test's own object. */
  private record Handle(int number) implements Serializable {
    private Object readResolve() {
      return Objects.requireNonNull(RUNS.get(number));
    }
  }

  private final ProgramSpec program;
  private final JavaSparkContext spark;
  private final JavaStreamingContext context;
  private final List<JavaDStreamLike<?, ?, ?>> streams = new ArrayList<>();
  private final List<Observed> journal = new ArrayList<>();

  ProgramRun(ProgramSpec program, JavaSparkContext spark) {
    this.program = program;
    this.spark = spark;
    this.context = new JavaStreamingContext(spark, Durations.milliseconds(BATCH));
    for (int stream = 0; stream < program.streams(); stream++) {
      boolean source = program.isSource(stream);
      streams.add(
          source ? declare(program.sources().get(stream)) : declare(program.stepOf(stream)));
    }
    for (int output = 0; output < program.outputs().size(); output++) {
      record(output, streams.get(program.outputs().get(output)));
    }
  }

  /** The label of a batch, 0 being the first. */
  static long timeOf(int batch) {
    return LaterClock.START + (batch + 1) * BATCH;
  }

  /** The plan as text. */
  String plan() {
    return context.ssc().lifecycle().plan().build().describe();
  }

  /**
   * Everything its outputs saw, in order, in at least as many batches as the program asks for.
   *
   * @throws IllegalStateException if they do not come
   */
  List<Observed> run() throws InterruptedException {
    int expected =
        program.outputs().stream()
            .mapToInt(output -> program.batches() / program.slideOf(output))
            .sum();
    RUNS.put(System.identityHashCode(this), this);
    try {
      context.start();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!awaitEntries(expected, 500)) {
        context.awaitTerminationOrTimeout(1); // throws what the pipeline failed with
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "Only " + snapshot() + " after " + PATIENCE_SECONDS + " s");
        }
      }
      context.awaitTerminationOrTimeout(0);
    } finally {
      context.stop(false);
      RUNS.remove(System.identityHashCode(this));
    }
    return snapshot();
  }

  private Object writeReplace() {
    return new Handle(System.identityHashCode(this));
  }

  /** Lets the context go that was never started. */
  void discard() {
    context.stop(false);
  }

  private synchronized boolean awaitEntries(int count, long millis) throws InterruptedException {
    if (journal.size() < count) {
      wait(millis);
    }
    return journal.size() >= count;
  }

  private synchronized List<Observed> snapshot() {
    return List.copyOf(journal);
  }

  private synchronized void note(Observed observed) {
    journal.add(observed);
    notifyAll();
  }

  private JavaDStream<Object> declare(Source source) {
    Queue<JavaRDD<Object>> queue = new ArrayDeque<>();
    for (List<List<Integer>> partitions : source.batches()) {
      queue.add(rdd(partitions, source.cells()));
    }
    return switch (source.mode()) {
      case ONE_AT_A_TIME -> context.queueStream(queue);
      case ALL_AT_ONCE -> context.queueStream(queue, false);
      case REPEATING ->
          queue.isEmpty()
              ? context.queueStream(queue, true)
              : context.queueStream(queue, true, queue.element());
    };
  }

  @SuppressWarnings("unchecked") // an array of RDDs of one type
  private JavaRDD<Object> rdd(List<List<Integer>> partitions, boolean cells) {
    List<JavaRDD<Object>> parts = new ArrayList<>();
    for (List<Integer> numbers : partitions) {
      List<Object> records = new ArrayList<>();
      numbers.forEach(number -> records.add(cells && number != null ? new Cell(number) : number));
      parts.add(spark.parallelize(records, 1));
    }
    return switch (parts.size()) {
      case 0 -> spark.emptyRDD();
      case 1 -> parts.get(0);
      default -> spark.union(parts.toArray(JavaRDD[]::new));
    };
  }

  private JavaDStreamLike<?, ?, ?> declare(Step step) {
    JavaDStreamLike<Object, ?, ?> input = typed(streams.get(step.input()));
    int p = step.parameter();
    return switch (step.operation()) {
      case MAP -> input.map(Records.multiplyAndAdd(p));
      case MAP_TO_CELL -> input.map(Records.intoCell());
      case MAP_IN_PLACE -> input.map(Records.changeInPlace(p));
      case MAP_FAILING -> input.map(Records.failOn(p));
      case MAP_COUNTING ->
          input.map(
              program.isOrdered(step.input()) ? Records.addPosition() : Records.multiplyAndAdd(0));
      case FLAT_MAP -> input.flatMap(Records.repeat(p));
      case FILTER -> filter(step);
      case PARTITION_TOTALS -> input.mapPartitions(Records.totals());
      case PARTITION_REVERSED -> input.mapPartitions(Records.reversed());
      case PARTITION_HEADER -> input.mapPartitions(Records.withHeader(p));
      case TO_PAIR -> input.mapToPair(Records.toPair(p));
      case FLAT_MAP_TO_PAIR -> input.flatMapToPair(Records.repeatAsPairs(p));
      case PARTITION_TO_PAIR -> input.mapPartitionsToPair(Records.partitionToPairs(p));
      case REDUCE -> reduce(step, Records::add);
      case REDUCE_TO_LAST ->
          reduce(step, program.isOrdered(step.input()) ? Records::last : Records::add);
      case REDUCE_REFUSING -> reduce(step, Records::refuseToAdd);
      case GROUP -> group(step);
      case COUNT_BY_VALUE -> countByValue(step);
      case REDUCE_ALL -> input.reduce(Records::add);
      case GLOM -> glom(step);
      case REPARTITION -> repartition(step);
      case MAP_VALUES -> keyed(step.input()).mapValues(Records.multiplyAndAdd(p));
      case FLAT_MAP_VALUES -> keyed(step.input()).flatMapValues(Records.repeat(p));
      case COGROUP, JOIN, LEFT_JOIN, RIGHT_JOIN, FULL_JOIN ->
          KeyedSteps.together(
              step,
              keyed(step.inputs().get(0)),
              keyed(step.inputs().get(1)),
              program.isOrdered(step.inputs().get(0)),
              program.isOrdered(step.inputs().get(1)));
      case COUNT -> input.count();
      case UNION -> union(step.inputs());
      case TRANSFORM -> transform(step);
      case WINDOW -> window(step);
      case REDUCE_ALL_WINDOW, REDUCE_ALL_INVERSE_WINDOW, COUNT_WINDOW ->
          stateful(step).ofAll(input);
      case COUNT_BY_VALUE_WINDOW ->
          stateful(step).countByValue(input.map(Records.multiplyAndAdd(p)));
      case REDUCE_WINDOW -> stateful(step).reduce(keyed(step.input()));
      case INVERSE_WINDOW -> stateful(step).reduceWithInverse(keyed(step.input()));
      case GROUP_WINDOW -> stateful(step).group(keyed(step.input()));
      case UPDATE_STATE -> stateful(step).update(keyed(step.input()));
      case MAP_WITH_STATE -> stateful(step).map(keyed(step.input()));
      case SNAPSHOTS -> snapshots(step);
    };
  }

  private JavaDStreamLike<?, ?, ?> filter(Step step) {
    Function<Object, Boolean> accept = Records.accept(step.parameter());
    return program.isPairs(step.input())
        ? pairs(step.input()).filter(accept::call)
        : records(step.input()).filter(accept);
  }

  private JavaPairDStream<Object, Object> reduce(
      Step step, Function2<Object, Object, Object> function) {
    JavaPairDStream<Object, Object> pairs = keyed(step.input());
    int p = step.parameter() % 6;
    return switch (p) {
      case 0 -> pairs.reduceByKey(function);
      case 1, 4 -> pairs.reduceByKey(function, KeyedSteps.partitioner(step));
      case 2, 3 -> pairs.reduceByKey(function, p);
      default ->
          step.parameter() > 6
              ? pairs.reduceByKey(function, 0)
              : pairs.reduceByKey(function, KeyedSteps.partitioner(step));
    };
  }

  private JavaPairDStream<Object, Object> group(Step step) {
    return KeyedSteps.group(step, keyed(step.input()), program.isOrdered(step.input()));
  }

  /** Of numbers, since cells are equal to none but themselves. */
  private JavaDStreamLike<?, ?, ?> countByValue(Step step) {
    int p = step.parameter();
    JavaDStream<Object> numbers = typed(streams.get(step.input())).map(Records.multiplyAndAdd(p));
    return p % 2 == 0 ? numbers.countByValue() : numbers.countByValue(step.dealtTo());
  }

  private JavaDStream<?> glom(Step step) {
    JavaDStream<List<Object>> lists = typed(streams.get(step.input())).glom();
    return program.isOrdered(step.input()) ? lists : lists.map(list -> Records.listed(list, false));
  }

  /** Which record goes where is known only of records in order. */
  private JavaDStreamLike<?, ?, ?> repartition(Step step) {
    int partitions = program.isOrdered(step.input()) ? step.dealtTo() : 1;
    return program.isPairs(step.input())
        ? pairs(step.input()).repartition(partitions)
        : records(step.input()).repartition(partitions);
  }

  private JavaPairDStream<Object, Object> keyed(int stream) {
    return program.isPairs(stream) ? pairs(stream) : records(stream).mapToPair(Records.toPair(0));
  }

  private JavaDStreamLike<?, ?, ?> union(List<Integer> inputs) {
    if (inputs.stream().allMatch(program::isPairs)) {
      return inputs.size() == 2
          ? pairs(inputs.get(0)).union(pairs(inputs.get(1)))
          : context.union(inputs.stream().map(this::pairs).toArray(ProgramRun::newPairStreams));
    }
    return inputs.size() == 2
        ? records(inputs.get(0)).union(records(inputs.get(1)))
        : context.union(inputs.stream().map(this::records).toArray(ProgramRun::newStreams));
  }

  /** What an RDD is partitioned by is not known of a transform: it is mapped in any case. */
  private JavaDStream<Object> transform(Step step) {
    int p = step.parameter();
    Function<Object, Object> function = Records.multiplyAndAdd(p);
    return p % 2 == 0
        ? records(step.input()).transform(rdd -> rdd.map(function))
        : records(step.input()).transform(rdd -> rdd.filter(Records.accept(p)).map(function));
  }

  private StatefulSteps stateful(Step step) {
    Duration slide = Durations.milliseconds(program.slideOf(step.input()) * BATCH);
    return new StatefulSteps(spark, step, slide, program.isOrdered(step.input()));
  }

  private JavaPairDStream<Object, Object> snapshots(Step step) {
    return streams.get(step.input()) instanceof JavaMapWithStateDStream<?, ?, ?, ?> mapped
        ? snapshots(mapped)
        : stateful(step).map(keyed(step.input())).stateSnapshots();
  }

  @SuppressWarnings("unchecked") // all functions take any record
  private static JavaPairDStream<Object, Object> snapshots(
      JavaMapWithStateDStream<?, ?, ?, ?> mapped) {
    return (JavaPairDStream<Object, Object>) mapped.stateSnapshots();
  }

  private JavaDStreamLike<?, ?, ?> window(Step step) {
    long parentSlide = program.slideOf(step.input()) * BATCH;
    Duration length = Durations.milliseconds(step.windowLength() * parentSlide);
    Duration slide = Durations.milliseconds(step.windowSlide() * parentSlide);
    if (program.isPairs(step.input())) {
      JavaPairDStream<Object, Object> pairs = pairs(step.input());
      return step.windowSlide() == 1 ? pairs.window(length) : pairs.window(length, slide);
    }
    JavaDStream<Object> records = records(step.input());
    return step.windowSlide() == 1 ? records.window(length) : records.window(length, slide);
  }

  @SuppressWarnings("unchecked") // Java has no arrays of generic types
  private static JavaDStream<Object>[] newStreams(int length) {
    return new JavaDStream[length];
  }

  @SuppressWarnings("unchecked") // Java has no arrays of generic types
  private static JavaPairDStream<Object, Object>[] newPairStreams(int length) {
    return new JavaPairDStream[length];
  }

  @SuppressWarnings("unchecked") // all functions take any record
  private static JavaDStreamLike<Object, ?, ?> typed(JavaDStreamLike<?, ?, ?> stream) {
    return (JavaDStreamLike<Object, ?, ?>) stream;
  }

  @SuppressWarnings("unchecked") // all functions take any record
  private JavaDStream<Object> records(int stream) {
    JavaDStreamLike<?, ?, ?> any = streams.get(stream);
    return any instanceof JavaPairDStream<?, ?> pairs
        ? (JavaDStream<Object>) (JavaDStream<?>) pairs.toJavaDStream()
        : (JavaDStream<Object>) any;
  }

  @SuppressWarnings("unchecked") // all functions take any record
  private JavaPairDStream<Object, Object> pairs(int stream) {
    return (JavaPairDStream<Object, Object>) streams.get(stream);
  }

  private void record(int output, JavaDStreamLike<?, ?, ?> stream) {
    if (stream instanceof JavaPairDStream<?, ?> pairs) {
      pairs.foreachRDD((rdd, time) -> note(observe(output, rdd, time)));
    } else {
      ((JavaDStream<?>) stream).foreachRDD((rdd, time) -> note(observe(output, rdd, time)));
    }
  }

  private static <T, R extends JavaRDDLike<T, R>> Observed observe(
      int output, JavaRDDLike<T, R> rdd, Time time) {
    Pass atOnce = pass(() -> rdd.glom().collect().iterator());
    Pass oneByOne = pass(() -> rdd.glom().toLocalIterator());
    return new Observed(output, time.milliseconds(), rdd.getNumPartitions(), atOnce, oneByOne);
  }

  /** An action of a driver function. */
  private interface Action<T> {
    Iterator<List<T>> run();
  }

  private static <T> Pass pass(Action<T> action) {
    List<List<String>> partitions = new ArrayList<>();
    try {
      Iterator<List<T>> all = action.run();
      while (all.hasNext()) {
        List<T> records = all.next();
        partitions.add(records.stream().map(String::valueOf).toList());
        records.forEach(ProgramRun::spoil);
      }
      return new Pass(partitions, "");
    } catch (Throwable e) {
      Throwable cause = e instanceof SparkException ? e.getCause() : null;
      return new Pass(partitions, cause == null ? "not of a task: " + e : Partition.text(cause));
    }
  }

  /** Changes a record in place: nobody else may see it. */
  private static void spoil(@Nullable Object record) {
    if (record instanceof Cell cell) {
      cell.value += 1_000_000;
    } else if (record instanceof Tuple2<?, ?> pair) {
      spoil(pair._2());
    } else if (record instanceof List<?> list) {
      list.forEach(ProgramRun::spoil);
    }
  }
}
