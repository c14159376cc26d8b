// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a program asks for with {@code commitAsync}: the ends of some ranges, and who is told. */
public final class CommitRequest implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(CommitRequest.class);

  private final List<OffsetRange> ranges;
  private transient @Nullable OffsetCommitCallback callback;

  private CommitRequest(List<OffsetRange> ranges, @Nullable OffsetCommitCallback callback) {
    this.ranges = ranges;
    this.callback = callback;
  }

  public static CommitRequest of(OffsetRange[] ranges, @Nullable OffsetCommitCallback callback) {
    return new CommitRequest(List.of(ranges), callback);
  }

  List<OffsetRange> ranges() {
    return ranges;
  }

  @Nullable OffsetCommitCallback callback() {
    return callback;
  }

  /** Goes to another JVM with its callback if that can be written, else without. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    boolean travels = callback instanceof Serializable;
    if (callback != null && !travels) {
      LOG.warn("{} is not serialisable: it is not told of commits", callback.getClass().getName());
    }
    out.writeObject(travels ? callback : null);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    callback = (OffsetCommitCallback) in.readObject();
  }
}
