// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.dstream.InputDStream;
import org.apache.spark.streaming.dstream.ReceiverInputDStream;
import org.apache.spark.streaming.kafka.OffsetRange;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.kafka.KafkaSourceNode;
import org.dstreambeam.lifecycle.StreamingLifecycle;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.CutterInbox;
import org.dstreambeam.plan.Sources;
import org.dstreambeam.rate.BackPressure;
import org.dstreambeam.rdd.Requirements;
import scala.Tuple2;

/** How streams and RDDs of the 0-8 API are declared. */
public final class LegacyStreams {

  private static final String WRITE_AHEAD_LOG = "spark.streaming.receiver.writeAheadLog.enable";

  private LegacyStreams() {}

  /**
   * Where a stream over these topics begins: at their ends as they are now, or at their begins if
   * {@code auto.offset.reset} says so.
   *
   * @throws SparkException undeclared, if a topic does not exist
   */
  public static Map<TopicPartition, Long> begins(
      Map<String, String> params, Collection<String> topics) {
    Requirements.require(!topics.isEmpty(), "there are no topics to read");
    long time = OldParams.fromSmallest(params) ? ClusterMetadata.EARLIEST : ClusterMetadata.LATEST;
    return ask(params, cluster -> cluster.offsets(cluster.partitions(topics), time));
  }

  /** A stream over these partitions, and no others. */
  public static <R> InputDStream<R> direct(
      StreamingContext context,
      Map<String, String> params,
      Map<TopicPartition, Long> begins,
      MessageReader<?, ?, R> messages) {
    StreamingLifecycle lifecycle = context.lifecycle();
    lifecycle.checkMayDeclare();
    SparkConf conf = context.sparkContext().getConf();
    BackPressure.check(conf, lifecycle.batch().milliseconds());
    Requirements.require(!begins.isEmpty(), "there are no partitions to read");
    HashMap<String, Object> ofConsumers = OldParams.withoutGroup(params);
    KafkaSourceNode<byte[], byte[]> bytes =
        new KafkaSourceNode<>(
            new FixedPartitions(ofConsumers, begins),
            new SameRate(conf),
            ofConsumers,
            new CutterInbox(),
            lifecycle.batch(),
            CallSite.here());
    return Sources.declared(context, new MessageSourceNode<>(bytes, messages));
  }

  /**
   * The messages of these ranges, a partition each.
   *
   * @param leadersKnown whether the program says who leads the partitions, and so that the ranges
   *     are there
   * @throws SparkException undeclared, if a range is not within its partition
   */
  public static <R> RDD<R> rdd(
      SparkContext context,
      Map<String, String> params,
      OffsetRange[] ranges,
      boolean leadersKnown,
      MessageReader<?, ?, R> messages) {
    if (!leadersKnown) {
      var unused = ask(params, cluster -> cluster.leaders(partitions(ranges)));
    }
    checkRanges(params, ranges);
    return new MessageDataset<>(
            context, OldParams.withoutGroup(params), messages, Ranges.ofClients(ranges))
        .toRdd();
  }

  private static void checkRanges(Map<String, String> params, OffsetRange[] ranges) {
    List<OffsetRange> bad =
        ask(
            params,
            cluster -> {
              Set<TopicPartition> partitions = partitions(ranges);
              var low = cluster.offsets(partitions, ClusterMetadata.EARLIEST);
              var high = cluster.offsets(partitions, ClusterMetadata.LATEST);
              return Arrays.stream(ranges).filter(range -> !isWithin(range, low, high)).toList();
            });
    if (!bad.isEmpty()) {
      throw Rethrow.as(
          new SparkException(
              "Offsets not available on leader: "
                  + bad.stream().map(OffsetRange::toString).collect(Collectors.joining(","))));
    }
  }

  private static Set<TopicPartition> partitions(OffsetRange[] ranges) {
    Set<TopicPartition> partitions = new TreeSet<>(Partitions.ORDER);
    for (OffsetRange range : ranges) {
      partitions.add(new TopicPartition(range.topic(), range.partition()));
    }
    return partitions;
  }

  private static boolean isWithin(
      OffsetRange range, Map<TopicPartition, Long> low, Map<TopicPartition, Long> high) {
    TopicPartition partition = new TopicPartition(range.topic(), range.partition());
    return low.getOrDefault(partition, Long.MAX_VALUE) <= range.fromOffset()
        && range.untilOffset() <= high.getOrDefault(partition, Long.MIN_VALUE);
  }

  /** Asks the brokers. What they refuse is said as Spark says it, with the type in front. */
  private static <T> T ask(Map<String, String> params, ClusterMetadata.Question<T> question) {
    ClusterMetadata cluster = ClusterMetadata.of(params);
    try {
      return cluster.ask(question);
    } catch (SparkException e) {
      throw Rethrow.as(new SparkException(e.toString(), e));
    }
  }

  /**
   * A stream of what a receiver gets for a group.
   *
   * @param topics by topic, how many threads read it, each with a consumer of its own
   * @throws IllegalArgumentException if it is not known which brokers are meant
   */
  public static <K, V> ReceiverInputDStream<Tuple2<K, V>> receiver(
      StreamingContext context,
      Map<String, String> params,
      Map<String, Integer> topics,
      Decoders<K, V> decoders,
      StorageLevel storageLevel) {
    SparkConf conf = context.sparkContext().getConf();
    Requirements.require(
        params.containsKey(OldParams.GROUP), "createStream needs " + OldParams.GROUP);
    String brokers = Quorums.brokers(conf, params);
    KafkaReceiver.Settings settings =
        new KafkaReceiver.Settings(
            OldParams.inGroup(params, brokers),
            new HashMap<>(topics),
            conf.getTimeAsMs("spark.streaming.blockInterval", "200ms"));
    KafkaReceiver<K, V> receiver =
        conf.getBoolean(WRITE_AHEAD_LOG, false)
            ? new ReliableKafkaReceiver<>(settings, decoders, storageLevel)
            : new KafkaReceiver<>(settings, decoders, storageLevel);
    return Sources.receiver(context, "createStream", receiver);
  }
}
