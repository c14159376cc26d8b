// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import scala.Tuple2;

/**
 * The values of each key of several inputs, side by side: for each key one {@link Group} per input,
 * empty where the input does not have the key.
 *
 * <pre>
 *   (a,1) (b,2) (a,3)  and  (a,x)   -->   (a, [1 3] [x])   (b, [2] [])
 * </pre>
 */
public final class CoGroup {

  private CoGroup() {}

  /** The shuffle; values of different inputs may be of different types. */
  public static <K> DealShuffle<K, Object, Tuple2<K, List<Group<Object>>>> of(
      int inputs, Partitioner partitioner) {
    return new DealShuffle<>(partitioner, sent -> group(inputs, sent));
  }

  private static <K> Iterator<Tuple2<K, List<Group<Object>>>> group(
      int width, List<Iterator<Tuple2<K, Object>>> inputs) throws Exception {
    Collecting collecting = new Collecting(width);
    CombineTable<K, Object, List<Group<Object>>> table =
        new CombineTable<>(new CombineTable.Merge<>(collecting::first, collecting::next));
    for (int input = 0; input < inputs.size(); input++) {
      collecting.input = input;
      table.addAll(inputs.get(input));
    }
    return table.inSlotOrder();
  }

  /** Puts values where those of the current input belong. */
  private static final class Collecting {
    private final int width;
    private int input;

    Collecting(int width) {
      this.width = width;
    }

    List<Group<Object>> first(Object value) {
      List<Group<Object>> groups = new ArrayList<>(width);
      for (int i = 0; i < width; i++) {
        groups.add(new Group<>());
      }
      return next(groups, value);
    }

    List<Group<Object>> next(List<Group<Object>> groups, Object value) {
      groups.get(input).and(value);
      return groups;
    }
  }
}
