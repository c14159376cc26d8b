// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.receiver;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import org.dstreambeam.compute.Rethrow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP client of a server that sends blocks of serialised records, each as its length in bytes
 * (four, the highest first) and then the bytes. It connects again when the connection ends, for
 * ever; a block that cannot be read is left out, with an error.
 */
public final class RawSocketReceiver<T extends @Nullable Object> extends Receiver<T> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(RawSocketReceiver.class);

  private final String host;
  private final int port;

  private transient volatile @Nullable Socket socket;

  /** Creates a client of {@code host:port}. */
  public RawSocketReceiver(String host, int port, StorageLevel storageLevel) {
    super(storageLevel);
    this.host = host;
    this.port = port;
  }

  /** Connects on the calling thread, and then reads on a thread of its own. */
  @Override
  public void onStart() {
    Socket opened;
    try {
      opened = new Socket(host, port);
    } catch (IOException e) { // fails the launch, which is repeated
      throw Rethrow.as(e);
    }
    socket = opened;
    LOG.info("Connected to {}:{}", host, port);
    Thread reader = new Thread(() -> receive(opened), "raw-socket-receiver-" + streamId());
    reader.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    reader.setDaemon(true);
    reader.start();
  }

  @Override
  public void onStop() {
    Socket open = socket;
    socket = null;
    if (open != null) {
      close(open);
    }
  }

  private void receive(Socket source) {
    try (source;
        DataInputStream in =
            new DataInputStream(new BufferedInputStream(source.getInputStream()))) {
      while (true) {
        storeBlock(block(in));
      }
    } catch (Throwable e) { // an end that nobody hears of would end the stream silently
      if (!source.equals(socket)) {
        LOG.info("Stopped receiving from {}:{}", host, port);
      } else {
        stop("Error receiving blocks from " + host + ":" + port, e); // a copy is launched then
      }
    }
  }

  /** Memory is taken as bytes arrive, whatever length somebody claims. */
  private static byte[] block(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      throw new IOException("A block cannot have " + length + " bytes");
    }
    byte[] block = in.readNBytes(length);
    if (block.length < length) {
      throw new EOFException("A block ends after " + block.length + " of " + length + " bytes");
    }
    return block;
  }

  /** The next block begins behind this one, whatever is in it. */
  private void storeBlock(byte[] block) {
    try {
      store(ByteBuffer.wrap(block));
    } catch (IllegalArgumentException e) {
      reportError("A block of " + block.length + " bytes is left out: " + e.getMessage(), e);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.warn("Could not close {}", socket, e);
    }
  }
}
