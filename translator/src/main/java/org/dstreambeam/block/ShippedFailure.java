// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.io.IOException;
import org.dstreambeam.compute.FailedOperation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in for a failure that cannot itself be sent to another process; keeps its text and stack.
 */
public final class ShippedFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ShippedFailure.class);

  private ShippedFailure(Throwable original) {
    super(original.toString());
    setStackTrace(original.getStackTrace());
  }

  /** {@code failure}, or a stand-in if it cannot be serialised. */
  public static Throwable standInUnlessSerializable(Throwable failure) {
    try {
      return deserialize(serialize(failure));
    } catch (IOException | RuntimeException e) { // the latter from a readObject of the user's
      LOG.debug("{} cannot be read back, its text is sent instead", failure.getClass(), e);
      return new ShippedFailure(failure);
    }
  }

  /** The bytes of {@code failure}, or of a stand-in if it cannot be serialised. */
  static byte[] serialize(Throwable failure) throws IOException {
    try {
      return RecordSerializer.JAVA.write(withItsMessage(failure));
    } catch (IOException | RuntimeException e) { // the latter from a writeObject of the user's
      LOG.debug("{} cannot be serialised, its text is sent instead", failure.getClass(), e);
      ShippedFailure standIn = new ShippedFailure(failure);
      FailedOperation.copy(failure, standIn);
      return RecordSerializer.JAVA.write(standIn);
    }
  }

  /** The JVM works out what was null when it is asked, and does not tell the serialiser. */
  private static Throwable withItsMessage(Throwable failure) {
    if (failure.getClass() != NullPointerException.class || failure.getMessage() == null) {
      return failure;
    }
    NullPointerException copy = new NullPointerException(failure.getMessage());
    copy.setStackTrace(failure.getStackTrace());
    FailedOperation.copy(failure, copy);
    return copy;
  }

  static Throwable deserialize(byte[] bytes) throws IOException {
    return (Throwable) RecordSerializer.JAVA.read(bytes);
  }
}
