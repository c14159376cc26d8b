// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.runner.flink.StatefulProgram.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A program that was stopped gracefully goes on exactly behind its last batch. */
@Timeout(180)
class GracefulRestartTest {

  private static final int BATCHES_OF_A_START = 3;

  @TempDir private Path checkpoints;
  @RegisterExtension private final EmbeddedProgram program = new EmbeddedProgram();
  private final Journal<Counts> counts = new Journal<>();

  @Test
  void nothingIsRepeatedAndNothingLostAlsoWithMoreAndFewerCores() throws Exception {
    long numbers = 200_000; // more than can be read until the last start
    List<Long> seen = new ArrayList<>();
    for (String master : List.of("local[2]", "local[4]", "local[2]")) {
      JavaStreamingContext context =
          program.watch(
              StatefulProgram.context(
                  checkpoints.toString(),
                  master,
                  fresh -> {
                    JavaDStream<Long> source = StatefulProgram.numbers(fresh, numbers);
                    source.foreachRDD(rdd -> seen.addAll(rdd.collect()));
                    StatefulProgram.count(source, counts);
                  }));
      int before = counts.all().size();
      context.start();
      counts.await(before + BATCHES_OF_A_START);
      context.stop(true, true);
      assertThat(counts.all().get(counts.all().size() - 1).total()).isEqualTo(seen.size());
    }

    assertThat(batches()).isEqualTo(consecutive(batches()));
    assertThat(seen).as("each number once").doesNotHaveDuplicates();
    assertThat(seen).hasSizeLessThan((int) numbers);
  }

  /** Two kinds of sources in a program: one that repeats, and one that cannot. */
  @Test
  void aReplayableSourceAndAReceiverGoOnTogether() throws Exception {
    Journal<Long> fromSource = new Journal<>();
    List<Long> fromReceivers = new ArrayList<>();
    TestReceiver.STORED.clear();
    int numbers = 6_000; // more than the first start reads
    for (int start = 1; start <= 2; start++) {
      long firstNumber = start * 100_000_000L; // others than those of the source
      JavaStreamingContext context =
          program.watch(
              StatefulProgram.context(
                  checkpoints.toString(),
                  "local[2]",
                  fresh -> {
                    JavaDStream<Long> received =
                        fresh.receiverStream(new TestReceiver(firstNumber));
                    received.foreachRDD(rdd -> fromReceivers.addAll(rdd.collect()));
                    JavaDStream<Long> source = StatefulProgram.numbers(fresh, numbers);
                    source.foreachRDD(rdd -> rdd.collect().forEach(fromSource::add));
                    StatefulProgram.count(source.union(received), counts);
                  }));
      int before = counts.all().size();
      context.start();
      counts.await(before + BATCHES_OF_A_START);
      if (start == 2) {
        fromSource.await(numbers);
      }
      context.stop(true, true);
    }

    assertThat(batches()).isEqualTo(consecutive(batches()));
    assertThat(fromSource.all()).as("each number once").hasSize(numbers).doesNotHaveDuplicates();
    assertThat(fromReceivers).containsExactlyElementsOf(TestReceiver.STORED);
    assertThat(counts.all().get(counts.all().size() - 1).total())
        .isEqualTo(numbers + fromReceivers.size());
  }

  private List<Long> batches() {
    return counts.all().stream().map(Counts::batch).toList();
  }

  /** As many batches from the first one on, with none left out. */
  private static List<Long> consecutive(List<Long> batches) {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      all.add(batches.get(0) + i * EmbeddedProgram.BATCH);
    }
    return all;
  }
}
