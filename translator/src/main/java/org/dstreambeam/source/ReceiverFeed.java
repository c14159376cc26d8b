// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import org.apache.spark.SparkConf;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordBuffer;
import org.dstreambeam.plan.ReceiverSourceNode;
import org.dstreambeam.rate.BackPressure;
import org.dstreambeam.rate.InputRate;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a receiver stores into blocks: single records into one block per block interval, each
 * list into a block of its own. A record belongs to the batch in which it is stored, however long
 * the program takes for the batches before.
 */
final class ReceiverFeed extends BlockFeed implements BlockSink {

  private final long blockMillis;
  private final ReceiverSupervision receiver;
  private RecordBuffer open = BlockMemory.current().newWaitingBuffer();
  private volatile long openUntil = NEVER;
  private final InputRate rate;
  private long records;

  /**
   * @param conf read for {@code spark.streaming.blockInterval}, {@code
   *     spark.streaming.backpressure} and the receiver's own settings
   * @throws IllegalArgumentException if the receiver is not serialisable or the interval not
   *     positive
   */
  ReceiverFeed(
      ReceiverSourceNode node, SparkConf conf, BatchGrid grid, ReaderRounds rounds, Splits splits) {
    super(grid, rounds, splits);
    this.blockMillis = blockMillis(conf);
    ReceiverImage image = ReceiverImage.of(node.receiver(), node.streamId());
    this.receiver = new ReceiverSupervision(image, conf, this);
    this.rate =
        new InputRate(
            BackPressure.estimator(conf, grid.batchMillis()), grid.clock().now(), receiver::limit);
  }

  /** How long single records are put into one block. */
  static long blockMillis(SparkConf conf) {
    long millis = conf.getTimeAsMs("spark.streaming.blockInterval", "200ms");
    if (millis <= 0) {
      throw new IllegalArgumentException(
          "requirement failed: 'spark.streaming.blockInterval' should be a positive value");
    }
    return millis;
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
  public synchronized void endBlock() {
    closeOpenBlock();
  }

  @Override
  public synchronized void addBlock(RecordBuffer records) {
    closeDueBatches();
    addCounted(records);
  }

  @Override
  void closeBatch(long batchTime) {
    closeOpenBlock();
    rate.closed(batchTime, records);
    records = 0;
  }

  @Override
  public void completed(long batchTime) {
    rate.completed(batchTime, grid().clock().now());
  }

  @Override
  public void completedElsewhere(long batchTime) {
    completed(batchTime);
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

  private void addCounted(RecordBuffer block) {
    records += block.size();
    addPartition(block);
  }

  private void closeOpenBlock() {
    if (!open.isEmpty()) {
      addCounted(open);
      open = BlockMemory.current().newWaitingBuffer();
      openUntil = NEVER;
    }
  }
}
