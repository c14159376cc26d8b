// SPDX-License-Identifier: Apache-2.0
package kafka.common;

import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Product;
import scala.Serializable;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.runtime.ScalaRunTime$;

/** A partition of a topic. */
public class TopicAndPartition implements Product, Serializable {

  private static final long serialVersionUID = 1L;

  private final String topic;
  private final int partition;

  public TopicAndPartition(String topic, int partition) {
    this.topic = topic;
    this.partition = partition;
  }

  public TopicAndPartition(Tuple2<String, Object> tuple) {
    this(tuple._1(), (Integer) tuple._2());
  }

  public static TopicAndPartition apply(String topic, int partition) {
    return new TopicAndPartition(topic, partition);
  }

  public static Option<Tuple2<String, Object>> unapply(@Nullable TopicAndPartition partition) {
    return partition == null ? Option.empty() : Option.apply(partition.asTuple());
  }

  public String topic() {
    return topic;
  }

  /** Its number, from 0. */
  public int partition() {
    return partition;
  }

  public Tuple2<String, Object> asTuple() {
    return new Tuple2<>(topic, partition);
  }

  public TopicAndPartition copy(String topic, int partition) {
    return new TopicAndPartition(topic, partition);
  }

  @Override
  public String productPrefix() {
    return "TopicAndPartition";
  }

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int n) {
    return switch (n) {
      case 0 -> topic;
      case 1 -> partition;
      default -> throw new IndexOutOfBoundsException(String.valueOf(n));
    };
  }

  @Override
  public Iterator<Object> productIterator() {
    return ScalaRunTime$.MODULE$.typedProductIterator(this);
  }

  @Override
  public boolean canEqual(@Nullable Object other) {
    return other instanceof TopicAndPartition;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TopicAndPartition that
        && partition == that.partition
        && topic.equals(that.topic)
        && that.canEqual(this);
  }

  /** As that of a case class: the order of hash maps depends on it. */
  @Override
  public int hashCode() {
    return ScalaRunTime$.MODULE$._hashCode(this);
  }

  /** {@code [topic,0]}. */
  @Override
  public String toString() {
    return "[" + topic + "," + partition + "]";
  }
}
