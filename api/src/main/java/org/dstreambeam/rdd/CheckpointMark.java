// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import org.jspecify.annotations.Nullable;

/**
 * Whether a dataset is to be written to a checkpoint, or has been.
 *
 * <p>The moment is Spark's: after the first job that used the dataset, whether it was marked by
 * then or not. Outside driver functions of streams a marked dataset is written alone; what it is
 * computed from is written only if a later job uses it.
 */
final class CheckpointMark<T> {

  private final Dataset<T> dataset;
  private @Nullable Checkpointer checkpointer;
  private boolean used;
  private boolean withAncestors;
  private volatile @Nullable Dataset<T> saved;

  CheckpointMark(Dataset<T> dataset) {
    this.dataset = dataset;
  }

  synchronized void mark(Checkpointer checkpointer) {
    if (this.checkpointer == null) {
      this.checkpointer = checkpointer;
      this.withAncestors = JobProperties.checkpointsAncestors(dataset.context());
    }
  }

  @Nullable Dataset<T> saved() {
    return saved;
  }

  void afterJob() throws Exception {
    Checkpointer writer;
    boolean ancestors;
    synchronized (this) {
      if (used) {
        return;
      }
      used = true; // writing is a job, too
      writer = checkpointer;
      ancestors = writer == null || withAncestors;
    }
    if (ancestors) {
      for (Dataset<?> parent : dataset.parents()) {
        parent.afterJob();
      }
    }
    if (writer != null) {
      saved = writer.write(dataset);
    }
  }
}
