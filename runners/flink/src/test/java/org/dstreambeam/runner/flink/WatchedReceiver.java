// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * Stores its name and a number, one after another, until it is stopped. It holds the lock of a file
 * for as long as it lives, which the operating system takes from a process that is killed; whether
 * two ever lived at once, and whether one lives now, can be told without looking at a clock.
 */
final class WatchedReceiver extends Receiver<String> {

  private static final long serialVersionUID = 1L;

  private final String directory;
  private final String name;
  private transient @Nullable FileChannel file;
  private transient @Nullable Thread thread;

  WatchedReceiver(Path directory, String name) {
    super(StorageLevel.MEMORY_ONLY());
    this.directory = directory.toString();
    this.name = name;
  }

  @Override
  public void onStart() {
    ReceiverLog log = log();
    try {
      file = FileChannel.open(log.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = file.tryLock();
      log.add((lock == null ? "second " : "start ") + ProcessHandle.current().pid());
    } catch (OverlappingFileLockException e) {
      log.add("second " + ProcessHandle.current().pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = new Thread(this::receive, "watched-" + name);
    thread.start();
  }

  private void receive() {
    try {
      long number = 0;
      while (!isStopped()) {
        store(name + " " + ++number);
        Thread.sleep(1); // a few hundred in a batch are enough
      }
      log().add("stored " + number);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when nothing is being stored any more. */
  @Override
  public void onStop() {
    try {
      if (thread != null) {
        thread.join();
      }
      if (file != null) {
        file.close(); // and with it the lock
      }
      log().add("stop");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ReceiverLog log() {
    return new ReceiverLog(Path.of(directory), name);
  }
}
