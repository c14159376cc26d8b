// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * How the values of one key become one: Spark's three functions.
 *
 * @param createCombiner turns a key's first value into a combiner; absent where a value is one
 * @param mergeValue merges a further value into a combiner
 * @param mergeCombiners merges two combiners of one key from two partitions
 * @param <V> type of the values
 * @param <C> type of the combiners
 */
public record Aggregator<V, C>(
    @Nullable TaskFunction<Function<V, C>> createCombiner,
    TaskFunction<Function2<C, V, C>> mergeValue,
    TaskFunction<Function2<C, C, C>> mergeCombiners)
    implements Serializable {

  /** {@code reduceByKey}: a single value passes through, the function is not called for it. */
  public static <V> Aggregator<V, V> reduce(Function2<V, V, V> function) {
    TaskFunction<Function2<V, V, V>> task = TaskFunction.of(function);
    return new Aggregator<>(null, task, task);
  }

  /** {@code combineByKey}. */
  public static <V, C> Aggregator<V, C> of(
      Function<V, C> createCombiner,
      Function2<C, V, C> mergeValue,
      Function2<C, C, C> mergeCombiners) {
    return new Aggregator<>(
        TaskFunction.of(createCombiner),
        TaskFunction.of(mergeValue),
        TaskFunction.of(mergeCombiners));
  }

  /**
   * {@code aggregateByKey}: every key begins with a copy of {@code zero}, taken as it is now.
   *
   * @throws java.io.NotSerializableException undeclared, as in Spark, if {@code zero} is not
   *     serialisable
   */
  public static <V, C> Aggregator<V, C> from(
      C zero, Function2<C, V, C> mergeValue, Function2<C, C, C> mergeCombiners) {
    try {
      JavaSerialization.write(zero);
    } catch (IOException e) {
      throw Rethrow.as(e);
    }
    return of(value -> mergeValue.call(RecordCopy.of(zero), value), mergeValue, mergeCombiners);
  }

  /** Whether none of the functions carries something that could change. */
  boolean isPure() {
    return (createCombiner == null || createCombiner.isShareable())
        && mergeValue.isShareable()
        && mergeCombiners.isShareable();
  }

  /** {@code groupByKey} of streams, which groups before the values move, unlike that of RDDs. */
  public static <V> Aggregator<V, Group<V>> group() {
    return of(Group::of, Group::and, Group::andAll);
  }

  /** Groups of a key one behind the other, in a group of its own. */
  public static <V> Aggregator<Group<V>, Group<V>> concatGroups() {
    return of(group -> new Group<V>().andAll(group), Group::andAll, Group::andAll);
  }

  /** The values of each key combined where they are; the pairs in Spark's order. */
  <K> Iterator<Tuple2<K, C>> combine(Iterator<Tuple2<K, V>> pairs) throws Exception {
    CombineTable<K, V, C> table = new CombineTable<>(values());
    table.addAll(pairs);
    return table.inSlotOrder();
  }

  /** Values into combiners, for the task that calls this. */
  CombineTable.Merge<V, C> values() {
    @Nullable Function<V, C> create = createCombiner == null ? null : createCombiner.perTask();
    return new CombineTable.Merge<>(create, mergeValue.perTask());
  }

  /** Combiners into combiners, for the task that calls this. */
  CombineTable.Merge<C, C> combiners() {
    return new CombineTable.Merge<>(null, mergeCombiners.perTask());
  }
}
