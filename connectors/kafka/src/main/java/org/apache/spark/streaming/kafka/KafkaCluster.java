// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;
import kafka.common.TopicAndPartition;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkException;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.kafka.legacy.ClusterMetadata;
import org.dstreambeam.kafka.legacy.Partitions;
import org.jspecify.annotations.Nullable;
import scala.Product;
import scala.Serializable;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.collection.immutable.Map;
import scala.collection.immutable.Set;
import scala.collection.mutable.ArrayBuffer;
import scala.runtime.ScalaRunTime$;
import scala.util.Either;
import scala.util.Left;
import scala.util.Right;

/**
 * Asks brokers for partitions and offsets, with a connection per call. Answers are a {@code Right};
 * a {@code Left} has what went wrong. Offsets of groups are those that Kafka keeps: what programs
 * of former days have left in ZooKeeper is not seen.
 *
 * <p>Methods throw {@link SparkException}, undeclared as in Spark, if {@code kafkaParams} name no
 * brokers.
 */
public class KafkaCluster implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What is answered to those who set offsets: Kafka's code for no error. */
  private static final short NO_ERROR = 0;

  private final Map<String, String> kafkaParams;

  public KafkaCluster(Map<String, String> kafkaParams) {
    this.kafkaParams = kafkaParams;
  }

  public Map<String, String> kafkaParams() {
    return kafkaParams;
  }

  /**
   * The answer itself.
   *
   * @throws SparkException undeclared, with all errors, if there are any
   */
  @SuppressWarnings("InvalidThrows") // thrown past the compiler
  public static <T> T checkErrors(Either<ArrayBuffer<Throwable>, T> result) {
    if (result.isLeft()) {
      throw Rethrow.as(new SparkException(result.left().get().mkString("\n")));
    }
    return result.right().get();
  }

  /** Host and port of the leader of a partition. */
  public Either<ArrayBuffer<Throwable>, Tuple2<String, Object>> findLeader(
      String topic, int partition) {
    TopicPartition asked = new TopicPartition(topic, partition);
    return answer(
        cluster -> {
          Node leader = cluster.leaders(List.of(asked)).getOrDefault(asked, Node.noNode());
          return hostAndPort(leader);
        });
  }

  /** Host and port of the leader of each partition. */
  public Either<ArrayBuffer<Throwable>, Map<TopicAndPartition, Tuple2<String, Object>>> findLeaders(
      Set<TopicAndPartition> topicAndPartitions) {
    return answer(
        cluster -> {
          java.util.Map<TopicPartition, Node> leaders = cluster.leaders(known(topicAndPartitions));
          return scala(leaders, (partition, leader) -> hostAndPort(leader));
        });
  }

  /** The partitions of topics. */
  public Either<ArrayBuffer<Throwable>, Set<TopicAndPartition>> getPartitions(Set<String> topics) {
    return answer(
        cluster -> {
          Collection<String> asked = new TreeSet<>(JavaConverters.setAsJavaSet(topics));
          Collection<TopicAndPartition> partitions = new LinkedHashSet<>();
          cluster.partitions(asked).forEach(found -> partitions.add(Partitions.old(found)));
          return JavaConverters.collectionAsScalaIterable(partitions).toSet();
        });
  }

  /** The offset behind the newest message. */
  public Either<ArrayBuffer<Throwable>, Map<TopicAndPartition, LeaderOffset>>
      getLatestLeaderOffsets(Set<TopicAndPartition> topicAndPartitions) {
    return getLeaderOffsets(topicAndPartitions, ClusterMetadata.LATEST);
  }

  /** The offset of the oldest message. */
  public Either<ArrayBuffer<Throwable>, Map<TopicAndPartition, LeaderOffset>>
      getEarliestLeaderOffsets(Set<TopicAndPartition> topicAndPartitions) {
    return getLeaderOffsets(topicAndPartitions, ClusterMetadata.EARLIEST);
  }

  /**
   * The offset of the first message that was written at a time or later; brokers of 0.8 could only
   * say in which file it was.
   *
   * @param before in ms since the epoch; -1 for the newest message, -2 for the oldest
   */
  public Either<ArrayBuffer<Throwable>, Map<TopicAndPartition, LeaderOffset>> getLeaderOffsets(
      Set<TopicAndPartition> topicAndPartitions, long before) {
    return answer(cluster -> leaderOffsets(cluster, topicAndPartitions, before));
  }

  /**
   * As {@link #getLeaderOffsets(Set, long)}.
   *
   * @param maxNumOffsets without effect: it is always one per partition
   */
  public Either<ArrayBuffer<Throwable>, Map<TopicAndPartition, Seq<LeaderOffset>>> getLeaderOffsets(
      Set<TopicAndPartition> topicAndPartitions, long before, int maxNumOffsets) {
    return answer(
        cluster -> {
          Map<TopicAndPartition, Seq<LeaderOffset>> sequences = emptyMap();
          Iterator<Tuple2<TopicAndPartition, LeaderOffset>> offsets =
              leaderOffsets(cluster, topicAndPartitions, before).iterator();
          while (offsets.hasNext()) {
            Tuple2<TopicAndPartition, LeaderOffset> next = offsets.next();
            Seq<LeaderOffset> one = JavaConverters.asScalaBuffer(List.of(next._2())).toList();
            sequences = sequences.updated(next._1(), one);
          }
          return sequences;
        });
  }

  private static Map<TopicAndPartition, LeaderOffset> leaderOffsets(
      ClusterMetadata cluster, Set<TopicAndPartition> partitions, long time) throws SparkException {
    Collection<TopicPartition> asked = known(partitions);
    java.util.Map<TopicPartition, Long> offsets = cluster.offsets(asked, time);
    java.util.Map<TopicPartition, Node> leaders = cluster.leaders(asked);
    return scala(
        offsets,
        (partition, offset) -> {
          Node leader = leaders.getOrDefault(partition, Node.noNode());
          return new LeaderOffset(leader.host(), leader.port(), offset);
        });
  }

  /** What a group has committed; an error if there is a partition of which it has nothing. */
  public Either<ArrayBuffer<Throwable>, Map<TopicAndPartition, Object>> getConsumerOffsets(
      String groupId, Set<TopicAndPartition> topicAndPartitions) {
    return answerFor(
        groupId,
        cluster ->
            scala(
                cluster.committed(new LinkedHashSet<>(known(topicAndPartitions))),
                (partition, offset) -> offset));
  }

  /**
   * As {@link #getConsumerOffsets(String, Set)}.
   *
   * @param consumerApiVersion without effect
   */
  public Either<ArrayBuffer<Throwable>, Map<TopicAndPartition, Object>> getConsumerOffsets(
      String groupId, Set<TopicAndPartition> topicAndPartitions, short consumerApiVersion) {
    return getConsumerOffsets(groupId, topicAndPartitions);
  }

  /** Commits for a group; an error while consumers are in it. The answer has 0 per partition. */
  public Either<ArrayBuffer<Throwable>, Map<TopicAndPartition, Object>> setConsumerOffsets(
      String groupId, Map<TopicAndPartition, Object> offsets) {
    return answerFor(
        groupId,
        cluster -> {
          java.util.Map<TopicPartition, Long> committed = new HashMap<>();
          JavaConverters.mapAsJavaMap(offsets)
              .forEach(
                  (partition, offset) -> committed.put(Partitions.of(partition), (Long) offset));
          cluster.commit(committed);
          return scala(committed, (partition, offset) -> (Object) NO_ERROR);
        });
  }

  /**
   * As {@link #setConsumerOffsets(String, Map)}.
   *
   * @param consumerApiVersion without effect
   */
  public Either<ArrayBuffer<Throwable>, Map<TopicAndPartition, Object>> setConsumerOffsets(
      String groupId, Map<TopicAndPartition, Object> offsets, short consumerApiVersion) {
    return setConsumerOffsets(groupId, offsets);
  }

  private <T> Either<ArrayBuffer<Throwable>, T> answer(ClusterMetadata.Question<T> question) {
    return answer(ClusterMetadata.of(JavaConverters.mapAsJavaMap(kafkaParams)), question);
  }

  private <T> Either<ArrayBuffer<Throwable>, T> answerFor(
      String group, ClusterMetadata.Question<T> question) {
    return answer(
        ClusterMetadata.ofGroup(JavaConverters.mapAsJavaMap(kafkaParams), group), question);
  }

  private static <T> Either<ArrayBuffer<Throwable>, T> answer(
      ClusterMetadata cluster, ClusterMetadata.Question<T> question) {
    try {
      return new Right<>(cluster.ask(question));
    } catch (SparkException e) {
      ArrayBuffer<Throwable> errors = new ArrayBuffer<>();
      errors.$plus$eq(e);
      return new Left<>(errors);
    }
  }

  private static Collection<TopicPartition> known(Set<TopicAndPartition> partitions) {
    return JavaConverters.setAsJavaSet(partitions).stream().map(Partitions::of).toList();
  }

  private static Tuple2<String, Object> hostAndPort(Node node) {
    return new Tuple2<>(node.host(), node.port());
  }

  private static <A, B> Map<TopicAndPartition, B> scala(
      java.util.Map<TopicPartition, A> map,
      java.util.function.BiFunction<TopicPartition, A, B> value) {
    Map<TopicAndPartition, B> result = emptyMap();
    for (java.util.Map.Entry<TopicPartition, A> entry : map.entrySet()) {
      result =
          result.updated(
              Partitions.old(entry.getKey()), value.apply(entry.getKey(), entry.getValue()));
    }
    return result;
  }

  private static <A, B> Map<A, B> emptyMap() {
    return scala.collection.immutable.Map$.MODULE$.empty();
  }

  /** An offset of a partition, and who leads the partition. */
  public static class LeaderOffset implements Product, Serializable {

    private static final long serialVersionUID = 1L;

    private final String host;
    private final int port;
    private final long offset;

    public LeaderOffset(String host, int port, long offset) {
      this.host = host;
      this.port = port;
      this.offset = offset;
    }

    public String host() {
      return host;
    }

    public int port() {
      return port;
    }

    public long offset() {
      return offset;
    }

    public LeaderOffset copy(String host, int port, long offset) {
      return new LeaderOffset(host, port, offset);
    }

    @Override
    public String productPrefix() {
      return "LeaderOffset";
    }

    @Override
    public int productArity() {
      return 3;
    }

    @Override
    public Object productElement(int n) {
      return switch (n) {
        case 0 -> host;
        case 1 -> port;
        case 2 -> offset;
        default -> throw new IndexOutOfBoundsException(String.valueOf(n));
      };
    }

    @Override
    public Iterator<Object> productIterator() {
      return ScalaRunTime$.MODULE$.typedProductIterator(this);
    }

    @Override
    public boolean canEqual(@Nullable Object other) {
      return other instanceof LeaderOffset;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof LeaderOffset that
          && port == that.port
          && offset == that.offset
          && host.equals(that.host)
          && that.canEqual(this);
    }

    @Override
    public int hashCode() {
      return ScalaRunTime$.MODULE$._hashCode(this);
    }

    @Override
    public String toString() {
      return ScalaRunTime$.MODULE$._toString(this);
    }
  }
}
