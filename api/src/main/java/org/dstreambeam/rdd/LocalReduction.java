// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkUnsupportedOperationException;
import org.apache.spark.api.java.function.Function2;
import org.dstreambeam.compute.RecordCopy;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.compute.TaskFunction;
import scala.Tuple2;

/** {@code reduceByKeyLocally}: a map per partition, merged on the driver in their order. */
public final class LocalReduction {

  /** Of the map that the driver goes on with; on Spark it has travelled, which sets its size. */
  private static final int LEAST_CAPACITY = 16;

  private static final float LOAD_FACTOR = 0.75F;

  private LocalReduction() {}

  /**
   * A map that cannot be changed. A null counts as no value yet, as in Spark.
   *
   * @throws UnsupportedOperationException {@code empty collection}, if there is no partition
   */
  public static <K, V> Map<K, V> of(Dataset<Tuple2<K, V>> pairs, Function2<V, V, V> function) {
    TaskFunction<Function2<V, V, V>> task = TaskFunction.of(function);
    boolean copy = pairs.sharesRecords();
    List<Map<K, V>> maps =
        Jobs.results(
            pairs,
            input -> {
              Map<K, V> map = new HashMap<>();
              Function2<V, V, V> reduce = task.perTask();
              while (input.hasNext()) {
                Tuple2<K, V> pair = input.next();
                add(map, pair._1(), pair._2(), reduce);
              }
              return copy ? RecordCopy.of(map) : map;
            });
    if (maps.isEmpty()) {
      throw new SparkUnsupportedOperationException("empty collection");
    }
    Map<K, V> first = maps.get(0);
    int capacity = (int) (first.size() / LOAD_FACTOR + 1);
    Map<K, V> merged = new HashMap<>(Math.max(LEAST_CAPACITY, capacity));
    merged.putAll(first);
    try {
      for (Map<K, V> map : maps.subList(1, maps.size())) {
        for (Map.Entry<K, V> entry : map.entrySet()) {
          add(merged, entry.getKey(), entry.getValue(), function);
        }
      }
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
    return Collections.unmodifiableMap(merged);
  }

  private static <K, V> void add(Map<K, V> map, K key, V value, Function2<V, V, V> function)
      throws Exception {
    V present = map.get(key);
    map.put(key, present == null ? value : function.call(present, value));
  }
}
