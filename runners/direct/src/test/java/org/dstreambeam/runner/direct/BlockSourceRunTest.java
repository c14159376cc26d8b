// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.io.Read;
import org.dstreambeam.BlockSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs that read from Beam's sources. */
@Timeout(60)
class BlockSourceRunTest {

  private static final int BATCHES = 12;
  private static final int PER_BATCH = 1_000;

  @RegisterExtension final Program program = Program.onManualClock();

  @Test
  void aSplitIsAPartitionAndTheEndOfTheSourceIsNotThatOfTheProgram() throws Exception {
    Journal<List<List<Long>>> batches = new Journal<>();
    BlockSource.of(GenerateSequence.from(0).to(1_000)).withSplits(3).stream(program.context())
        .foreachRDD(rdd -> batches.add(rdd.glom().collect()));
    program.context().start();

    List<Long> read = new ArrayList<>();
    int batch = 0;
    while (read.size() < 1_000) {
      program.advance(1);
      batch++;
      batches.first(batch).get(batch - 1).forEach(read::addAll);
    }
    program.advance(2);

    List<List<List<Long>>> all = batches.first(batch + 2);
    assertThat(all).allMatch(partitions -> partitions.size() == 3);
    assertThat(all.subList(batch, batch + 2))
        .allSatisfy(partitions -> assertThat(partitions).allMatch(List::isEmpty));
    for (int split = 0; split < 3; split++) {
      int number = split;
      assertThat(all.stream().flatMap(partitions -> partitions.get(number).stream())).isSorted();
    }
    assertThat(read.stream().sorted())
        .containsExactlyElementsOf(LongStream.range(0, 1_000).boxed().toList());
  }

  @Test
  void aSourceIsReadNoFurtherThanTheProgramIsBehind() throws Exception {
    PacedNumbers numbers = new PacedNumbers();
    Journal<List<Long>> batches = new Journal<>();
    CountDownLatch mayGoOn = new CountDownLatch(1);
    BlockSource.of(Read.from(numbers)).stream(program.context())
        .foreachRDD(
            rdd -> {
              mayGoOn.await();
              batches.add(rdd.collect());
            });
    program.context().start();
    for (int batch = 0; batch < BATCHES; batch++) {
      numbers.allow(PER_BATCH);
      numbers.awaitReadOrLeft();
      program.advance(1);
    }
    // Three batches are on their way, three wait, one is open.
    assertThat(numbers.read()).isBetween(3L * PER_BATCH, 7L * PER_BATCH);

    mayGoOn.countDown();
    List<Long> read = new ArrayList<>();
    for (int batch = 1; read.size() < BATCHES * PER_BATCH; batch++) {
      if (batch > BATCHES) {
        program.advance(1);
      }
      read.addAll(batches.first(batch).get(batch - 1));
    }

    assertThat(read)
        .containsExactlyElementsOf(LongStream.range(0, BATCHES * PER_BATCH).boxed().toList());
  }
}
