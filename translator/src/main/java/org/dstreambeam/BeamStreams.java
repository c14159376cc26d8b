// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.HandleCoder;
import org.dstreambeam.driver.Batches;
import org.dstreambeam.driver.InlineBatches;
import org.dstreambeam.driver.ProgramStates;
import org.dstreambeam.driver.States;
import org.dstreambeam.driver.TransformRunner;
import org.dstreambeam.driver.Transforms;
import org.dstreambeam.interop.CollectionSourceNode;
import org.dstreambeam.interop.RecordCoder;
import org.dstreambeam.interop.RecordsFn;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.plan.PlanBuilder;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.SourceStream;
import org.dstreambeam.rdd.ClassTags;
import org.dstreambeam.source.LocalProgram;
import org.dstreambeam.source.LocalPrograms;
import org.dstreambeam.translator.GrowingTranslation;
import org.joda.time.Instant;
import scala.Tuple2;

/**
 * Streams inside a Beam pipeline of one's own, a {@code TestPipeline} say: any collection becomes a
 * stream, any stream a collection, and Beam's transforms can stand between the two.
 *
 * <pre>
 *   BeamStreams streams = BeamStreams.over(pipeline, Durations.seconds(1));
 *   JavaDStream&lt;String&gt; words = streams.stream(pipeline.apply(testStream));
 *   PCollection&lt;Long&gt; counts = streams.collection(words.window(Durations.seconds(2)).count());
 *   PAssert.that(counts).inWindow(streams.batch(1)).containsInAnyOrder(3L);
 *   pipeline.run();
 * </pre>
 *
 * <p>Batch n covers [zero time + (n-1) b, zero time + n b) of <em>event time</em>: a record's
 * timestamp decides, and a record without one is in the first batch. Batches exist also without
 * records, as far as the watermark has come; once it is final, up to the last that has records or
 * was asked for. A record behind the watermark fails the pipeline.
 *
 * <p>The context is not started: the pipeline is run. For runners in this JVM.
 */
public final class BeamStreams {

  private static final int PARALLELISM = 2;

  private final String program = UUID.randomUUID().toString();
  private final JavaStreamingContext context;
  private final Duration batch;
  private final long zeroTime;
  private final GrowingTranslation translation;

  private BeamStreams(Pipeline pipeline, Duration batch, Instant zeroTime) {
    SparkConf conf = new SparkConf().setAppName("BeamStreams").setMaster("local[2]");
    this.context =
        new JavaStreamingContext(new StreamingContext(SparkContext.getOrCreate(conf), batch));
    SparkContext spark = context.ssc().sparkContext();
    spark.localScheduler().onClose(BlockMemory.open(spark.getConf())::close);
    this.batch = batch;
    this.zeroTime = zeroTime.getMillis();
    this.translation =
        new GrowingTranslation(
            pipeline,
            program,
            context.ssc().lifecycle().plan().settings(),
            new HandleCoder<>(),
            this.zeroTime,
            PARALLELISM);
    register(BeamStreams::noOutputs);
  }

  /** Streams in {@code pipeline} with batches from the epoch on, as tests like them. */
  public static BeamStreams over(Pipeline pipeline, Duration batch) {
    return over(pipeline, batch, Instant.EPOCH);
  }

  /**
   * Streams in {@code pipeline}.
   *
   * @param zeroTime where the first batch begins; also where slides are counted from
   */
  public static BeamStreams over(Pipeline pipeline, Duration batch, Instant zeroTime) {
    return new BeamStreams(pipeline, batch, zeroTime);
  }

  /** For code that declares streams from a context. Its {@code start()} is not to be called. */
  public JavaStreamingContext context() {
    return context;
  }

  /** The window of the n-th batch, from 1: what {@code PAssert.inWindow} asks for. */
  public IntervalWindow batch(int n) {
    return window(n, batch);
  }

  /** The window of the n-th batch of a stream with that slide, from 1. */
  public IntervalWindow window(int n, Duration slide) {
    Instant end = Instant.ofEpochMilli(zeroTime + n * slide.milliseconds());
    return new IntervalWindow(end.minus(slide.milliseconds()), end);
  }

  /** The records of {@code collection} as a stream. */
  public <T> JavaDStream<T> stream(PCollection<T> collection) {
    return stream(collection, 0);
  }

  /** As {@link #stream(PCollection)}, of at least {@code batches} batches. */
  public <T> JavaDStream<T> stream(PCollection<T> collection, int batches) {
    StreamingContext ssc = context.ssc();
    PlanBuilder plan = ssc.lifecycle().plan();
    CollectionSourceNode node =
        new CollectionSourceNode(collection, batches, batch, CallSite.here());
    int id = plan.sourceCount();
    plan.addSource(node);
    return new JavaDStream<>(new SourceStream<T>(ssc, node, id), ClassTags.any());
  }

  /** As {@link #stream(PCollection)}, of pairs. */
  public <K, V> JavaPairDStream<K, V> pairStream(PCollection<KV<K, V>> collection) {
    return pairStream(collection, 0);
  }

  /** As {@link #stream(PCollection, int)}, of pairs. */
  public <K, V> JavaPairDStream<K, V> pairStream(PCollection<KV<K, V>> collection, int batches) {
    return stream(collection, batches).mapToPair(BeamStreams::tuple);
  }

  /** The records of {@code stream}, each in the window of its batch. */
  public <T> PCollection<T> collection(JavaDStream<T> stream) {
    return collection(stream, new RecordCoder<>());
  }

  /** As {@link #collection(JavaDStream)}, with a coder of one's own. */
  public <T> PCollection<T> collection(JavaDStream<T> stream, Coder<T> coder) {
    PlanNode node = stream.dstream().node();
    return translation
        .blocksOf(node)
        .apply(
            translation.nameOf(node) + " records " + translation.nextOrdinal(),
            ParDo.of(new RecordsFn<T>()))
        .setCoder(coder);
  }

  /** The pairs of {@code stream}, each in the window of its batch. */
  public <K, V> PCollection<KV<K, V>> pairCollection(JavaPairDStream<K, V> stream) {
    return pairCollection(stream, KvCoder.of(new RecordCoder<K>(), new RecordCoder<V>()));
  }

  /** As {@link #pairCollection(JavaPairDStream)}, with a coder of one's own. */
  public <K, V> PCollection<KV<K, V>> pairCollection(
      JavaPairDStream<K, V> stream, Coder<KV<K, V>> coder) {
    return collection(stream.toJavaDStream())
        .apply("pairs " + translation.nextOrdinal(), MapElements.via(new ToKv<K, V>()))
        .setCoder(coder);
  }

  /**
   * Makes the outputs declared so far, {@code print} and {@code foreachRDD}, part of the pipeline:
   * they run in order, batch after batch, and one that throws fails the pipeline. To be called
   * once, before the pipeline is run.
   *
   * @throws IllegalArgumentException if there is none
   */
  public void addOutputs() {
    LogicalPlan plan = context.ssc().lifecycle().plan().build();
    InlineBatches batches = new InlineBatches(plan, context.ssc().sc());
    register(batches);
    translation.addOutputs(plan.outputs(), plan.sources().get(0));
  }

  /** Lets the pipeline find what it calls in this JVM. */
  private void register(Batches batches) {
    Transforms transforms =
        new TransformRunner(
            context.ssc().sparkContext(),
            context.ssc().lifecycle().plan().settings(),
            null,
            translation::transformNamed);
    States states =
        new ProgramStates(
            context.ssc().sparkContext(),
            context.ssc().lifecycle().plan().settings(),
            null,
            translation::statefulNamed,
            node -> List.of());
    LocalPrograms.register(new LocalProgram(program, Map.of(), batches, transforms, states));
  }

  private static void noOutputs(long batchTime, Map<Integer, List<Block>> blocks) {
    throw new IllegalStateException("Outputs run without addOutputs()");
  }

  /** A pair of Beam's as one of Spark's. */
  public static <K, V> Tuple2<K, V> tuple(KV<K, V> pair) {
    return new Tuple2<>(pair.getKey(), pair.getValue());
  }

  /** A pair of Spark's as one of Beam's. */
  public static <K, V> KV<K, V> kv(Tuple2<K, V> pair) {
    return KV.of(pair._1(), pair._2());
  }

  private static final class ToKv<K, V> extends SimpleFunction<Tuple2<K, V>, KV<K, V>> {
    private static final long serialVersionUID = 1L;

    @Override
    public KV<K, V> apply(Tuple2<K, V> pair) {
      return kv(pair);
    }
  }
}
