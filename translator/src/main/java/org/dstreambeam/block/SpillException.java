// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.io.IOException;
import java.nio.file.Path;

/** Records could not be written to local disk, or not be read back from there. */
public final class SpillException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private SpillException(String message, IOException cause) {
    super(message, cause);
  }

  static SpillException writing(Path directory, IOException cause) {
    return new SpillException(
        "Records that exceed "
            + BlockMemory.MAX_MEMORY
            + " cannot be written to "
            + directory
            + " ("
            + cause
            + "): free some space there, or let "
            + BlockMemory.LOCAL_DIR
            + " name a directory that has it",
        cause);
  }

  static SpillException reading(Path file, IOException cause) {
    return new SpillException(
        "Records that were written to " + file + " cannot be read back (" + cause + ")", cause);
  }
}
