// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.stage.Blocks.block;
import static org.dstreambeam.stage.Blocks.each;
import static org.dstreambeam.stage.Blocks.failed;
import static org.dstreambeam.stage.Blocks.marker;
import static org.dstreambeam.stage.Blocks.text;

import java.io.IOException;
import java.util.List;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.NarrowFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StageFnTest {

  private static final NarrowFunction<Object, Object> DOUBLED =
      each(record -> record + "" + record);

  @Test
  void runsTheChainOnEachBlock() {
    assertThat(run(DOUBLED, 0, block(3, "a", "b"))).isEqualTo("3:[aa, bb]");
  }

  @Test
  void runsTheChainOnAnEmptyPartition() {
    assertThat(run((partition, records) -> List.<Object>of("once").iterator(), 0, block(0)))
        .isEqualTo("0:[once]");
  }

  @Test
  void tellsTheChainTheIndexWithinTheBranch() {
    long fifthOfSecondBranch = (1L << 32) + 4;

    assertThat(run((p, records) -> List.<Object>of(p).iterator(), 0, block(fifthOfSecondBranch)))
        .isEqualTo(fifthOfSecondBranch + ":[4]");
  }

  @Test
  void movesPartitionsBehindTheBranchesBefore() {
    assertThat(run(DOUBLED, 2, block(3, "a"))).isEqualTo(((2L << 32) + 3) + ":[aa]");
    assertThat(run(null, 2, block(3, "a"))).isEqualTo(((2L << 32) + 3) + ":[a]");
  }

  @Test
  void withoutAChainPassesTheRecordsUnread() {
    Iterable<Object> unread =
        () -> {
          throw new AssertionError("was read");
        };

    Outputs<Block> out = new Outputs<>();
    new StageFn(new Task(null, List.of(), 0), true).process(Block.of(Blocks.BATCH, 0, unread), out);

    assertThat(out.values()).singleElement().extracting(Block::records).isSameAs(unread);
  }

  @Test
  void passesTheMarkerOnOneBranchOnly() {
    Block marker = marker();
    Outputs<Block> first = new Outputs<>();
    Outputs<Block> second = new Outputs<>();

    new StageFn(new Task(DOUBLED, List.of(), 0), true).process(marker, first);
    new StageFn(new Task(DOUBLED, List.of(), 1), false).process(marker, second);

    assertThat(first.values()).singleElement().isSameAs(marker);
    assertThat(second.values()).isEmpty();
  }

  @Test
  void aFailureOfTheChainTakesThePlaceOfTheRecords() {
    NarrowFunction<Object, Object> failing =
        each(record -> record.equals("b") ? Blocks.fail(new ArithmeticException("bad b")) : record);

    assertThat(run(failing, 0, block(1, "a", "b"))).isEqualTo("1 failed: bad b");
    assertThat(run(failing, 0, block(1, "a"))).isEqualTo("1:[a]");
  }

  @Test
  void aFailureKeepsTheTypeTheUserThrew() {
    IOException thrown = new IOException("disk");
    Outputs<Block> out = new Outputs<>();
    NarrowFunction<Object, Object> failing =
        (partition, records) -> {
          throw thrown;
        };

    new StageFn(new Task(failing, List.of(), 0), true).process(block(0, "a"), out);

    assertThat(out.values()).singleElement().extracting(Block::failure).isSameAs(thrown);
  }

  @Test
  void anErrorOfUserCodeIsAFailureToo() {
    assertThat(run(each(r -> Blocks.fail(new AssertionError("no"))), 0, block(0, "a")))
        .isEqualTo("0 failed: no");
    assertThat(run(each(r -> Blocks.fail(new StackOverflowError("deep"))), 0, block(0, "a")))
        .isEqualTo("0 failed: deep");
  }

  @Test
  void anErrorOfTheJvmEndsTheProgram() {
    StageFn stage =
        new StageFn(
            new Task(each(r -> Blocks.fail(new OutOfMemoryError("test"))), List.of(), 0), true);

    assertThatThrownBy(() -> stage.process(block(0, "a"), new Outputs<>()))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void aFailedBlockPassesWithoutRunningTheChain() {
    assertThat(run(each(r -> Blocks.fail(new AssertionError("ran"))), 1, failed(2, "before")))
        .isEqualTo(((1L << 32) + 2) + " failed: before");
  }

  private static String run(
      @Nullable NarrowFunction<Object, Object> chain, int branch, Block block) {
    Outputs<Block> out = new Outputs<>();
    new StageFn(new Task(chain, List.of(), branch), true).process(block, out);
    assertThat(out.values()).hasSize(1);
    return text(out.values().get(0));
  }
}
