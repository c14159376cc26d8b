// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam;

import java.util.List;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.interop.SourceOf;
import org.dstreambeam.lifecycle.StreamingLifecycle;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.Sources;
import org.dstreambeam.rdd.ClassTags;
import org.dstreambeam.source.BeamSourceNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a Beam source reads, as an input stream of a program: KafkaIO, KinesisIO, JmsIO and whatever
 * else Beam has a source for.
 *
 * <pre>
 *   JavaDStream&lt;Long&gt; numbers =
 *       BlockSource.of(GenerateSequence.from(0).withRate(10, Duration.standardSeconds(1)))
 *           .stream(context);
 * </pre>
 *
 * <p>A record belongs to the batch that is open when it is read; the timestamps and watermarks of
 * the source mean nothing here. Each split of the source is one partition of every batch, its
 * records in the order in which they were read, empty if there were none, and several if they are
 * more than about 16 MB. A source that has come to its end leaves empty batches.
 *
 * <p>Readers run on threads of their own. A split that is three batches ahead of the program is not
 * read until one of them is taken: what waits is bounded, and the source keeps the rest. A reader
 * that throws is opened again {@code spark.streaming.receiverRestartDelay} (2000 ms) later, at the
 * mark of its last batch; what it has brought since is dropped, and read again. Readers are given
 * default pipeline options. Records are not deduplicated by their ids.
 *
 * <p>With a checkpoint directory, what a batch has had of each split is recorded before anything is
 * done with it. Started from a checkpoint, the program opens the readers at the marks and makes
 * those batches again of as many records, so of the same ones if the source reads the same again
 * behind a mark. A queue that hands out what was not acknowledged in another order loses nothing
 * all the same. Marks are finalised when a checkpoint that lies behind their batch is complete;
 * without checkpoints, when the outputs of the batch are done, or on a cluster when it is handed to
 * the pipeline. Of a source whose marks cannot be written (it has no coder for them), what was read
 * and not yet computed at a crash is lost, as with a receiver.
 *
 * <p>For collections of a pipeline of one's own see {@link BeamStreams#stream(PCollection)}: there
 * event time decides.
 *
 * @param <T> type of the records
 */
public final class BlockSource<T> {

  private static final Logger LOG = LoggerFactory.getLogger(BlockSource.class);

  private final String name;
  private final UnboundedSource<T, ?> source;
  private final int splits;

  private BlockSource(String name, UnboundedSource<T, ?> source, int splits) {
    this.name = name;
    this.source = source;
    this.splits = splits;
  }

  /** Of a source. */
  public static <T> BlockSource<T> of(UnboundedSource<T, ?> source) {
    return new BlockSource<>(source.getClass().getSimpleName(), source, 0);
  }

  /**
   * Of a transform that reads, as it is applied to a pipeline: {@code KafkaIO.read()}, {@code
   * GenerateSequence.from(0)}, {@code Read.from(source)}, {@code TextIO.read().from(files)}. What
   * it reads may also be bounded; that is read once.
   *
   * @throws IllegalArgumentException if it does more than to read from one source; what follows the
   *     read is to be done to the stream
   */
  public static <T> BlockSource<T> of(PTransform<? super PBegin, PCollection<T>> read) {
    return new BlockSource<>(read.getName(), SourceOf.transform(read), 0);
  }

  /**
   * Into how many splits to divide the source, so of how many partitions a batch is; the source may
   * find another number better. Without this it is the default parallelism of the context.
   *
   * @throws IllegalArgumentException if not positive
   */
  public BlockSource<T> withSplits(int desired) {
    if (desired <= 0) {
      throw new IllegalArgumentException("A source has one split at least, not " + desired);
    }
    return new BlockSource<>(name, source, desired);
  }

  /**
   * The stream. The source is divided now, once and for all: a program that is started from a
   * checkpoint goes on with the splits that it began with.
   *
   * @throws IllegalStateException if the source cannot be divided, or the context has been started
   */
  public JavaInputDStream<T> stream(JavaStreamingContext context) {
    StreamingContext ssc = context.ssc();
    StreamingLifecycle lifecycle = ssc.lifecycle();
    lifecycle.checkMayDeclare();
    if (source.requiresDeduping()) {
      LOG.warn("{} may bring a record twice: it relies on record ids, which are not read", name);
    }
    int desired = splits == 0 ? ssc.sparkContext().defaultParallelism() : splits;
    BeamSourceNode node =
        new BeamSourceNode(name, divided(desired), lifecycle.batch(), CallSite.here());
    return new JavaInputDStream<>(Sources.declared(ssc, node), ClassTags.any());
  }

  private List<? extends UnboundedSource<T, ?>> divided(int desired) {
    source.validate();
    try {
      return source.split(desired, PipelineOptionsFactory.create());
    } catch (Exception e) {
      throw new IllegalStateException(
          "%s cannot be divided into %d splits: %s".formatted(name, desired, e.getMessage()), e);
    }
  }
}
