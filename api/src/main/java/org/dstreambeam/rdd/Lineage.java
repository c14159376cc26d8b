// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.List;
import org.apache.spark.storage.StorageLevel;

/**
 * A dataset and what it is computed from as text, {@code toDebugString}: a line each, with the
 * number of partitions where a stage begins, and further to the right what lies behind a shuffle.
 *
 * <pre>
 *   (2) ShuffledRDD[2] at reduceByKey at WordCount.java:12 []
 *    +-(3) MapPartitionsRDD[1] at mapToPair at WordCount.java:11 []
 *       |  ParallelCollectionRDD[0] at parallelize at WordCount.java:10 []
 * </pre>
 */
public final class Lineage {

  private final StringBuilder text = new StringBuilder();

  /** Of the dataset that is asked, and so on every line, as on Spark. */
  private final String persistence;

  private Lineage(StorageLevel level) {
    this.persistence = level.equals(StorageLevel.NONE()) ? "" : level.description();
  }

  public static String describe(Dataset<?> dataset) {
    Lineage lineage = new Lineage(dataset.storageLevel());
    String count = count(dataset);
    lineage.line(count + " ", dataset);
    lineage.parents(dataset, beneath(count));
    return lineage.text.toString();
  }

  private void parents(Dataset<?> dataset, String prefix) {
    List<Dataset<?>> parents = dataset.parents();
    for (int i = 0; i < parents.size(); i++) {
      boolean last = i == parents.size() - 1;
      if (dataset.shuffles(i)) {
        behindShuffle(parents.get(i), prefix, last);
      } else {
        line(prefix, parents.get(i));
        parents(parents.get(i), prefix);
      }
    }
  }

  private void behindShuffle(Dataset<?> dataset, String prefix, boolean last) {
    String outer = prefix.replaceAll("\\|\\s+$", "");
    String count = count(dataset);
    line(outer + "+-" + count + " ", dataset);
    parents(dataset, outer + (last ? "  " : "| ") + beneath(count));
  }

  private void line(String prefix, Dataset<?> dataset) {
    if (text.length() > 0) {
      text.append('\n');
    }
    text.append(prefix).append(dataset).append(" [").append(persistence).append(']');
  }

  private static String count(Dataset<?> dataset) {
    return "(" + dataset.partitions() + ")";
  }

  /** A bar beneath the middle of a count, and as wide as it and a blank. */
  private static String beneath(String count) {
    int left = (count.length() - 1) / 2;
    return " ".repeat(left) + "|" + " ".repeat(count.length() - left);
  }
}
