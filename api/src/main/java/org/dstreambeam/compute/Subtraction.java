// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.Partitioner;
import scala.Tuple2;

/**
 * The pairs of a first input whose keys a second one lacks. They come in the order of a hash table
 * of the JDK, which is the order on Spark.
 *
 * <pre>
 *   (a,1) (b,2) (a,3)  without  (b,x)   -->   (a,1) (a,3)
 * </pre>
 */
public final class Subtraction {

  private Subtraction() {}

  /** The shuffle of two inputs. */
  public static <K, V> DealShuffle<K, V, Tuple2<K, V>> of(Partitioner partitioner) {
    return new DealShuffle<>(partitioner, Subtraction::subtract);
  }

  private static <K, V> Iterator<Tuple2<K, V>> subtract(List<Iterator<Tuple2<K, V>>> inputs) {
    Map<K, Group<V>> left = new HashMap<>();
    Iterator<Tuple2<K, V>> pairs = inputs.get(0);
    while (pairs.hasNext()) {
      Tuple2<K, V> pair = pairs.next();
      left.computeIfAbsent(pair._1(), key -> new Group<>()).and(pair._2());
    }
    Iterator<Tuple2<K, V>> removed = inputs.get(1);
    while (removed.hasNext()) {
      left.remove(removed.next()._1());
    }
    return new FlatMapIterator<>(
        left.entrySet().iterator(),
        entry ->
            new MapIterator<>(
                entry.getValue().iterator(), value -> new Tuple2<>(entry.getKey(), value)));
  }
}
