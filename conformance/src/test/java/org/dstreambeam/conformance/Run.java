// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One run of a program on an engine, from start to end. */
final class Run {
  /** Generous: other work may keep the machine busy. */
  private static final Duration LIMIT = Duration.ofSeconds(120);

  private final LegacyProgram program;
  private final Engine engine;
  private final Path jar;

  private Run(LegacyProgram program, Engine engine, Path jar) {
    this.program = program;
    this.engine = engine;
    this.jar = jar;
  }

  /** The normalised text of what {@code program} prints; its raw output is kept beside the jar. */
  static String of(LegacyProgram program, Engine engine, Path jar)
      throws IOException, InterruptedException {
    return new Run(program, engine, jar).run();
  }

  private String run() throws IOException, InterruptedException {
    List<String> output = output();
    Files.write(file(".out"), output);
    return program.normalised(TranscriptParser.parse(output));
  }

  private List<String> output() throws IOException, InterruptedException {
    if (!program.chunks().isEmpty()) {
      return runWithServer();
    }
    return program.partitions().isEmpty() ? runAlone() : runWithTopic();
  }

  /** With a directory of its own as argument. */
  private List<String> runAlone() throws IOException, InterruptedException {
    try (SubmittedProgram submitted = start(List.of(file("-files").toString()))) {
      return submitted.awaitEnd(LIMIT);
    }
  }

  private List<String> runWithServer() throws IOException, InterruptedException {
    List<String> chunks = program.chunks();
    try (ChunkServer server = new ChunkServer(LIMIT);
        SubmittedProgram submitted =
            start(List.of(server.host(), "" + server.port(), "" + chunks.size()))) {
      for (int i = 0; i < chunks.size(); i++) {
        long shown = i + 1;
        server.sendInMidBatch(chunks.get(i), program.batch());
        submitted.awaitOutput(
            lines -> TranscriptParser.parse(lines).blocksWithElements() >= shown, LIMIT);
      }
      return submitted.awaitEnd(LIMIT);
    }
  }

  private List<String> runWithTopic() throws IOException, InterruptedException {
    FilledTopic topic = FilledTopic.of(program.partitions());
    try (SubmittedProgram submitted = start(topic.arguments())) {
      return submitted.awaitEnd(LIMIT);
    }
  }

  private SubmittedProgram start(List<String> arguments) throws IOException {
    return SubmittedProgram.start(
        engine.command(jar, program.mainClass(), arguments), file(".err"));
  }

  private Path file(String suffix) {
    return jar.resolveSibling(program + "-" + engine.name() + suffix);
  }
}
