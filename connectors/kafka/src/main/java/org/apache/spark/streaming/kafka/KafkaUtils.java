// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import kafka.common.TopicAndPartition;
import kafka.message.MessageAndMetadata;
import kafka.serializer.Decoder;
import kafka.serializer.StringDecoder;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaPairInputDStream;
import org.apache.spark.streaming.api.java.JavaPairReceiverInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.dstream.InputDStream;
import org.apache.spark.streaming.dstream.ReceiverInputDStream;
import org.dstreambeam.kafka.legacy.Decoders;
import org.dstreambeam.kafka.legacy.LegacyStreams;
import org.dstreambeam.kafka.legacy.MessageReader;
import org.dstreambeam.kafka.legacy.Partitions;
import org.dstreambeam.rdd.ScalaFunctions;
import scala.Function1;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Streams and RDDs over topics of Kafka, as programs of Spark 1 and 2 declare them.
 *
 * <p><b>Direct streams and RDDs</b> take part in no group and commit nothing: offsets are the
 * program's affair. Of a direct stream the partitions are those that there are when it is declared,
 * and so is where it begins: at their ends, unless {@code auto.offset.reset} is {@code smallest}.
 * {@code kafkaParams} name brokers as {@code metadata.broker.list} or {@code bootstrap.servers},
 * else {@link org.apache.spark.SparkException} is thrown, undeclared as in Spark; so it is if
 * topics or offsets do not exist.
 *
 * <p><b>Streams with a receiver</b> are in a group. Of which brokers, the program says by the
 * ZooKeeper quorum of former days, and the configuration by {@code
 * spark.dstreambeam.kafka.brokers}.
 *
 * <p>Decoders are made for each task, and each thread of a receiver, by a constructor that takes
 * {@link kafka.utils.VerifiableProperties}. What parameters of consumers mean today says {@link
 * org.dstreambeam.kafka.legacy.OldParams}.
 */
public final class KafkaUtils {

  private KafkaUtils() {}

  /**
   * Keys and messages of these topics. A batch consists of what is in them when its interval ends,
   * within the limits of the configuration; its RDD has offset ranges.
   */
  public static <K, V, KD extends Decoder<K>, VD extends Decoder<V>>
      JavaPairInputDStream<K, V> createDirectStream(
          JavaStreamingContext jssc,
          Class<K> keyClass,
          Class<V> valueClass,
          Class<KD> keyDecoderClass,
          Class<VD> valueDecoderClass,
          Map<String, String> kafkaParams,
          Set<String> topics) {
    InputDStream<Tuple2<K, V>> stream =
        direct(
            jssc.ssc(),
            kafkaParams,
            LegacyStreams.begins(kafkaParams, topics),
            keyDecoderClass,
            valueDecoderClass,
            KafkaUtils.<K, V>pairs());
    return JavaPairInputDStream.fromInputDStream(stream, tag(keyClass), tag(valueClass));
  }

  /**
   * As the other, from these offsets on; a record is what the handler makes of a message, in tasks.
   */
  public static <K, V, KD extends Decoder<K>, VD extends Decoder<V>, R>
      JavaInputDStream<R> createDirectStream(
          JavaStreamingContext jssc,
          Class<K> keyClass,
          Class<V> valueClass,
          Class<KD> keyDecoderClass,
          Class<VD> valueDecoderClass,
          Class<R> recordClass,
          Map<String, String> kafkaParams,
          Map<TopicAndPartition, Long> fromOffsets,
          Function<MessageAndMetadata<K, V>, R> messageHandler) {
    InputDStream<R> stream =
        direct(
            jssc.ssc(),
            kafkaParams,
            partitions(fromOffsets),
            keyDecoderClass,
            valueDecoderClass,
            messageHandler);
    return new JavaInputDStream<>(stream, tag(recordClass));
  }

  /**
   * {@link #createDirectStream(JavaStreamingContext, Class, Class, Class, Class, Map, Set)}, for
   * Scala.
   */
  public static <K, V, KD extends Decoder<K>, VD extends Decoder<V>>
      InputDStream<Tuple2<K, V>> createDirectStream(
          StreamingContext ssc,
          scala.collection.immutable.Map<String, String> kafkaParams,
          scala.collection.immutable.Set<String> topics,
          ClassTag<K> keyTag,
          ClassTag<V> valueTag,
          ClassTag<KD> keyDecoderTag,
          ClassTag<VD> valueDecoderTag) {
    Map<String, String> params = JavaConverters.mapAsJavaMap(kafkaParams);
    return direct(
        ssc,
        params,
        LegacyStreams.begins(params, JavaConverters.setAsJavaSet(topics)),
        classOf(keyDecoderTag),
        classOf(valueDecoderTag),
        KafkaUtils.<K, V>pairs());
  }

  /** The same with offsets and a handler. */
  public static <K, V, KD extends Decoder<K>, VD extends Decoder<V>, R>
      InputDStream<R> createDirectStream(
          StreamingContext ssc,
          scala.collection.immutable.Map<String, String> kafkaParams,
          scala.collection.immutable.Map<TopicAndPartition, Object> fromOffsets,
          Function1<MessageAndMetadata<K, V>, R> messageHandler,
          ClassTag<K> keyTag,
          ClassTag<V> valueTag,
          ClassTag<KD> keyDecoderTag,
          ClassTag<VD> valueDecoderTag,
          ClassTag<R> recordTag) {
    Map<TopicAndPartition, Long> offsets = new HashMap<>();
    JavaConverters.mapAsJavaMap(fromOffsets)
        .forEach((partition, offset) -> offsets.put(partition, (Long) offset));
    return direct(
        ssc,
        JavaConverters.mapAsJavaMap(kafkaParams),
        partitions(offsets),
        classOf(keyDecoderTag),
        classOf(valueDecoderTag),
        ScalaFunctions.function(messageHandler));
  }

  /** Keys and messages of these ranges, a partition each. */
  public static <K, V, KD extends Decoder<K>, VD extends Decoder<V>> JavaPairRDD<K, V> createRDD(
      JavaSparkContext jsc,
      Class<K> keyClass,
      Class<V> valueClass,
      Class<KD> keyDecoderClass,
      Class<VD> valueDecoderClass,
      Map<String, String> kafkaParams,
      OffsetRange[] offsetRanges) {
    RDD<Tuple2<K, V>> rdd =
        LegacyStreams.rdd(
            jsc.sc(),
            kafkaParams,
            offsetRanges.clone(),
            false,
            reader(keyDecoderClass, valueDecoderClass, kafkaParams, KafkaUtils.<K, V>pairs()));
    return JavaPairRDD.fromRDD(rdd, tag(keyClass), tag(valueClass));
  }

  /**
   * As the other; a record is what the handler makes of a message, in tasks.
   *
   * @param leaders without effect: consumers find the leaders by themselves
   */
  public static <K, V, KD extends Decoder<K>, VD extends Decoder<V>, R> JavaRDD<R> createRDD(
      JavaSparkContext jsc,
      Class<K> keyClass,
      Class<V> valueClass,
      Class<KD> keyDecoderClass,
      Class<VD> valueDecoderClass,
      Class<R> recordClass,
      Map<String, String> kafkaParams,
      OffsetRange[] offsetRanges,
      Map<TopicAndPartition, Broker> leaders,
      Function<MessageAndMetadata<K, V>, R> messageHandler) {
    RDD<R> rdd =
        LegacyStreams.rdd(
            jsc.sc(),
            kafkaParams,
            offsetRanges.clone(),
            !leaders.isEmpty(),
            reader(keyDecoderClass, valueDecoderClass, kafkaParams, messageHandler));
    return new JavaRDD<>(rdd, tag(recordClass));
  }

  /**
   * {@link #createRDD(JavaSparkContext, Class, Class, Class, Class, Map, OffsetRange[])}, for
   * Scala.
   */
  public static <K, V, KD extends Decoder<K>, VD extends Decoder<V>> RDD<Tuple2<K, V>> createRDD(
      SparkContext sc,
      scala.collection.immutable.Map<String, String> kafkaParams,
      OffsetRange[] offsetRanges,
      ClassTag<K> keyTag,
      ClassTag<V> valueTag,
      ClassTag<KD> keyDecoderTag,
      ClassTag<VD> valueDecoderTag) {
    Map<String, String> params = JavaConverters.mapAsJavaMap(kafkaParams);
    return LegacyStreams.rdd(
        sc,
        params,
        offsetRanges.clone(),
        false,
        reader(classOf(keyDecoderTag), classOf(valueDecoderTag), params, KafkaUtils.<K, V>pairs()));
  }

  /** The same with a handler; {@code leaders} are without effect. */
  public static <K, V, KD extends Decoder<K>, VD extends Decoder<V>, R> RDD<R> createRDD(
      SparkContext sc,
      scala.collection.immutable.Map<String, String> kafkaParams,
      OffsetRange[] offsetRanges,
      scala.collection.immutable.Map<TopicAndPartition, Broker> leaders,
      Function1<MessageAndMetadata<K, V>, R> messageHandler,
      ClassTag<K> keyTag,
      ClassTag<V> valueTag,
      ClassTag<KD> keyDecoderTag,
      ClassTag<VD> valueDecoderTag,
      ClassTag<R> recordTag) {
    Map<String, String> params = JavaConverters.mapAsJavaMap(kafkaParams);
    return LegacyStreams.rdd(
        sc,
        params,
        offsetRanges.clone(),
        !leaders.isEmpty(),
        reader(
            classOf(keyDecoderTag),
            classOf(valueDecoderTag),
            params,
            ScalaFunctions.function(messageHandler)));
  }

  /** {@link #createStream(JavaStreamingContext, String, String, Map, StorageLevel)}. */
  public static JavaPairReceiverInputDStream<String, String> createStream(
      JavaStreamingContext jssc, String zkQuorum, String groupId, Map<String, Integer> topics) {
    return createStream(jssc, zkQuorum, groupId, topics, createStream$default$5());
  }

  /**
   * Keys and messages of topics, as a group gets them, both of them text.
   *
   * @param zkQuorum a name for brokers, which the configuration says
   * @param topics by topic, how many threads read it
   * @param storageLevel without effect
   */
  public static JavaPairReceiverInputDStream<String, String> createStream(
      JavaStreamingContext jssc,
      String zkQuorum,
      String groupId,
      Map<String, Integer> topics,
      StorageLevel storageLevel) {
    return createStream(
        jssc,
        String.class,
        String.class,
        StringDecoder.class,
        StringDecoder.class,
        quorumAndGroup(zkQuorum, groupId),
        topics,
        storageLevel);
  }

  /**
   * As the other, with decoders.
   *
   * @param kafkaParams with {@code group.id}, and {@code zookeeper.connect} or {@code
   *     bootstrap.servers}
   */
  public static <K, V, U extends Decoder<?>, T extends Decoder<?>>
      JavaPairReceiverInputDStream<K, V> createStream(
          JavaStreamingContext jssc,
          Class<K> keyTypeClass,
          Class<V> valueTypeClass,
          Class<U> keyDecoderClass,
          Class<T> valueDecoderClass,
          Map<String, String> kafkaParams,
          Map<String, Integer> topics,
          StorageLevel storageLevel) {
    ReceiverInputDStream<Tuple2<K, V>> stream =
        LegacyStreams.receiver(
            jssc.ssc(),
            kafkaParams,
            topics,
            new Decoders<>(keyDecoderClass, valueDecoderClass, kafkaParams),
            storageLevel);
    return JavaPairReceiverInputDStream.fromReceiverInputDStream(
        stream, tag(keyTypeClass), tag(valueTypeClass));
  }

  /** {@link #createStream(JavaStreamingContext, String, String, Map, StorageLevel)}, for Scala. */
  public static ReceiverInputDStream<Tuple2<String, String>> createStream(
      StreamingContext ssc,
      String zkQuorum,
      String groupId,
      scala.collection.immutable.Map<String, Object> topics,
      StorageLevel storageLevel) {
    Map<String, String> params = quorumAndGroup(zkQuorum, groupId);
    return LegacyStreams.receiver(
        ssc,
        params,
        threads(topics),
        new Decoders<String, String>(StringDecoder.class, StringDecoder.class, params),
        storageLevel);
  }

  /** The same with decoders. */
  public static <K, V, U extends Decoder<?>, T extends Decoder<?>>
      ReceiverInputDStream<Tuple2<K, V>> createStream(
          StreamingContext ssc,
          scala.collection.immutable.Map<String, String> kafkaParams,
          scala.collection.immutable.Map<String, Object> topics,
          StorageLevel storageLevel,
          ClassTag<K> keyTag,
          ClassTag<V> valueTag,
          ClassTag<U> keyDecoderTag,
          ClassTag<T> valueDecoderTag) {
    Map<String, String> params = JavaConverters.mapAsJavaMap(kafkaParams);
    return LegacyStreams.receiver(
        ssc,
        params,
        threads(topics),
        new Decoders<>(classOf(keyDecoderTag), classOf(valueDecoderTag), params),
        storageLevel);
  }

  /** The storage level of streams whose program does not say. */
  public static StorageLevel createStream$default$5() {
    return StorageLevel.MEMORY_AND_DISK_SER_2();
  }

  private static <R> InputDStream<R> direct(
      StreamingContext ssc,
      Map<String, String> kafkaParams,
      Map<TopicPartition, Long> begins,
      Class<? extends Decoder<?>> keyDecoder,
      Class<? extends Decoder<?>> valueDecoder,
      Function<? extends MessageAndMetadata<?, ?>, R> handler) {
    return LegacyStreams.direct(
        ssc, kafkaParams, begins, reader(keyDecoder, valueDecoder, kafkaParams, handler));
  }

  @SuppressWarnings("unchecked") // the decoders make what the handler is given
  private static <R> MessageReader<?, ?, R> reader(
      Class<? extends Decoder<?>> keyDecoder,
      Class<? extends Decoder<?>> valueDecoder,
      Map<String, String> kafkaParams,
      Function<? extends MessageAndMetadata<?, ?>, R> handler) {
    return new MessageReader<>(
        new Decoders<>(keyDecoder, valueDecoder, kafkaParams),
        (Function<MessageAndMetadata<Object, Object>, R>) handler);
  }

  private static <K, V> Function<MessageAndMetadata<K, V>, Tuple2<K, V>> pairs() {
    return message -> new Tuple2<>(message.key(), message.message());
  }

  private static Map<String, String> quorumAndGroup(String zkQuorum, String groupId) {
    return Map.of("zookeeper.connect", zkQuorum, "group.id", groupId);
  }

  private static Map<TopicPartition, Long> partitions(Map<TopicAndPartition, Long> offsets) {
    Map<TopicPartition, Long> partitions = new HashMap<>();
    offsets.forEach((partition, offset) -> partitions.put(Partitions.of(partition), offset));
    return partitions;
  }

  private static Map<String, Integer> threads(
      scala.collection.immutable.Map<String, Object> topics) {
    Map<String, Integer> threads = new HashMap<>();
    JavaConverters.mapAsJavaMap(topics)
        .forEach((topic, number) -> threads.put(topic, (Integer) number));
    return threads;
  }

  private static <T> ClassTag<T> tag(Class<T> type) {
    return ClassTag$.MODULE$.apply(type);
  }

  @SuppressWarnings("unchecked") // what the tag says
  private static <T> Class<T> classOf(ClassTag<T> tag) {
    return (Class<T>) tag.runtimeClass();
  }
}
