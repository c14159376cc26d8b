// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaDStreamLike;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.dstreambeam.block.HandleCoder;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.driver.BatchRunner;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.fixture.Spark;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.plan.Operations;
import org.dstreambeam.plan.RddQueue;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.plan.Sources;
import org.dstreambeam.rdd.ClassTags;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.source.BatchGrid;
import org.dstreambeam.source.BlockFeed;
import org.dstreambeam.source.FeedSettings;
import org.dstreambeam.source.Feeds;
import org.dstreambeam.source.LocalProgram;
import org.dstreambeam.source.LocalPrograms;
import org.dstreambeam.source.ReaderRounds;
import org.dstreambeam.source.Splits;
import scala.Tuple2;

/**
 * A program that is declared through the API, translated, and run on the DirectRunner over batches
 * of a second that are all due at once.
 */
final class TestProgram {

  private static final int SPLITS = 2;
  private static final long LONG = 60_000;

  private final Spark spark;
  private final StreamingContext context;
  private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());

  TestProgram(Spark spark) {
    this.spark = spark;
    this.context = new StreamingContext(spark.context(), new Duration(Plans.BATCH_MILLIS));
  }

  StreamingContext context() {
    return context;
  }

  /** What outputs threw. */
  List<Throwable> errors() {
    return errors;
  }

  /** A stream of these batches; those that follow have no partition. */
  @SuppressWarnings("unchecked") // the test says what is in them
  <T> JavaDStream<T> batches(RDD<?>... batches) {
    Queue<RDD<T>> queue = new ArrayDeque<>();
    for (RDD<?> batch : batches) {
      queue.add((RDD<T>) batch);
    }
    return new JavaDStream<>(
        Sources.queue(context, RddQueue.copyOf(queue), true, null), ClassTags.any());
  }

  /** As {@link #batches}, of pairs. */
  <K, V> JavaPairDStream<K, V> pairBatches(RDD<?>... batches) {
    return JavaPairDStream.fromJavaDStream(this.<Tuple2<K, V>>batches(batches));
  }

  /** Declares an output; after {@link #run} the list holds batches of partitions of records. */
  List<List<List<Object>>> record(JavaDStreamLike<?, ?, ?> stream) {
    List<List<List<Object>>> batches = Collections.synchronizedList(new ArrayList<>());
    Operations.foreachRdd(stream.dstream(), (rdd, time) -> batches.add(partitions(rdd.dataset())));
    return batches;
  }

  private static List<List<Object>> partitions(Dataset<?> dataset) throws Exception {
    List<List<Object>> partitions = new ArrayList<>();
    for (int i = 0; i < dataset.partitions(); i++) {
      List<Object> records = new ArrayList<>();
      dataset.iterator(i).forEachRemaining(records::add);
      partitions.add(records);
    }
    return partitions;
  }

  LogicalPlan plan() {
    return context.lifecycle().plan().build();
  }

  /** The names of the top-level transforms of the pipeline, in order. */
  List<String> transforms() {
    ManualBatchClock clock = new ManualBatchClock();
    Set<String> names = new LinkedHashSet<>();
    LocalProgram program = register(clock);
    try {
      translate(program)
          .traverseTopologically(
              new Pipeline.PipelineVisitor.Defaults() {
                @Override
                public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
                  add(node);
                  return CompositeBehavior.ENTER_TRANSFORM;
                }

                @Override
                public void visitPrimitiveTransform(TransformHierarchy.Node node) {
                  add(node);
                }

                private void add(TransformHierarchy.Node node) {
                  if (!node.getFullName().isEmpty()) {
                    names.add(node.getFullName().split("/", -1)[0]);
                  }
                }
              });
    } finally {
      LocalPrograms.unregister(program.id());
    }
    return List.copyOf(names);
  }

  /** Runs the first {@code batches} batches. */
  void run(int batches) throws InterruptedException {
    ManualBatchClock clock = new ManualBatchClock();
    LocalProgram program = register(clock);
    try {
      run(program, clock, batches).waitUntilFinish();
      assertThat(((BatchRunner) program.batches()).stop(LONG)).isTrue();
    } finally {
      LocalPrograms.unregister(program.id());
    }
  }

  /** Starts a pipeline over the first {@code batches} batches. */
  PipelineResult run(LocalProgram program, ManualBatchClock clock, int batches) {
    long last = batches * Plans.BATCH_MILLIS;
    program.feeds().values().forEach(feed -> feed.finishAfter(last));
    clock.setTime(last);
    return translate(program).run();
  }

  /** The program with its feeds, under a fresh id. */
  LocalProgram register(ManualBatchClock clock) {
    LogicalPlan plan = plan();
    BatchGrid grid = new BatchGrid(clock, 0, Plans.BATCH_MILLIS);
    ReaderRounds rounds = new ReaderRounds();
    clock.onAdvance(rounds::lookAgain);
    String id = UUID.randomUUID().toString();
    Map<String, BlockFeed> feeds = new LinkedHashMap<>();
    for (SourceNode source : plan.sources()) {
      String name = plan.nameOf(source);
      feeds.put(
          name,
          Feeds.of(
              source,
              new FeedSettings(
                  id, name, spark.context(), grid, rounds, Splits.all(SPLITS), true, 0, null)));
    }
    BatchRunner batches = new BatchRunner(Plans.program(plan, spark.context(), clock, errors::add));
    LocalProgram program = new LocalProgram(id, feeds, batches);
    LocalPrograms.register(program);
    return program;
  }

  Pipeline translate(LocalProgram program) {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setTargetParallelism(SPLITS);
    Pipeline pipeline = Pipeline.create(options);
    new PlanTranslator()
        .translate(
            plan(),
            pipeline,
            Deployment.local(program.id(), StageCoders.of(new HandleCoder<>()), 0, SPLITS));
    return pipeline;
  }
}
