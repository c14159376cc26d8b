// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one partition sends, by target partition. Not thread-safe; lives for one task. */
final class Targets<M> {

  private final List<M>[] lists;

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists of M
  Targets(int partitions) {
    lists = new List[partitions];
    Arrays.fill(lists, List.of());
  }

  /**
   * @throws ArrayIndexOutOfBoundsException if there is no such partition, as in Spark
   */
  void add(int target, M record) {
    List<M> list = lists[target];
    if (list.isEmpty()) {
      list = new ArrayList<>();
      lists[target] = list;
    }
    list.add(record);
  }

  /** One list per target partition, empty where nothing goes. */
  List<List<M>> lists() {
    return Arrays.asList(lists);
  }
}
