// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.IOException;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/** A part that a committer keeps out of sight until its task, and then its job, is done. */
abstract class CommittedPart<K, V> implements HadoopOutput.Part<K, V> {

  private final OutputCommitter committer;
  private final TaskAttemptContext attempt;

  CommittedPart(OutputCommitter committer, TaskAttemptContext attempt) {
    this.committer = committer;
    this.attempt = attempt;
  }

  @Override
  public final void commit() throws IOException {
    if (committer.needsTaskCommit(attempt)) {
      committer.commitTask(attempt);
    }
  }

  @Override
  public final void abort() throws IOException {
    committer.abortTask(attempt);
  }
}
