// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.StringTokenizer;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.task.LocalTask;
import org.dstreambeam.task.OpenResources;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process per partition: records go to its standard input, a line each, and the lines of its
 * standard output come back. What it writes to standard error is logged.
 *
 * @param command the program and its arguments
 * @param environment variables besides those of this process
 * @param ownDirectory whether each process works in a directory of its own, {@code tasks/...}
 * @param bufferSize characters that are kept back before the process gets them
 * @param encoding of both its input and its output
 */
public record ProcessPipe(
    List<String> command,
    Map<String, String> environment,
    boolean ownDirectory,
    int bufferSize,
    String encoding)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Of {@code pipe} without a size of its own. */
  public static final int BUFFER_SIZE = 8192;

  private static final Logger LOG = LoggerFactory.getLogger(ProcessPipe.class);

  /** What writes the input of a process. */
  @FunctionalInterface
  public interface Input<T> extends Serializable {
    void write(Iterator<T> records, PrintWriter lines) throws Exception;
  }

  public ProcessPipe {
    command = Collections.unmodifiableList(new ArrayList<>(command));
    environment = Map.copyOf(environment);
  }

  public ProcessPipe(List<String> command, Map<String, String> environment) {
    this(command, environment, false, BUFFER_SIZE);
  }

  public ProcessPipe(
      List<String> command, Map<String, String> environment, boolean ownDirectory, int bufferSize) {
    this(command, environment, ownDirectory, bufferSize, Charset.defaultCharset().name());
  }

  /** The words of a command line; there are no quotes. */
  public static List<String> words(String commandLine) {
    List<String> words = new ArrayList<>();
    new StringTokenizer(commandLine)
        .asIterator()
        .forEachRemaining(word -> words.add((String) word));
    return words;
  }

  /** Each record as its {@code toString}. */
  public <T> Dataset<String> of(Dataset<T> records) {
    return of(records, (input, lines) -> input.forEachRemaining(lines::println));
  }

  public <T> Dataset<String> of(Dataset<T> records, Input<T> input) {
    NarrowFunction<T, String> run = (partition, elements) -> run(elements, input);
    return new NarrowDataset<>(records, run, false, "PipedRDD");
  }

  private <T> Iterator<String> run(Iterator<T> records, Input<T> input) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    @Nullable File directory =
        ownDirectory ? new File("tasks", UUID.randomUUID().toString()) : null;
    if (directory != null) {
      if (!directory.mkdirs()) {
        throw new IOException("Could not create the directory of a piped process: " + directory);
      }
      builder.directory(directory);
    }
    Process process = builder.start();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    LocalTask task = LocalTask.current();
    Thread errors = thread("stderr reader for " + command, failure, () -> logErrors(process));
    Work write = () -> write(process, records, input, failure);
    Work writeInTask =
        () -> { // it computes the records, with the user's functions
          if (task == null) {
            write.run();
          } else {
            task.onThisThread(
                () -> {
                  write.run();
                  return true;
                });
          }
        };
    Thread writer = thread("stdin writer for " + command, failure, writeInTask);
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), encoding));
    OpenResources.closeAtEnd( // the task need not have read all of it
        () -> {
          if (process.isAlive()) { // else there may be errors to read yet
            process.destroy();
          }
          writer.interrupt();
          errors.interrupt();
          if (directory != null && directory.exists()) {
            delete(directory);
          }
        });
    return new Lines(process, output, directory, failure);
  }

  private <T> void write(
      Process process,
      Iterator<T> records,
      Input<T> input,
      AtomicReference<@Nullable Throwable> failure)
      throws Exception {
    try (PrintWriter lines =
        new PrintWriter(
            new BufferedWriter(
                new OutputStreamWriter(process.getOutputStream(), encoding), bufferSize))) {
      try {
        input.write(records, lines);
      } catch (Throwable e) { // noted before the close: the process may end with its input
        failure.compareAndSet(null, e);
        throw e;
      }
    }
  }

  private void logErrors(Process process) throws IOException {
    try (BufferedReader errors =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), encoding))) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        LOG.warn("{}: {}", command.get(0), line);
      }
    }
  }

  /** What one of the threads beside the task does. */
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  private static Thread thread(
      String name, AtomicReference<@Nullable Throwable> failure, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Throwable e) { // it is the task's to throw
                failure.compareAndSet(null, e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** The process's lines; at their end its exit status is looked at. */
  private final class Lines implements Iterator<String> {
    private final Process process;
    private final BufferedReader output;
    private final @Nullable File directory;
    private final AtomicReference<@Nullable Throwable> failure;
    private @Nullable String next;
    private boolean ended;

    Lines(
        Process process,
        BufferedReader output,
        @Nullable File directory,
        AtomicReference<@Nullable Throwable> failure) {
      this.process = process;
      this.output = output;
      this.directory = directory;
      this.failure = failure;
    }

    @Override
    public boolean hasNext() {
      try {
        if (next == null && !ended) {
          next = output.readLine();
          if (next == null) {
            end();
          }
        }
      } catch (Exception e) {
        process.destroy();
        throw Rethrow.as(e);
      }
      return next != null;
    }

    @Override
    public String next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      String line = next;
      next = null;
      return line;
    }

    private void end() throws Exception {
      ended = true;
      output.close();
      int status = process.waitFor();
      if (directory != null) {
        delete(directory);
      }
      Throwable thrown = failure.get();
      if (thrown != null) {
        throw Rethrow.as(thrown);
      }
      if (status != 0) {
        throw new IllegalStateException(
            "Subprocess exited with status "
                + status
                + ". Command ran: "
                + String.join(" ", command));
      }
    }
  }

  private static void delete(File file) {
    File[] children = file.listFiles();
    if (children != null) {
      for (File child : children) {
        delete(child);
      }
    }
    if (!file.delete()) {
      LOG.warn("Could not delete {}, the directory of a piped process", file);
    }
  }
}
