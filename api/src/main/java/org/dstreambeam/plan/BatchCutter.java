// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

/**
 * Says of what each batch of a {@link CutSourceNode} consists. A cut is bytes that mean nothing to
 * others; where one batch ends the next begins.
 *
 * <p>Either {@link #begin} or {@link #goOn} is called first. All methods but {@link #limit} and
 * {@link #told} are called by one thread at a time.
 */
public interface BatchCutter extends AutoCloseable {

  /**
   * Finds out where a new program begins; without it the program does not start.
   *
   * @return a cut without records, behind which the first batch begins
   */
  byte[] begin() throws Exception;

  /**
   * The next batch begins where that one ended, in this run of the program or one before. To return
   * at once: the source may be away, and batches that are known are made without it.
   */
  void goOn(byte[] cut);

  /**
   * Says of what the next batch consists: what is there now, within the limits.
   *
   * @throws Exception if that cannot be said; the batch after it begins where this one would have
   */
  byte[] cut(long batchTime) throws Exception;

  /** A batch without records, in place of one that could not be cut. */
  byte[] nothing();

  /** How many records a batch has, as far as that is known without reading it. */
  long records(byte[] cut);

  /** How many records per second there should be at most, by the speed of the last batches. */
  void limit(long recordsPerSecond);

  /** Something came to the {@link CutterInbox}: at any time, on any thread, to return soon. */
  void told(Object message);

  /** No batch will be cut any more; not an interrupt of the calling thread. */
  @Override
  void close();
}
