// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The chunks of one block that did not fit into memory, one behind the other, or those of several
 * small blocks. It is open only while a chunk is written or read, so that readers that stop
 * half-way leave nothing open, and an interrupt of one is none of the others' business, as it would
 * be with a shared channel.
 */
final class SpillFile {

  private final Path path;
  private long length;
  private int users = 1;

  SpillFile(Path path) {
    this.path = path;
  }

  /**
   * Adds a chunk.
   *
   * @return where it begins
   * @throws SpillException if it cannot be written
   */
  long append(byte[] chunk) {
    try (OutputStream out = new FileOutputStream(path.toFile(), true)) {
      out.write(chunk);
    } catch (IOException e) {
      Path directory = path.getParent();
      throw SpillException.writing(directory == null ? path : directory, e);
    }
    long offset = length;
    length += chunk.length;
    return offset;
  }

  /** Bytes that were appended. */
  long length() {
    return length;
  }

  /** For another block: the file stays until each has called {@link #delete}. */
  synchronized SpillFile share() {
    users++;
    return this;
  }

  byte[] read(long offset, int size) throws IOException {
    try (FileInputStream in = new FileInputStream(path.toFile())) {
      in.skipNBytes(offset);
      byte[] chunk = in.readNBytes(size);
      if (chunk.length < size) {
        throw new EOFException("the file ends after " + (offset + chunk.length) + " bytes");
      }
      return chunk;
    }
  }

  Path path() {
    return path;
  }

  void delete() {
    if (isLastUse()) {
      SpillDirectory.delete(path);
    }
  }

  private synchronized boolean isLastUse() {
    return --users == 0;
  }
}
