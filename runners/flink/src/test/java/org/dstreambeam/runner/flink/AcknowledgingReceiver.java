// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores lists of records, on several threads, and notes on disk what it has stored as soon as
 * {@code store} has returned; and single records, of which it notes nothing. Each record is stored
 * once, in whatever process: its name says in which start, and it is never stored again.
 *
 * <p>Where there is a file {@code quiet} it stores nothing.
 */
final class AcknowledgingReceiver extends Receiver<String> {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(AcknowledgingReceiver.class);

  private static final int THREADS = 3;
  private static final int MOST_RECORDS = 20;
  private static final String NOTES = "stored-";

  private final String directory;

  AcknowledgingReceiver(String directory) {
    super(StorageLevel.MEMORY_AND_DISK_SER());
    this.directory = directory;
  }

  static Path quiet(Path directory) {
    return directory.resolve("quiet");
  }

  /** All records that were noted, by all starts. */
  static List<String> noted(Path directory) throws IOException {
    List<String> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(AcknowledgingReceiver::isNotes).toList()) {
        String text = Files.readString(file);
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
          String[] parts = line.split(" ", 3); // start and thread, first, last
          for (long i = Long.parseLong(parts[1]); i <= Long.parseLong(parts[2]); i++) {
            records.add(parts[0] + "-" + i);
          }
        }
      }
    }
    return records;
  }

  /** The process in which records were stored and noted, one for each start. */
  static List<Long> processes(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(AcknowledgingReceiver::isNotes)
          .map(file -> String.valueOf(file.getFileName()).substring(NOTES.length()))
          .map(name -> Long.parseLong(name.substring(0, name.indexOf('x'))))
          .distinct()
          .toList();
    }
  }

  private static boolean isNotes(Path file) {
    return String.valueOf(file.getFileName()).startsWith(NOTES);
  }

  @Override
  public void onStart() {
    if (Files.exists(quiet(Path.of(directory)))) {
      return;
    }
    String start =
        ProcessHandle.current().pid() + "x" + UUID.randomUUID().toString().substring(0, 8);
    for (int i = 0; i < THREADS; i++) {
      String name = start + "-" + i;
      daemon(() -> storeLists(name), name);
    }
    daemon(() -> storeSingles(start + "-s"), start);
  }

  private static void daemon(Body body, String name) {
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (IOException | InterruptedException | RuntimeException e) {
                LOG.warn("The receiver's thread {} ends", name, e);
              }
            },
            "acknowledging-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @FunctionalInterface
  private interface Body {
    void run() throws IOException, InterruptedException;
  }

  private void storeLists(String name) throws IOException, InterruptedException {
    Random random = new Random();
    Path notes = Path.of(directory).resolve(NOTES + name);
    try (FileChannel file =
        FileChannel.open(notes, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      long next = 0;
      while (!isStopped()) {
        long first = next;
        List<String> records = new ArrayList<>();
        for (int i = random.nextInt(MOST_RECORDS); i >= 0; i--) {
          records.add(name + "-" + next++);
        }
        store(records.iterator());
        byte[] note =
            (name + " " + first + " " + (next - 1) + "\n").getBytes(StandardCharsets.UTF_8);
        file.write(ByteBuffer.wrap(note));
        file.force(false);
        Thread.sleep(random.nextInt(8)); // so that a batch has some hundred records
      }
    }
  }

  private void storeSingles(String name) throws InterruptedException {
    for (long next = 0; !isStopped(); next++) {
      store(name + "-" + next);
      Thread.sleep(5);
    }
  }

  @Override
  public void onStop() {}
}
