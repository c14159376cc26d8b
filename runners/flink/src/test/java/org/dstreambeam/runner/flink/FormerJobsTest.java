// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.runner.flink.StatefulProgram.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which folders of earlier starts are removed, and above all which are not. */
@Timeout(180)
class FormerJobsTest {

  private static final String FIRST = "1".repeat(32);
  private static final String SECOND = "2".repeat(32);
  private static final String THIRD = "3".repeat(32);

  @TempDir private Path state;
  @RegisterExtension private final EmbeddedProgram program = new EmbeddedProgram();

  @Test
  void whatHasNoneOfTheNewestThreeCheckpointsIsRemoved() throws IOException {
    checkpoint(FIRST, 1);
    Files.createDirectories(state.resolve(FIRST).resolve("shared"));
    Files.createDirectories(state.resolve(SECOND).resolve("taskowned")); // it had none
    checkpoint(THIRD, 2);
    checkpoint(THIRD, 3);
    checkpoint(THIRD, 4);
    age();

    FormerJobs.remove(state.toUri());

    assertThat(jobs()).containsExactly(THIRD);
    assertThat(StoredCheckpoints.newest(state.toUri())).endsWith("chk-4");
  }

  @Test
  void aFolderWithOneOfTheNewestThreeStays() throws IOException {
    checkpoint(FIRST, 1);
    checkpoint(SECOND, 2);
    checkpoint(SECOND, 3);
    checkpoint(THIRD, 4);
    checkpoint(THIRD, 5);
    age();

    FormerJobs.remove(state.toUri());

    assertThat(jobs()).containsExactly(SECOND, THIRD);
  }

  @Test
  void aFolderThatOneOfTheNewestThreeRefersToStays() throws IOException {
    Path used = checkpoint(FIRST, 1);
    checkpoint(SECOND, 2);
    checkpoint(THIRD, 3);
    checkpoint(THIRD, 4);
    write(
        state.resolve(THIRD).resolve("chk-5"),
        OperatorSubtaskState.builder().setRawOperatorState(operatorState(used)).build());
    age();

    FormerJobs.remove(state.toUri());

    assertThat(jobs()).containsExactly(FIRST, THIRD);
  }

  @Test
  void nothingIsRemovedIfItIsNotKnownWhatOneOfTheNewestThreeRefersTo() throws IOException {
    checkpoint(FIRST, 1);
    checkpoint(THIRD, 2);
    checkpoint(THIRD, 3);
    write(
        state.resolve(THIRD).resolve("chk-4"),
        OperatorSubtaskState.builder()
            .setManagedKeyedState(
                new IncrementalRemoteKeyedStateHandle(
                    new UUID(1, 2),
                    KeyGroupRange.of(0, 1),
                    1,
                    List.of(),
                    List.of(),
                    new ByteStreamStateHandle("bytes", new byte[1])))
            .build());
    age();

    FormerJobs.remove(state.toUri());

    assertThat(jobs()).containsExactly(FIRST, THIRD);
  }

  @Test
  void nothingIsRemovedIfOneOfTheNewestThreeIsNotWhole() throws IOException {
    checkpoint(FIRST, 1);
    checkpoint(THIRD, 2);
    checkpoint(THIRD, 3);
    Files.delete(checkpoint(THIRD, 4));
    age();

    FormerJobs.remove(state.toUri());

    assertThat(jobs()).containsExactly(FIRST, THIRD);
  }

  @Test
  void whatOthersHavePutThereStays() throws IOException {
    checkpoint(FIRST, 1);
    Files.writeString(state.resolve(FIRST).resolve("notes.txt"), "keep this");
    Files.createDirectories(state.resolve("a-folder"));
    Files.writeString(state.resolve(SECOND), "a file");
    checkpoint(THIRD, 2);
    checkpoint(THIRD, 3);
    checkpoint(THIRD, 4);
    age();

    FormerJobs.remove(state.toUri());

    assertThat(jobs()).containsExactly(FIRST, SECOND, THIRD, "a-folder");
  }

  @Test
  void aFolderThatIsWrittenToStays() throws IOException {
    Path file = checkpoint(FIRST, 1);
    checkpoint(THIRD, 2);
    checkpoint(THIRD, 3);
    checkpoint(THIRD, 4);
    age();
    Files.setLastModifiedTime(file, FileTime.fromMillis(modified(THIRD, 2)));

    FormerJobs.remove(state.toUri());

    assertThat(jobs()).containsExactly(FIRST, THIRD);
  }

  @Test
  void whereNothingIsNothingIsRemoved() {
    FormerJobs.remove(state.resolve("missing").toUri());

    assertThat(state).isEmptyDirectory();
  }

  @Test
  void ofAProgramThatIsStartedOftenOnlyTheLastJobsStay() throws Exception {
    Journal<Counts> counts = new Journal<>();
    List<List<String>> jobs = new ArrayList<>();
    for (int start = 0; start < 5; start++) {
      JavaStreamingContext context =
          program.watch(
              StatefulProgram.context(
                  state.toString(),
                  "local[2]",
                  fresh ->
                      StatefulProgram.count(StatefulProgram.numbers(fresh, 1_000_000), counts)));
      int before = counts.all().size();
      context.start();
      counts.await(before + 3);
      context.stop(true, true);
      jobs.add(jobs(only(state.resolve("dstream-beam/state"))));
    }

    assertThat(jobs.get(0)).hasSize(1);
    assertThat(jobs.get(4)).hasSizeLessThan(5).doesNotContainAnyElementsOf(jobs.get(0));
    List<Long> batches = counts.all().stream().map(Counts::batch).toList();
    assertThat(batches).as("it went on each time").isSorted().doesNotHaveDuplicates();
  }

  /** One with a file. */
  private Path checkpoint(String job, int number) throws IOException {
    Path directory = Files.createDirectories(state.resolve(job).resolve("chk-" + number));
    Path file = Files.writeString(directory.resolve("file"), "state");
    write(
        directory, OperatorSubtaskState.builder().setRawOperatorState(operatorState(file)).build());
    return file;
  }

  private static OperatorStreamStateHandle operatorState(Path file) throws IOException {
    return new OperatorStreamStateHandle(
        Map.of(),
        new FileStateHandle(new org.apache.flink.core.fs.Path(file.toUri()), Files.size(file)));
  }

  private static void write(Path directory, OperatorSubtaskState subtask) throws IOException {
    OperatorState operator = new OperatorState(new OperatorID(1, 2), 1, 1);
    operator.putState(0, subtask);
    Files.createDirectories(directory);
    try (DataOutputStream out =
        new DataOutputStream(Files.newOutputStream(directory.resolve("_metadata")))) {
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(1, List.of(operator), List.of()), out);
    }
  }

  /** All that belongs to a job is older than what belongs to one with a greater name. */
  private void age() throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.toList()) {
        if (!file.equals(state)) {
          char job = state.relativize(file).toString().charAt(0);
          Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * job));
        }
      }
    }
  }

  private long modified(String job, int number) throws IOException {
    return Files.getLastModifiedTime(state.resolve(job).resolve("chk-" + number)).toMillis();
  }

  private List<String> jobs() throws IOException {
    return jobs(state);
  }

  private static List<String> jobs(Path state) throws IOException {
    try (Stream<Path> files = Files.list(state)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Path only(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }
}
