// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a source whose records can be read again from a place on: a partition of a log, a list
 * of files. Called by one thread at a time. Places mean nothing to others but equality; none is
 * empty.
 */
public interface ReplayableRecords extends AutoCloseable {

  /** The place at which a new program begins: asked for once, then kept with the checkpoints. */
  byte[] start() throws Exception;

  /**
   * Reads on.
   *
   * <p>Without {@code until}: what there is, one block's worth at most; if there is nothing it may
   * wait for some milliseconds before it says so. With {@code until}, a place that an earlier
   * reading has come to: everything up to there, waiting for as long as it takes.
   *
   * @param place where to begin
   */
  Portion read(byte[] place, byte @Nullable [] until) throws Exception;

  /**
   * Some consecutive records.
   *
   * @param next the place behind them
   */
  record Portion(List<?> records, byte[] next) {}
}
