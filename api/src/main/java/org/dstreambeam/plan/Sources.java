// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.dstream.InputDStream;
import org.apache.spark.streaming.dstream.ReceiverInputDStream;
import org.apache.spark.streaming.receiver.Receiver;
import org.dstreambeam.lifecycle.StreamingLifecycle;
import org.dstreambeam.rate.BackPressure;
import org.dstreambeam.receiver.RawSocketReceiver;
import org.dstreambeam.receiver.SocketReceiver;
import org.jspecify.annotations.Nullable;

/** The input streams, as both the Java and the Scala facade declare them. */
public final class Sources {

  private Sources() {}

  public static <T> ReceiverInputDStream<T> receiver(
      StreamingContext context, String operation, Receiver<T> receiver) {
    StreamingLifecycle lifecycle = context.lifecycle();
    lifecycle.checkMayDeclare();
    PlanBuilder plan = lifecycle.plan();
    BackPressure.check(context.sparkContext().getConf(), lifecycle.batch().milliseconds());
    int streamId = plan.sourceCount();
    receiver.setReceiverId(streamId);
    ReceiverSourceNode node =
        new ReceiverSourceNode(
            operation,
            DeclaredReceiver.of(receiver, streamId),
            streamId,
            lifecycle.batch(),
            CallSite.here());
    plan.addSource(node);
    return plan.declared(new ReceiverStream<>(context, node));
  }

  public static ReceiverInputDStream<String> socketText(
      StreamingContext context, String host, int port, StorageLevel storageLevel) {
    return receiver(context, "socketTextStream", SocketReceiver.ofLines(host, port, storageLevel));
  }

  /**
   * @param converter called once for each connection; what it gives is read to the end
   */
  public static <T> ReceiverInputDStream<T> socket(
      StreamingContext context,
      String host,
      int port,
      Function<InputStream, Iterator<T>> converter,
      StorageLevel storageLevel) {
    return receiver(
        context, "socketStream", new SocketReceiver<>(host, port, converter, storageLevel));
  }

  /** Blocks of serialised records. */
  public static <T> ReceiverInputDStream<T> rawSocket(
      StreamingContext context, String host, int port, StorageLevel storageLevel) {
    return receiver(context, "rawSocketStream", new RawSocketReceiver<>(host, port, storageLevel));
  }

  /**
   * The RDDs of {@code queue}, batch by batch.
   *
   * @param defaultRdd what follows them; null for batches without partitions
   */
  public static <T> InputDStream<T> queue(
      StreamingContext context, RddQueue queue, boolean oneAtATime, @Nullable RDD<T> defaultRdd) {
    StreamingLifecycle lifecycle = context.lifecycle();
    lifecycle.checkMayDeclare();
    return declared(
        context,
        new QueueSourceNode(
            "queueStream", queue, oneAtATime, defaultRdd, lifecycle.batch(), CallSite.here()));
  }

  /**
   * The same RDD in each batch.
   *
   * @throws IllegalArgumentException if it is null
   */
  public static SourceNode constant(StreamingContext context, @Nullable RDD<?> rdd) {
    if (rdd == null) {
      throw new IllegalArgumentException(
          "requirement failed: parameter rdd null is illegal, which will lead to NPE in the"
              + " following transformation");
    }
    StreamingLifecycle lifecycle = context.lifecycle();
    lifecycle.checkMayDeclare();
    SourceNode node =
        new QueueSourceNode(
            "constantStream",
            RddQueue.copyOf(List.of()),
            true,
            rdd,
            lifecycle.batch(),
            CallSite.here());
    lifecycle.plan().addSource(node);
    return node;
  }

  /** The stream of a source, which is the context's next one. */
  public static <T> InputDStream<T> declared(StreamingContext context, SourceNode source) {
    PlanBuilder plan = context.lifecycle().plan();
    int streamId = plan.sourceCount();
    plan.addSource(source);
    return plan.declared(new SourceStream<>(context, source, streamId));
  }

  /**
   * What a queue stream gives once its queue is empty, unless told otherwise: one empty partition.
   */
  public static <T> RDD<T> emptyBatch(StreamingContext context) {
    return org.apache.spark.api.java.JavaSparkContext.fromSparkContext(context.sparkContext())
        .<T>parallelize(List.of(), 1)
        .rdd();
  }
}
