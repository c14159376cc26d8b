// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.IOException;

/** What a save writes to, in terms of either of Hadoop's two APIs of formats. */
interface HadoopOutput<K, V> {

  /** The part of one task. */
  interface Part<K, V> {

    void write(K key, V value) throws IOException, InterruptedException;

    /** To be called once, whether what was written is to be kept or not. */
    void close() throws IOException, InterruptedException;

    /** Keeps what was written, after {@link #close}. */
    void commit() throws IOException;

    /** Removes what was written. */
    void abort() throws IOException;
  }

  /**
   * Refuses what cannot be written to.
   *
   * @throws org.apache.hadoop.mapred.FileAlreadyExistsException if the directory is there
   */
  void check() throws IOException, InterruptedException;

  void setup() throws IOException;

  /** Starts an attempt at a partition. */
  Part<K, V> open(int partition, int attempt) throws IOException, InterruptedException;

  /** Makes the parts visible, and says so with {@code _SUCCESS}. */
  void commit() throws IOException;

  /** Removes what is not visible yet. May be called more than once. */
  void abort() throws IOException;

  /** Where to, for messages. */
  String target();
}
