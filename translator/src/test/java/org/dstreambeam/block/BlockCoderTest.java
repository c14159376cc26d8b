// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;
import org.apache.spark.HashPartitioner;
import org.dstreambeam.compute.DealShuffle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Tuple2;

class BlockCoderTest {

  private static final long TIME = 1_700_000_000_000L;
  private static final int UNKNOWN_KIND = 9;

  private final BlockCoder fory = new BlockCoder(RecordSerializer.FORY);

  @ParameterizedTest
  @EnumSource
  void keepsAMarker(RecordSerializer serializer) throws IOException {
    Block copy = copy(new BlockCoder(serializer), Block.marker(TIME));

    assertThat(copy.isMarker()).isTrue();
    assertThat(copy.batchTime()).isEqualTo(TIME);
    assertThat(copy.records()).isEmpty();
    assertThat(copy.failure()).isNull();
  }

  /** Numbers that are made where they are asked for; they could not be written. */
  private record Numbers(int count) implements RecordsElsewhere {
    @Override
    public Iterator<Object> iterator() {
      return Stream.<Object>generate(Object::new).limit(count).iterator();
    }
  }

  @ParameterizedTest
  @EnumSource
  void recordsThatAreElsewhereStayThere(RecordSerializer serializer) throws IOException {
    Block copy = copy(new BlockCoder(serializer), Block.of(TIME, 3, new Numbers(5)));

    assertThat(copy.partition()).isEqualTo(3);
    assertThat(copy.failure()).isNull();
    assertThat(copy.records()).isEqualTo(new Numbers(5)).hasSize(5);
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheFailureAndTheBranchOfAMarker(RecordSerializer serializer) throws IOException {
    Block first = Block.failedMarker(TIME, new IllegalStateException("first"));
    Block third = Block.failedMarker(TIME, new IllegalStateException("third"));
    Block ofThirdBranch = third.asPartition(third.partition() + (2L << 32));

    Block copy = copy(new BlockCoder(serializer), ofThirdBranch);

    assertThat(copy.isMarker()).isTrue();
    assertThat(copy.batchTime()).isEqualTo(TIME);
    assertThat(copy.partition()).isEqualTo(ofThirdBranch.partition());
    assertThat(copy.records()).isEmpty();
    assertThat(copy.failure()).isInstanceOf(IllegalStateException.class).hasMessage("third");
    assertThat(requireNonNull(Block.markerOf(List.of(copy, first))).failure()).hasMessage("first");
  }

  @Test
  void sendsTheTextOfAMarkersFailureThatCannotTravel() throws IOException {
    Throwable failure =
        new IllegalStateException("open") {
          private static final long serialVersionUID = 1L;

          @SuppressWarnings("unused") // cannot be written
          private final Object connection = new Object();
        };

    Block copy = copy(fory, Block.failedMarker(TIME, failure));

    assertThat(copy.isMarker()).isTrue();
    assertThat(copy.failure()).isInstanceOf(ShippedFailure.class).hasMessageContaining("open");
  }

  @ParameterizedTest
  @EnumSource
  void keepsBatchTimePartitionAndRecordsInOrder(RecordSerializer serializer) throws IOException {
    long ofThirdBranch = (2L << 32) + 5;

    Block copy =
        copy(
            new BlockCoder(serializer), Block.of(TIME, ofThirdBranch, Arrays.asList("b", null, 1)));

    assertThat(copy.batchTime()).isEqualTo(TIME);
    assertThat(copy.partition()).isEqualTo(ofThirdBranch);
    assertThat(recordsOf(copy)).containsExactly("b", null, 1);
    assertThat(copy.isMarker()).isFalse();
  }

  @Test
  void keepsAPartitionWithoutRecords() throws IOException {
    Block copy = copy(fory, Block.of(TIME, 0, List.of()));

    assertThat(copy.isMarker()).isFalse();
    assertThat(copy.records()).isEmpty();
  }

  static Stream<Object> records() {
    return Stream.of(
        new Tuple2<>("a", List.of(1, 2)),
        new Tuple2<>("a", groups()),
        Arrays.asList("a", null, Arrays.asList(1, null)),
        new ArrayList<>(List.of(Map.of("k", Set.of(1L)))),
        Collections.singletonMap(null, 1.5),
        new Tuple2<>(null, null),
        new Sale("x", new int[] {1, 2}),
        Thread.State.RUNNABLE,
        "\u00e4\u20ac\ud83d\ude00");
  }

  /** What moves in {@code groupByKey}. */
  private static Object groups() {
    try {
      Tuple2<Integer, Object> pair = new Tuple2<>(1, "v");
      return DealShuffle.<Integer, Object>group(new HashPartitioner(1))
          .inPlace(List.of(pair, pair, pair, new Tuple2<Integer, Object>(1, null)).iterator())
          .next()
          ._2();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void keepsRecordsOfAnyType(Object record) throws IOException {
    assertThat(recordsOf(copy(fory, Block.of(TIME, 0, List.of(record))))).containsExactly(record);
  }

  @Test
  void readsALazyIterableOnce() throws IOException {
    List<Integer> passes = new ArrayList<>();
    Iterable<String> lazy =
        () -> {
          passes.add(1);
          return List.of("a", "b").iterator();
        };

    assertThat(recordsOf(copy(fory, Block.of(TIME, 0, lazy)))).containsExactly("a", "b");
    assertThat(passes).hasSize(1);
  }

  @Test
  void keepsReferencesThatRecordsShare() throws IOException {
    List<Integer> shared = new ArrayList<>(List.of(1));

    List<Object> copy =
        recordsOf(copy(fory, Block.of(TIME, 0, List.of(new Tuple2<>("a", shared), shared))));

    assertThat(((Tuple2<?, ?>) copy.get(0))._2()).isSameAs(copy.get(1));
  }

  @Test
  void keepsCycles() throws IOException {
    Link link = new Link();
    link.next = new Link();
    link.next.next = link;

    Link copy = (Link) recordsOf(copy(fory, Block.of(TIME, 0, List.of(link)))).get(0);

    Link next = requireNonNull(copy.next);
    assertThat(next).isNotSameAs(copy);
    assertThat(next.next).isSameAs(copy);
  }

  @Test
  void aRecordThatCannotBeWrittenFailsItsPartition() throws IOException {
    Block block = Block.of(TIME, 3, List.of("written", new Link()));

    Block copy = copy(new BlockCoder(RecordSerializer.JAVA), block);

    assertThat(failureOf(copy))
        .isInstanceOf(NotSerializableException.class)
        .hasMessage(Link.class.getName());
  }

  @ParameterizedTest
  @EnumSource
  void keepsAFailureWithItsCauseAndStack(RecordSerializer serializer) throws IOException {
    Exception failure = new IllegalStateException("outer", new ArithmeticException("inner"));

    Throwable copy = failureOf(copy(new BlockCoder(serializer), Block.failed(TIME, 3, failure)));

    assertThat(copy).isExactlyInstanceOf(IllegalStateException.class).hasMessage("outer");
    assertThat(copy.getStackTrace()).isEqualTo(failure.getStackTrace());
    assertThat(copy.getCause()).isExactlyInstanceOf(ArithmeticException.class).hasMessage("inner");
  }

  @Test
  void keepsThatAFailureCostsAllPartitions() throws IOException {
    BlockCoder coder = new BlockCoder(RecordSerializer.JAVA);
    Exception failure = new IllegalStateException("ahead");

    Block lost = copy(coder, Block.lost(TIME, 3, failure));

    assertThat(lost.isLost()).isTrue();
    assertThat(lost.partition()).isEqualTo(3);
    assertThat(failureOf(lost)).hasMessage("ahead");
    assertThat(copy(coder, Block.failed(TIME, 3, failure)).isLost()).isFalse();
  }

  /**
   * Which the JVM works out when it is asked, of an exception that has been where it was thrown.
   */
  @Test
  @SuppressWarnings({"NullAway", "DataFlowIssue"}) // that is the point
  void keepsWhatTheJvmSaysWasNull() throws IOException {
    String[] nothing = {null};
    NullPointerException failure =
        catchThrowableOfType(NullPointerException.class, () -> nothing[0].length());

    Throwable copy = failureOf(copy(fory, Block.failed(TIME, 3, failure)));

    assertThat(copy)
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessageContaining("String.length()");
    assertThat(copy.getStackTrace()).isEqualTo(failure.getStackTrace());
  }

  @ParameterizedTest
  @EnumSource
  void sendsTheTextAndStackOfAFailureThatCannotTravel(RecordSerializer serializer)
      throws IOException {
    Exception failure = new UnserializableFailure("holds a thread");

    Throwable copy = failureOf(copy(new BlockCoder(serializer), Block.failed(TIME, 3, failure)));

    assertThat(copy)
        .isInstanceOf(ShippedFailure.class)
        .hasMessage(UnserializableFailure.class.getName() + ": holds a thread");
    assertThat(copy.getStackTrace()).isEqualTo(failure.getStackTrace());
  }

  @Test
  void sendsTheTextOfAFailureWhoseSerializationThrows() throws IOException {
    Throwable copy = failureOf(copy(fory, Block.failed(TIME, 3, new SelfishFailure())));

    assertThat(copy).isInstanceOf(ShippedFailure.class).hasMessageContaining("mine alone");
  }

  @ParameterizedTest
  @EnumSource
  void refusesEveryTruncatedBlock(RecordSerializer serializer) throws IOException {
    BlockCoder coder = new BlockCoder(serializer);
    byte[] bytes = encode(coder, Block.of(TIME, 3, List.of("a", "b")));

    assertThat(IntStream.range(0, bytes.length))
        .allSatisfy(
            length ->
                assertThatThrownBy(() -> decode(coder, Arrays.copyOf(bytes, length)))
                    .isInstanceOf(IOException.class));
  }

  static Stream<Block> blocksOfEveryKind() {
    return Stream.of(
        Block.of(TIME, 3, List.of("a")),
        Block.marker(TIME),
        Block.failed(TIME, 3, new IllegalStateException("why")),
        Block.failedMarker(TIME, new IllegalStateException("why")));
  }

  @ParameterizedTest
  @MethodSource("blocksOfEveryKind")
  void takesUpdatesAlongAndCostsNothingWithoutThem(Block block) throws IOException {
    byte[] updates = {1, 2, 3};

    Block copy = copy(fory, block.withUpdates(updates));

    assertThat(copy.updates()).containsExactly(1, 2, 3);
    assertThat(copy).hasToString(block.toString());
    assertThat(recordsOf(copy)).isEqualTo(recordsOf(block));
    assertThat(encode(fory, block.withUpdates(updates)))
        .hasSize(encode(fory, block).length + 1 + updates.length);
    assertThat(copy(fory, block).updates()).isNull();
  }

  @Test
  void refusesAnUnknownKind() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    VarInt.encode(TIME, bytes);
    bytes.write(UNKNOWN_KIND);

    assertThatThrownBy(() -> decode(fory, bytes.toByteArray()))
        .isInstanceOf(CoderException.class)
        .hasMessage("Not a block: unknown kind 9");
  }

  @ParameterizedTest
  @EnumSource
  void refusesRecordsThatAreNoObjectGraph(RecordSerializer serializer) {
    byte[] bytes = blockWithContent(3, new byte[] {77, 78, 79});

    assertThatThrownBy(() -> decode(new BlockCoder(serializer), bytes))
        .isInstanceOf(IOException.class);
  }

  @Test
  void refusesALengthThatIsNegativeOrBeyondTheInput() {
    assertThatThrownBy(() -> decode(fory, blockWithContent(-1, new byte[0])))
        .isInstanceOf(CoderException.class);
    assertThatThrownBy(() -> decode(fory, blockWithContent(Integer.MAX_VALUE, new byte[8])))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void leavesWhatFollowsInTheStream() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    fory.encode(Block.of(TIME, 0, List.of("a")), out);
    fory.encode(Block.marker(TIME), out);
    out.write(42);

    ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());

    assertThat(recordsOf(fory.decode(in))).containsExactly("a");
    assertThat(fory.decode(in).isMarker()).isTrue();
    assertThat(in.read()).isEqualTo(42);
  }

  private static byte[] blockWithContent(int length, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      VarInt.encode(TIME, bytes);
      bytes.write(0);
      VarInt.encode(7L, bytes);
      VarInt.encode(length, bytes);
      bytes.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static Block copy(BlockCoder coder, Block block) throws IOException {
    return decode(coder, encode(coder, block));
  }

  private static byte[] encode(BlockCoder coder, Block block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    coder.encode(block, bytes);
    return bytes.toByteArray();
  }

  private static Block decode(BlockCoder coder, byte[] bytes) throws IOException {
    return coder.decode(new ByteArrayInputStream(bytes));
  }

  private static List<Object> recordsOf(Block block) {
    List<Object> records = new ArrayList<>();
    block.records().forEach(records::add);
    return records;
  }

  private static Throwable failureOf(Block block) {
    assertThat(block.partition()).isEqualTo(3);
    assertThat(block.records()).isEmpty();
    return requireNonNull(block.failure());
  }

  /** As users write them: not serialisable, no constructor without arguments. */
  private static final class Sale {
    private final String item;
    private final int[] prices;

    Sale(String item, int[] prices) {
      this.item = item;
      this.prices = prices;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Sale sale
          && sale.item.equals(item)
          && Arrays.equals(sale.prices, prices);
    }

    @Override
    public int hashCode() {
      return item.hashCode();
    }
  }

  private static final class Link {
    @Nullable Link next;
  }

  private static final class UnserializableFailure extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "UnusedVariable"}) // that it is there makes it not serialisable
    private final Thread thread = Thread.currentThread();

    UnserializableFailure(String message) {
      super(message);
    }
  }

  private static final class SelfishFailure extends Exception {
    private static final long serialVersionUID = 1L;

    SelfishFailure() {
      super("mine alone");
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by Java serialization
    private void writeObject(ObjectOutputStream out) {
      throw new UnsupportedOperationException("not me");
    }
  }
}
