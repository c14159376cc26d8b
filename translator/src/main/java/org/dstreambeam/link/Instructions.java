// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * All that TaskManagers have been told to do so far. It is sent as a whole, so one that joins late,
 * or was away for a while, knows as much as the others.
 *
 * @param number one more with each change
 * @param stopReceiving whether receivers are to stop
 * @param finishes whether there is a last batch
 * @param lastBatch its time, ms; 0 if there is none
 * @param readersEnd whether sources end after it, rather than pause
 */
record Instructions(
    long number, boolean stopReceiving, boolean finishes, long lastBatch, boolean readersEnd) {

  static final Instructions NONE = new Instructions(0, false, false, 0, false);

  Instructions andStopReceiving() {
    return new Instructions(number + 1, true, finishes, lastBatch, readersEnd);
  }

  Instructions andFinishAfter(long last, boolean end) {
    return new Instructions(number + 1, stopReceiving, true, last, end);
  }

  boolean finishesAs(Instructions other) {
    return finishes == other.finishes
        && lastBatch == other.lastBatch
        && readersEnd == other.readersEnd;
  }

  Frame frame() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(number);
      out.writeBoolean(stopReceiving);
      out.writeBoolean(finishes);
      out.writeLong(lastBatch);
      out.writeBoolean(readersEnd);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not in memory
    }
    return new Frame(Frame.Type.INSTRUCTIONS, bytes.toByteArray());
  }

  static Instructions in(Frame frame) throws IOException {
    if (frame.type() != Frame.Type.INSTRUCTIONS) {
      throw new IOException("Not for a TaskManager: " + frame.type());
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame.content()));
    return new Instructions(
        in.readLong(), in.readBoolean(), in.readBoolean(), in.readLong(), in.readBoolean());
  }
}
