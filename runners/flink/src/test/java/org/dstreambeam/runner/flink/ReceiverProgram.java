// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/**
 * Writes what its receivers store to a file, each record with the process that a task worked on it
 * in: {@code a 17 pid}. Fails as soon as there is a file {@code fail} in its directory.
 */
final class ReceiverProgram {

  private static final String OUT = "out";
  private static final String FAIL = "fail";

  private final Path directory;
  private final JavaStreamingContext context;

  ReceiverProgram(Path directory, String master) {
    this.directory = directory;
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("receivers")
            .set("spark.streaming.blockInterval", "50ms")
            .set("spark.dstreambeam.checkpoint.interval", "300ms");
    this.context = new JavaStreamingContext(conf, Durations.milliseconds(200));
  }

  JavaStreamingContext context() {
    return context;
  }

  JavaDStream<String> receive(String name) {
    return context.receiverStream(new WatchedReceiver(directory, name));
  }

  void write(JavaDStream<String> records) {
    String out = directory.resolve(OUT).toString();
    String fail = directory.resolve(FAIL).toString();
    records
        .map(record -> record + " " + ProcessHandle.current().pid())
        .foreachRDD(rdd -> write(rdd, out, fail));
  }

  private static void write(JavaRDD<String> records, String out, String fail) throws IOException {
    if (Files.exists(Path.of(fail))) {
      throw new IllegalStateException("asked to fail");
    }
    List<String> lines = records.collect();
    Files.write(
        Path.of(out),
        lines,
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  void fail() throws IOException {
    Files.createFile(directory.resolve(FAIL));
  }

  ReceiverLog log(String name) {
    return new ReceiverLog(directory, name);
  }

  /** The fields of all complete lines that were written so far. */
  List<String[]> written() throws IOException {
    Path out = directory.resolve(OUT);
    String text = Files.exists(out) ? Files.readString(out) : "";
    return Arrays.stream(text.substring(0, text.lastIndexOf('\n') + 1).split("\n"))
        .filter(line -> !line.isEmpty())
        .map(line -> line.split(" "))
        .toList();
  }

  /** The numbers of that receiver which were written so far. */
  List<Long> numbers(String name) throws IOException {
    return written().stream()
        .filter(fields -> fields[0].equals(name))
        .map(fields -> Long.parseLong(fields[1]))
        .toList();
  }

  /** How many processes had a part in the records of that receiver. */
  long processes(String name) throws IOException {
    return written().stream()
        .filter(fields -> fields[0].equals(name))
        .map(fields -> fields[2])
        .distinct()
        .count();
  }
}
