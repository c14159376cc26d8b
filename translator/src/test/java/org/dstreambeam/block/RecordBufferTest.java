// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.dstreambeam.compute.CountableIterator;
import org.dstreambeam.fixture.Buffers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

@Timeout(60)
class RecordBufferTest {

  private static final int MANY = 20_000; // of the records below: a megabyte and more

  @TempDir Path local;

  private BlockMemory memory = new BlockMemory(new SparkConf(false));

  @AfterEach
  void close() {
    memory.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "100k", "600k", "1g"})
  void keepsTheOrderWhereverTheRecordsLie(String maxMemory) {
    limitTo(maxMemory);

    Block block = filled(MANY).toBlock(1000, 7);

    assertThat(block.batchTime()).isEqualTo(1000);
    assertThat(block.partition()).isEqualTo(7);
    assertThat(Buffers.records(block)).isEqualTo(records(MANY));
    assertThat(block.copies()).toIterable().isEqualTo(records(MANY));
  }

  @Test
  void writesNothingWhileThereIsMemory() {
    limitTo("1g");

    Block block = filled(MANY).toBlock(1000, 0);

    assertThat(files()).isEmpty();
    assertThat(memory.used()).isBetween(500_000L, 3_000_000L);
    assertThat(Buffers.records(block)).hasSize(MANY);
  }

  @Test
  void keepsInMemoryWhatThereIsRoomForAndWritesTheRest() {
    limitTo("600k");

    Block block = filled(MANY).toBlock(1000, 0);

    assertThat(files()).hasSize(1);
    assertThat(memory.used()).isBetween(300_000L, 600 * 1024L);
    assertThat(Buffers.records(block)).hasSize(MANY);
  }

  @Test
  void severalReadersPassOverABlockIndependently() {
    limitTo("100k");
    Block block = filled(MANY).toBlock(1000, 0);

    Iterator<?> slow = block.records().iterator();
    slow.next();
    Iterator<?> abandoned = block.records().iterator();
    abandoned.next();

    assertThat(Buffers.records(block)).isEqualTo(records(MANY));
    assertThat(slow.next()).isEqualTo("record number 1");
    assertThat(slow).toIterable().hasSize(MANY - 2);
  }

  @Test
  void aRecordThatIsNullIsARecord() {
    limitTo("0");
    RecordBuffer buffer = memory.newBuffer();
    for (int i = 0; i < MANY; i++) {
      buffer.add(i % 2 == 0 ? null : "record number " + i);
    }

    assertThat(files()).hasSize(1);
    assertThat(Buffers.records(buffer)).startsWith(null, "record number 1", null).hasSize(MANY);
  }

  @Test
  void aListIsTakenAsItIsIfThereIsRoomAndSpilledIfThereIsNot() {
    limitTo("1g");
    List<String> list = records(MANY);
    assertThat(memory.bufferOf(list).toBlock(1000, 0).records().iterator().next())
        .isSameAs(list.get(0));

    limitTo("0");
    Block spilled = memory.bufferOf(list).toBlock(1000, 0);
    assertThat(files()).hasSize(1);
    assertThat(Buffers.records(spilled)).isEqualTo(list);
  }

  @Test
  void emptyBuffersAreEmptyBlocks() {
    limitTo("0");

    assertThat(memory.newBuffer().isEmpty()).isTrue();
    assertThat(Buffers.records(memory.newBuffer())).isEmpty();
    assertThat(Buffers.records(memory.bufferOf(List.of()))).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void copiesWhatIsInMemoryAndNotWhatComesFromDiskAnyway() {
    limitTo("0");
    RecordBuffer small = memory.newBuffer();
    List<Integer> mutable = new ArrayList<>(List.of(1));
    small.add(mutable);
    Block inMemory = small.toBlock(1000, 0);

    assertThat(inMemory.copies().next()).isEqualTo(mutable).isNotSameAs(mutable);
    assertThat(inMemory.records().iterator().next()).isSameAs(mutable);
  }

  @Test
  void countsWithoutReading() {
    limitTo("100k");
    Block block = filled(MANY).toBlock(1000, 0);
    files().forEach(RecordBufferTest::delete); // nobody could read it

    assertThat(CountableIterator.count(block.copies())).isEqualTo(MANY);
    assertThatThrownBy(() -> Buffers.records(block))
        .isExactlyInstanceOf(SpillException.class)
        .hasMessageStartingWith("Records that were written to " + local)
        .hasMessageContaining("cannot be read back (java.io.FileNotFoundException: ")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void countsWhatIsLeftBehindARecordThatWasRead() {
    limitTo("600k");
    Iterator<?> pass = filled(MANY).toBlock(1000, 0).copies();
    pass.next();

    assertThat(CountableIterator.count(pass)).isEqualTo(MANY - 1);
    assertThat(pass.hasNext()).isFalse();
  }

  @Test
  void theFileGoesWhenTheBlockIsGarbage() throws InterruptedException {
    limitTo("0");
    assertThat(Buffers.records(filled(MANY).toBlock(1000, 0))).hasSize(MANY);
    assertThat(memory.used()).isZero();

    collectUntil(() -> files().isEmpty());
  }

  @Test
  void theFileStaysWhileSomebodyReads() throws InterruptedException {
    limitTo("0");
    Iterator<?> pass = filled(MANY).toBlock(1000, 0).records().iterator();
    pass.next();
    filled(MANY).toBlock(1000, 1);

    collectUntil(() -> files().size() == 1);
    assertThat(pass).toIterable().hasSize(MANY - 1);
  }

  @Test
  void theMemoryOfABlockIsGivenBackWhenItIsGarbage() throws InterruptedException {
    limitTo("1g");
    filled(MANY).toBlock(1000, 0);

    collectUntil(() -> memory.used() == 0);
  }

  @Test
  void theMemoryOfABatchIsGivenBackWhenItsOutputsAreDone() {
    limitTo("1g");
    Block one = filled(MANY).toBlock(1000, 0);
    long each = memory.used();
    Block two = filled(MANY).toBlock(2000, 0);
    assertThat(memory.used()).isEqualTo(2 * each);

    assertThat(memory.batchDone(1000)).isEqualTo(each);
    assertThat(memory.used()).isEqualTo(each);
    assertThat(memory.batchDone(1000)).isZero();
    assertThat(memory.batchDone(3000)).isZero();
    assertThat(memory.used()).isEqualTo(each);
    memory.batchDone(2000);
    assertThat(memory.used()).isZero();
    assertThat(List.of(one, two)).hasSize(2);
  }

  @Test
  void theMostThatABatchTookIsKnownAfterItHasGivenSomeBack() {
    limitTo("1g");
    Block one = filled(MANY).toBlock(1000, 0);
    Block two = filled(MANY).toBlock(1000, 1);
    long both = memory.used();

    one.keep();
    one.letGo();

    assertThat(memory.used()).isLessThan(both);
    assertThat(memory.batchDone(1000)).isEqualTo(both);
    assertThat(List.of(one, two)).hasSize(2);
  }

  @Test
  void aBlockThatAWindowKeepsCountsUntilItLetsGo() {
    limitTo("1g");
    Block early = filled(MANY).toBlock(1000, 0);
    Block late = filled(MANY).toBlock(1000, 1);
    long both = memory.used();

    early.keep();
    memory.batchDone(1000);
    assertThat(memory.used()).isEqualTo(both / 2);
    late.keep(); // its batch was quicker than the window
    assertThat(memory.used()).isEqualTo(both);
    early.letGo();
    late.letGo();
    assertThat(memory.used()).isZero();
  }

  @Test
  void aBlockThatTwoKeepCountsUntilBothLetGo() {
    limitTo("1g");
    Block block = filled(MANY).toBlock(1000, 0);
    long used = memory.used();

    block.keep();
    block.asPartition(7).keep();
    memory.batchDone(1000);
    block.letGo();
    assertThat(memory.used()).isEqualTo(used);
    block.letGo();
    assertThat(memory.used()).isZero();
  }

  @Test
  void aBufferThatIsDiscardedLeavesNothing() {
    limitTo("600k");
    RecordBuffer buffer = filled(MANY);
    assertThat(files()).hasSize(1);

    buffer.discard();

    assertThat(files()).isEmpty();
    assertThat(memory.used()).isZero();
  }

  @Test
  void aDirectoryThatCannotBeWrittenFailsTheBlockAndSaysWhichAndWhatToDo() throws IOException {
    Path file = Files.createFile(local.resolve("file"));
    memory = memory("0", file);

    Block failed = filled(MANY).toBlock(1000, 3);

    assertThat(failed.partition()).isEqualTo(3);
    assertThat(failed.failure())
        .isExactlyInstanceOf(SpillException.class)
        .hasMessageStartingWith(
            "Records that exceed spark.dstreambeam.blocks.maxMemory cannot be written to " + file)
        .hasMessageEndingWith(
            "free some space there, or let spark.local.dir name a directory that has it");
    assertThat(memory.used()).isZero();
    assertThat(memory.newBuffer().toBlock(2000, 0).failure()).as("of the next batch").isNull();
  }

  @Test
  void aDiskThatFailsHalfWayFailsTheBlockAndTheNextOneIsWritten() {
    limitTo("0");
    RecordBuffer buffer = filled(MANY);
    files().forEach(RecordBufferTest::replaceByADirectory);
    records(MANY).forEach(buffer::add);

    assertThat(buffer.toBlock(1000, 0).failure()).isInstanceOf(SpillException.class);
    assertThat(Buffers.records(filled(MANY))).hasSize(MANY);
  }

  @Test
  void aFileOfSeveralBlocksThatCannotBeWrittenToIsNotUsedAnyMore() {
    limitTo("0");
    assertThat(waiting("a").failure()).isNull();
    files().forEach(RecordBufferTest::replaceByADirectory);

    assertThat(waiting("b").failure()).isInstanceOf(SpillException.class);
    assertThat(Buffers.records(waiting("c"))).isEqualTo(List.of("c"));
  }

  private Block waiting(String record) {
    RecordBuffer buffer = memory.newWaitingBuffer();
    buffer.add(record);
    return buffer.toBlock(1000, 0);
  }

  /** No serialiser writes it. */
  private static final class Stubborn {
    @SuppressWarnings("UnusedVariable")
    private final Thread thread = Thread.currentThread();

    private final byte[] bytes = new byte[1000];
  }

  @Test
  void recordsThatCannotBeSerialisedStayInMemory() {
    memory = new BlockMemory(conf("0", local).set(SERIALIZER, JAVA));
    RecordBuffer buffer = memory.newBuffer();
    Stubborn record = new Stubborn();
    for (int i = 0; i < 1000; i++) {
      buffer.add(new Tuple2<>(i, record));
    }

    Block block = buffer.toBlock(1000, 0);

    assertThat(files()).isEmpty();
    assertThat(record.bytes).hasSize(1000);
    assertThat(memory.used()).as("more than allowed, and known").isPositive();
    assertThat(Buffers.records(block)).hasSize(1000).contains(new Tuple2<>(999, record));
  }

  private static final String SERIALIZER = "spark.serializer";
  private static final String JAVA = "org.apache.spark.serializer.JavaSerializer";

  @Test
  void javaSerializationIsUsedIfItIsAskedFor() {
    memory = new BlockMemory(conf("0", local).set(SERIALIZER, JAVA));

    Block block = filled(MANY).toBlock(1000, 0);

    assertThat(files()).hasSize(1);
    assertThat(Buffers.records(block)).isEqualTo(records(MANY));
  }

  @Test
  void largeRecordsAreNoticedOneByOne() {
    limitTo("1m");
    RecordBuffer buffer = memory.newBuffer();
    for (int i = 0; i < 30; i++) {
      buffer.add(new byte[200_000]);
    }

    assertThat(files()).hasSize(1);
    assertThat(memory.used()).isBetween(800_000L, 1024L * 1024);
  }

  @Test
  void severalDirectoriesAreUsedInTurn() throws IOException {
    Path one = local.resolve("one");
    Path two = local.resolve("two"); // made when it is needed
    Files.createDirectory(one);
    memory = new BlockMemory(conf("0", one).set("spark.local.dir", one + " , " + two));

    List<Block> blocks = List.of(filled(MANY).toBlock(1000, 0), filled(MANY).toBlock(1000, 1));

    assertThat(files(one)).hasSize(1);
    assertThat(files(two)).hasSize(1);
    assertThat(blocks).allSatisfy(block -> assertThat(Buffers.records(block)).hasSize(MANY));
  }

  @Test
  void closingRemovesTheDirectories() {
    limitTo("0");
    Block block = filled(MANY).toBlock(1000, 0);
    assertThat(local).isNotEmptyDirectory();

    memory.close();

    assertThat(local).isEmptyDirectory();
    assertThat(block.failure()).isNull();
    assertThat(filled(MANY).toBlock(2000, 0).failure()).hasMessageContaining("is stopped");
  }

  @Test
  void theMemoryThatIsOpenIsTheOneThatStagesAskUntilItIsClosed() {
    BlockMemory before = BlockMemory.current();
    BlockMemory first = BlockMemory.open(conf("0", local));
    BlockMemory second = BlockMemory.open(conf("0", local));

    assertThat(BlockMemory.current()).isSameAs(second).isNotSameAs(first);
    first.close();
    assertThat(BlockMemory.current()).isSameAs(second);
    second.close();
    assertThat(BlockMemory.current()).isNotIn(before, first, second);
  }

  private void limitTo(String maxMemory) {
    memory = memory(maxMemory, local);
  }

  private static BlockMemory memory(String maxMemory, Path directory) {
    return new BlockMemory(conf(maxMemory, directory));
  }

  private static SparkConf conf(String maxMemory, Path directory) {
    return new SparkConf(false)
        .set(BlockMemory.MAX_MEMORY, maxMemory)
        .set("spark.local.dir", directory.toString());
  }

  private RecordBuffer filled(int records) {
    RecordBuffer buffer = memory.newBuffer();
    records(records).forEach(buffer::add);
    return buffer;
  }

  private static List<String> records(int count) {
    return IntStream.range(0, count).mapToObj(i -> "record number " + i).toList();
  }

  private List<Path> files() {
    return files(local);
  }

  private static List<Path> files(Path directory) {
    if (!Files.exists(directory)) {
      return Collections.emptyList();
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.filter(path -> path.toString().endsWith(".spill")).toList();
    } catch (IOException | UncheckedIOException e) { // a file went meanwhile
      return files(directory);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void replaceByADirectory(Path path) {
    delete(path);
    try {
      Files.createDirectory(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The collector is asked until the cleaner has done its work; the test's timeout is the limit.
   */
  private static void collectUntil(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      System.gc();
      Thread.onSpinWait();
    }
  }
}
