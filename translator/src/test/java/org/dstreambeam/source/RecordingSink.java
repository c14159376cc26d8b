// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.dstreambeam.block.RecordBuffer;
import org.dstreambeam.fixture.Buffers;
import org.jspecify.annotations.Nullable;

/** Keeps what a receiver stores, in order: single records as they are, blocks as lists. */
final class RecordingSink implements BlockSink {
  private static final Object NULL = "<null>"; // a queue takes no nulls

  private final BlockingQueue<Object> stored = new LinkedBlockingQueue<>();

  @Override
  public void add(@Nullable Object record) {
    stored.add(record == null ? NULL : record);
  }

  @Override
  public void endBlock() {}

  @Override
  public void addBlock(RecordBuffer records) {
    stored.add(Buffers.records(records));
  }

  /** Waits for {@code count} further records or blocks. */
  List<Object> await(int count) throws InterruptedException {
    List<Object> next = new ArrayList<>();
    while (next.size() < count) {
      Object record = stored.poll(20, SECONDS);
      assertThat(record).as("after %s", next).isNotNull();
      next.add(record);
    }
    return next;
  }

  boolean isEmpty() {
    return stored.isEmpty();
  }
}
