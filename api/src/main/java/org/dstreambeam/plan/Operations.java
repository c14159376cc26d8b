// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.dstream.DStream;
import org.dstreambeam.closure.DriverFunctions;
import org.dstreambeam.closure.DriverFunctions.Step;
import org.dstreambeam.closure.ReadFunction;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.CombineShuffle;
import org.dstreambeam.compute.Counting;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.compute.RoundRobinShuffle;
import org.dstreambeam.compute.Shuffle;
import org.dstreambeam.lifecycle.StreamingLifecycle;
import org.dstreambeam.plan.ForeachRddNode.DriverFunction;
import org.dstreambeam.plan.TransformNode.BatchFunction;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The operations of a stream, as both the Java and the Scala facade declare them. A derived
 * operation is a composition here and nothing else.
 */
public final class Operations {

  /** Whether driver functions are read, to compute ahead what they will derive. */
  private static final String CLOSURES_READ = "spark.dstreambeam.closures.read";

  private Operations() {}

  public static <T, R> DStream<R> narrow(
      DStream<T> stream, String operation, NarrowFunction<T, R> function) {
    return narrow(stream, operation, function, false);
  }

  /** As {@code filter}, which leaves every key where it is. */
  public static <T, R> DStream<R> narrowKeepingPartitioning(
      DStream<T> stream, String operation, NarrowFunction<T, R> function) {
    return narrow(stream, operation, function, true);
  }

  private static <T, R> DStream<R> narrow(
      DStream<T> stream, String operation, NarrowFunction<T, R> function, boolean keeps) {
    return derive(
        stream, new NarrowNode(operation, stream.node(), function, keeps, CallSite.here()));
  }

  /** A hash partitioner with as many partitions as the context's default parallelism. */
  public static Partitioner defaultPartitioner(DStream<?> stream) {
    return new HashPartitioner(stream.context().sparkContext().defaultParallelism());
  }

  /** One record a batch, 0 if the batch is empty. */
  public static <T> DStream<Long> count(DStream<T> stream) {
    CallSite site = CallSite.here();
    PlanNode counted = new NarrowNode("count", stream.node(), Counting.ofPartition(), false, site);
    Shuffle<?, ?, ?> sum = new CombineShuffle<>(Counting.sum(), defaultPartitioner(stream));
    PlanNode summed = new ShuffleNode("sum", counted, sum, site);
    return derive(stream, new NarrowNode("total", summed, Counting.total(), false, site));
  }

  /** How often each record comes in the batch. */
  public static <T> DStream<Tuple2<T, Long>> countByValue(DStream<T> stream, int numPartitions) {
    CallSite site = CallSite.here();
    PlanNode ones = new NarrowNode("ones", stream.node(), Counting.ofEach(), false, site);
    Shuffle<?, ?, ?> sum = new CombineShuffle<>(Counting.sum(), new HashPartitioner(numPartitions));
    return derive(stream, new ShuffleNode("countByValue", ones, sum, site));
  }

  /** One record a batch, none if the batch is empty, in one partition. */
  public static <T> DStream<T> reduce(DStream<T> stream, Function2<T, T, T> function) {
    CallSite site = CallSite.here();
    PlanNode keyed = new NarrowNode("keyed", stream.node(), Narrow.underNullKey(), false, site);
    Shuffle<?, ?, ?> shuffle =
        new CombineShuffle<>(Aggregator.reduce(function), new HashPartitioner(1));
    PlanNode reduced = new ShuffleNode("reduce", keyed, shuffle, site);
    return derive(stream, new NarrowNode("reduced", reduced, Narrow.values(), false, site));
  }

  /** The same records dealt in turn to so many partitions. */
  public static <T> DStream<T> repartition(DStream<T> stream, int numPartitions) {
    Shuffle<?, ?, ?> shuffle = new RoundRobinShuffle<>(numPartitions);
    return derive(stream, new ShuffleNode("repartition", stream.node(), shuffle, CallSite.here()));
  }

  public static <T> DStream<T> union(List<DStream<T>> streams) {
    if (streams.isEmpty()) {
      throw new IllegalArgumentException("requirement failed: Union called on no streams");
    }
    DStream<T> first = streams.get(0);
    checkOneContext(streams);
    List<PlanNode> inputs = streams.stream().<PlanNode>map(DStream::node).toList();
    return derive(first, new UnionNode(inputs, CallSite.here()));
  }

  /**
   * What {@code function} makes of the batches of {@code streams}, on the driver.
   *
   * @throws java.util.NoSuchElementException if there is no stream
   */
  public static <T> DStream<T> transform(
      String operation, List<? extends DStream<?>> streams, BatchFunction function) {
    if (streams.isEmpty()) {
      throw new NoSuchElementException("next on empty iterator");
    }
    DStream<?> first = streams.get(0);
    checkOneContext(streams);
    List<PlanNode> inputs = streams.stream().<PlanNode>map(DStream::node).toList();
    return derive(first, new TransformNode(operation, inputs, function, null, CallSite.here()));
  }

  /**
   * As {@link #transform(String, List, BatchFunction)} of one stream, for a function whose code may
   * be read. If that only derives an RDD, by steps that are known, these steps are the stream.
   * Without a function each batch fails, as in Spark.
   *
   * @param wrap makes the RDD that the function is given
   */
  public static <T> DStream<T> transform(
      String operation,
      DStream<?> stream,
      BatchFunction function,
      Function<RDD<Object>, Object> wrap) {
    Object written = function.userFunction();
    if (written == null || !mayRead(stream)) {
      return transform(operation, List.of(stream), function);
    }
    ReadFunction read = reader(stream).read(written, wrap);
    List<Step> steps = read.chainReturned();
    CallSite site = CallSite.here();
    if (steps == null || steps.isEmpty()) {
      String why = steps == null ? read.doubtOfChainReturned() : "it returns what it is given";
      return derive(
          stream, new TransformNode(operation, List.of(stream.node()), function, why, site));
    }
    return derive(stream, AheadChain.derive(stream.node(), steps, site));
  }

  /** Steps do not say what is to be without an RDD. */
  private static boolean mayRead(DStream<?> stream) {
    return stream.context().sparkContext().conf().getBoolean(CLOSURES_READ, true)
        && !MissingBatches.mayBe(stream.node());
  }

  private static DriverFunctions reader(DStream<?> stream) {
    return new DriverFunctions(stream.context().sparkContext(), stream.node().partitioner());
  }

  static void checkOneContext(List<? extends DStream<?>> streams) {
    StreamingContext context = streams.get(0).context();
    if (streams.stream().anyMatch(stream -> stream.context() != context)) {
      throw new IllegalArgumentException(
          "requirement failed: Some of the DStreams have different contexts");
    }
  }

  /** The streams that {@code stream} is computed from. */
  public static List<DStream<?>> dependencies(DStream<?> stream) {
    StreamingContext context = stream.context();
    PlanBuilder plan = context.lifecycle().plan();
    return stream.node().inputs().stream()
        .<DStream<?>>map(input -> plan.streamOf(context, input))
        .collect(Collectors.toList());
  }

  public static void persist(DStream<?> stream, StorageLevel level) {
    StreamingLifecycle lifecycle = stream.context().lifecycle();
    lifecycle.checkMayChange(stream.node(), "storage level");
    lifecycle.plan().settings().persist(stream.node(), level);
  }

  public static void checkpoint(DStream<?> stream, Duration interval) {
    StreamingLifecycle lifecycle = stream.context().lifecycle();
    lifecycle.checkMayChange(stream.node(), "checkpoint interval");
    lifecycle.plan().settings().persist(stream.node(), StorageLevel.MEMORY_ONLY_SER());
    lifecycle.plan().settings().checkpoint(stream.node(), interval);
  }

  public static void print(DStream<?> stream, int n) {
    output(stream, PrintNode.of(stream.node(), n, CallSite.here()));
  }

  public static void foreachRdd(DStream<?> stream, DriverFunction function) {
    output(stream, new ForeachRddNode(stream.node(), function, CallSite.here()));
  }

  /**
   * As {@link #foreachRdd(DStream, DriverFunction)}, for a function whose code may be read.
   *
   * @param written the function as the program wrote it; without one each batch fails, as in Spark
   * @param wrap makes the RDD that it is given
   */
  public static void foreachRdd(
      DStream<?> stream,
      DriverFunction function,
      @Nullable Object written,
      Function<RDD<Object>, Object> wrap) {
    if (written == null) {
      foreachRdd(stream, function);
      return;
    }
    CallSite site = CallSite.here();
    PlanNode input = stream.node();
    List<AheadChain> ahead = new ArrayList<>();
    BatchOnDemand onDemand = null;
    String notAhead = null;
    if (mayRead(stream)) {
      ReadFunction read = reader(stream).read(written, wrap);
      read.chainsRead().forEach(steps -> ahead.add(AheadChain.of(input, steps, site)));
      notAhead = read.doubtOfChainsRead();
      onDemand = read.readsOnlyChains() && !ahead.isEmpty() ? BatchOnDemand.of(input) : null;
    }
    if (ahead.isEmpty() && stream.context().sparkContext().isLocal()) {
      onDemand = BatchOnDemand.ofElsewhere(input); // elsewhere stages have more JVMs than jobs
    }
    DriverFunction called = DriverFunction.of(written, function);
    output(stream, new ForeachRddNode(input, called, ahead, onDemand, notAhead, site));
  }

  /** An output that writes files. */
  public static void save(
      DStream<?> stream, String operation, String details, DriverFunction function) {
    output(stream, new SaveFilesNode(stream.node(), operation, details, function, CallSite.here()));
  }

  static <R> DStream<R> derive(DStream<?> stream, PlanNode node) {
    return declared(new DStream<>(stream.context(), node));
  }

  /** {@code stream}, which the program has declared just now. */
  static <S extends DStream<?>> S declared(S stream) {
    StreamingLifecycle lifecycle = stream.context().lifecycle();
    lifecycle.checkMayDeclare();
    return lifecycle.plan().declared(stream);
  }

  private static void output(DStream<?> stream, OutputNode node) {
    stream.context().lifecycle().checkMayDeclare();
    stream.context().lifecycle().plan().addOutput(node);
  }
}
