// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming;

import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.api.java.function.Function4;
import org.apache.spark.rdd.RDD;
import org.dstreambeam.state.Mappings;
import scala.Option;
import scala.Serializable;
import scala.Tuple2;

/**
 * Describes a {@code mapWithState}. Each method changes this description and returns it.
 *
 * @param <KeyType> type of the keys
 * @param <ValueType> type of the values
 * @param <StateType> type of the states
 * @param <MappedType> type of what comes out
 */
public abstract class StateSpec<KeyType, ValueType, StateType, MappedType> implements Serializable {

  /** Made by {@link #function} only. */
  public StateSpec() {}

  /**
   * With a function of the key, its value in a record (absent when it times out) and its state.
   * What it returns comes out, null too.
   */
  public static <KeyType, ValueType, StateType, MappedType>
      StateSpec<KeyType, ValueType, StateType, MappedType> function(
          Function3<KeyType, Optional<ValueType>, State<StateType>, MappedType> mappingFunction) {
    return Mappings.of(mappingFunction);
  }

  /** As the other; the function is given the batch time, too, and need not return anything. */
  public static <KeyType, ValueType, StateType, MappedType>
      StateSpec<KeyType, ValueType, StateType, MappedType> function(
          Function4<Time, KeyType, Optional<ValueType>, State<StateType>, Optional<MappedType>>
              mappingFunction) {
    return Mappings.of(mappingFunction);
  }

  /** With a function of Scala's. */
  public static <KeyType, ValueType, StateType, MappedType>
      StateSpec<KeyType, ValueType, StateType, MappedType> function(
          scala.Function3<KeyType, Option<ValueType>, State<StateType>, MappedType>
              mappingFunction) {
    return Mappings.of(mappingFunction);
  }

  /** As the other; the function is given the batch time, too, and need not return anything. */
  public static <KeyType, ValueType, StateType, MappedType>
      StateSpec<KeyType, ValueType, StateType, MappedType> function(
          scala.Function4<Time, KeyType, Option<ValueType>, State<StateType>, Option<MappedType>>
              mappingFunction) {
    return Mappings.of(mappingFunction);
  }

  /** The states before the first batch; the function is not called for them. */
  public abstract StateSpec<KeyType, ValueType, StateType, MappedType> initialState(
      RDD<Tuple2<KeyType, StateType>> rdd);

  /** The states before the first batch; the function is not called for them. */
  public abstract StateSpec<KeyType, ValueType, StateType, MappedType> initialState(
      JavaPairRDD<KeyType, StateType> javaPairRDD);

  /** How many hash partitions there are; the default parallelism otherwise. */
  public abstract StateSpec<KeyType, ValueType, StateType, MappedType> numPartitions(
      int numPartitions);

  /** Where keys go. */
  public abstract StateSpec<KeyType, ValueType, StateType, MappedType> partitioner(
      Partitioner partitioner);

  /**
   * A key without records for longer than that times out: at the next batch that is a multiple of
   * the checkpoint interval, which is ten slides unless it is set.
   */
  public abstract StateSpec<KeyType, ValueType, StateType, MappedType> timeout(
      Duration idleDuration);
}
