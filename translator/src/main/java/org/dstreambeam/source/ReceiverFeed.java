// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import org.apache.spark.SparkConf;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordBuffer;
import org.dstreambeam.plan.ReceiverSourceNode;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a receiver stores into blocks: single records into one block per block interval, each
 * list into a block of its own. A record belongs to the batch in which it is stored, however long
 * the program takes for the batches before.
 */
final class ReceiverFeed extends BlockFeed implements BlockSink {

  private final long blockMillis;
  private final ReceiverSupervision receiver;
  private RecordBuffer open = BlockMemory.current().newBuffer();
  private volatile long openUntil = NEVER;

  /**
   * @param conf read for {@code spark.streaming.blockInterval} and the receiver's own settings
   * @throws IllegalArgumentException if the receiver is not serialisable or the interval not
   *     positive
   */
  ReceiverFeed(
      ReceiverSourceNode node, SparkConf conf, BatchGrid grid, ReaderRounds rounds, Splits splits) {
    super(grid, rounds, splits);
    this.blockMillis = conf.getTimeAsMs("spark.streaming.blockInterval", "200ms");
    if (blockMillis <= 0) {
      throw new IllegalArgumentException(
          "requirement failed: 'spark.streaming.blockInterval' should be a positive value");
    }
    ReceiverImage image = ReceiverImage.of(node.receiver(), node.streamId());
    this.receiver = new ReceiverSupervision(image, conf, this);
  }

  @Override
  void start() {
    receiver.start();
  }

  @Override
  public void stopReceiving(long timeoutMillis) {
    receiver.stop("Stopped by driver", timeoutMillis);
  }

  @Override
  public synchronized void add(@Nullable Object record) {
    long now = grid().clock().now();
    if (now >= nextBatch() || now >= openUntil) {
      closeDueBatches(); // so that the record goes to the batch that is open now
    }
    if (open.isEmpty()) {
      openUntil = (now / blockMillis + 1) * blockMillis;
      reschedule();
    }
    open.add(record);
  }

  @Override
  public synchronized void addBlock(RecordBuffer records) {
    closeDueBatches();
    addPartition(records);
  }

  @Override
  void closeBatch(long batchTime) {
    closeOpenBlock();
  }

  @Override
  long blockDue() {
    return openUntil;
  }

  @Override
  void closeDueBlock() {
    if (grid().clock().now() >= openUntil) {
      closeOpenBlock();
    }
  }

  private void closeOpenBlock() {
    if (!open.isEmpty()) {
      addPartition(open);
      open = BlockMemory.current().newBuffer();
      openUntil = NEVER;
    }
  }
}
