// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.Partitioner;
import org.dstreambeam.compute.RecordCopy;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Pairs by key, on the driver. */
public final class Lookup {

  private Lookup() {}

  /** All pairs as a map that cannot be changed; of several values of a key the last. */
  public static <K, V> Map<K, V> asMap(Dataset<Tuple2<K, V>> pairs) {
    Map<K, V> map = new HashMap<>();
    pairs.collect().forEach(pair -> map.put(pair._1(), pair._2()));
    return Collections.unmodifiableMap(map);
  }

  /** The values of one key; only the key's own partition is computed if that is known. */
  public static <K, V> List<V> values(Dataset<Tuple2<K, V>> pairs, @Nullable K key) {
    Partitioner partitioner = pairs.partitioner();
    int from = partitioner == null ? 0 : partitioner.getPartition(key);
    int until = partitioner == null ? pairs.partitions() : from + 1;
    List<V> all = new ArrayList<>();
    Jobs.results(pairs, from, until, records -> values(records, key)).forEach(all::addAll);
    return all;
  }

  private static <K, V> List<V> values(Iterator<Tuple2<K, V>> pairs, @Nullable K key) {
    List<V> values = new ArrayList<>();
    while (pairs.hasNext()) {
      Tuple2<K, V> pair = pairs.next();
      if (Objects.equals(pair._1(), key)) {
        values.add(RecordCopy.of(pair._2()));
      }
    }
    return values;
  }
}
