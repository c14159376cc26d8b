// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.block.StateCell.Waiting;
import org.dstreambeam.stage.SlidingBatches;
import org.dstreambeam.state.Batch;
import org.dstreambeam.state.BatchWindows;
import org.dstreambeam.state.InverseWindow;
import org.dstreambeam.state.MapWithState;
import org.dstreambeam.state.MappingSpec;
import org.dstreambeam.state.ReduceWindow;
import org.dstreambeam.state.StateKernel;
import org.dstreambeam.state.UpdateEachKey;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.Tuple2;

/** States that are read back go on as those that stayed. */
@NullUnmarked // null states and values are among the cases
class StateCellCoderTest {

  private static final BatchWindows WINDOWS = new SlidingBatches(0, 3, 1);

  /** A key of a program's own. */
  private record Place(String city, int number) implements Serializable {}

  /**
   * A key whose hash code is another in each JVM, as that of an enum; the salt stands for those.
   */
  private record Salted(int number) implements Serializable {
    private static int salt;

    @Override
    public int hashCode() {
      return 31 * number + salt;
    }
  }

  private static StateCell copy(RecordSerializer serializer, StateCell cell) throws IOException {
    StateCellCoder coder = new StateCellCoder(new BlockCoder(serializer), serializer);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    coder.encode(cell, bytes);
    Salted.salt += 1000;
    ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
    StateCell copy = coder.decode(in);
    assertThat(in.available()).isZero();
    return copy;
  }

  @ParameterizedTest
  @EnumSource
  void keepsBatchesThatWaitWithAllTheirBlocks(RecordSerializer serializer) throws IOException {
    List<Waiting> waiting =
        List.of(
            new Waiting(
                1000,
                List.of(
                    Block.of(1000, 0, List.of("a", TimeUnit.DAYS)),
                    Block.failed(1000, 1, new IllegalStateException("lost")))),
            new Waiting(2000, List.of()),
            new Waiting(3000, List.of(Block.of(3000, 5, List.of(new Place("Ulm", 7))))));

    StateCell copy = copy(serializer, new StateCell(null, waiting));

    assertThat(copy.state()).isNull();
    assertThat(copy.waiting()).extracting(Waiting::batchTime).containsExactly(1000L, 2000L, 3000L);
    List<Block> first = copy.waiting().get(0).blocks();
    assertThat(first).extracting(Block::partition).containsExactly(0L, 1L);
    assertThat(first.get(0).records().iterator()).toIterable().hasToString("[a, DAYS]");
    assertThat(first.get(1).failure()).hasMessage("lost");
    assertThat(copy.waiting().get(1).blocks()).isEmpty();
    assertThat(copy.waiting().get(2).blocks().get(0).records().iterator().next())
        .isEqualTo(new Place("Ulm", 7));
  }

  @ParameterizedTest
  @EnumSource
  void updatedStatesGoOn(RecordSerializer serializer) throws Exception {
    UpdateEachKey.Update<Object, Integer, Integer> sum =
        (time, key, values, known, before, after) ->
            after.accept((known ? before : 0) + values.stream().mapToInt(Integer::intValue).sum());
    goesOn(serializer, new UpdateEachKey<>(sum, null));
  }

  @ParameterizedTest
  @EnumSource
  void mappedStatesGoOn(RecordSerializer serializer) throws Exception {
    MapWithState.Mapping<Object, Integer, Integer, String> mapping =
        (time, key, value, state, results) -> {
          results.accept(key + ":" + (state.exists() ? state.get() : null) + "+" + value);
          if (!state.isTimingOut()) {
            state.update(value);
          }
        };
    MappingSpec<Object, Integer, Integer, String> spec = new MappingSpec<>(mapping);
    spec.timeout(new Duration(2));
    goesOn(serializer, spec.kernel(20).checkpointedEvery(new Duration(3)));
  }

  @ParameterizedTest
  @EnumSource
  void windowsGoOn(RecordSerializer serializer) throws Exception {
    goesOn(serializer, new ReduceWindow<Object, Integer>(Integer::sum, new Duration(3)));
  }

  @ParameterizedTest
  @EnumSource
  void windowsWithAnInverseGoOn(RecordSerializer serializer) throws Exception {
    goesOn(
        serializer,
        new InverseWindow<Object, Integer>(
            Integer::sum,
            (x, y) -> x - y,
            pair -> pair._2() != 0,
            new Duration(3),
            new Duration(1),
            new Duration(1)));
  }

  private static <S> void goesOn(
      RecordSerializer serializer, StateKernel<Tuple2<Object, Integer>, S, ?> kernel)
      throws Exception {
    List<Object> keys = List.of(TimeUnit.DAYS, new Place("Ulm", 1), new Salted(3), "k", 7);
    List<String> stayed = run(kernel, keys, null);

    assertThat(run(kernel, keys, serializer)).isEqualTo(stayed);
    assertThat(stayed).hasSize(24);
  }

  /**
   * What comes out of each batch, and what is known then, sorted.
   *
   * @param serializer copies the state ahead of each batch; null for not at all
   */
  private static <S> List<String> run(
      StateKernel<Tuple2<Object, Integer>, S, ?> kernel,
      List<Object> keys,
      @Nullable RecordSerializer serializer)
      throws Exception {
    List<String> all = new ArrayList<>();
    S state = kernel.start(batch(1), Collections.emptyIterator());
    for (int time = 1; time <= 12; time++) {
      List<Tuple2<Object, Integer>> records = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        if (time % (i + 2) == 0 || time <= 2) {
          records.add(new Tuple2<>(keys.get(i), 10 * time + i));
        }
      }
      S before = serializer == null ? state : copied(serializer, state);
      state = kernel.absorb(before, batch(time), records.iterator());
      all.add(sorted(kernel.emit(state, batch(time))));
      all.add(sorted(kernel.snapshot(state)));
    }
    return all;
  }

  @SuppressWarnings("unchecked") // it is a copy
  private static <S> S copied(RecordSerializer serializer, S state) throws IOException {
    Object copy = copy(serializer, new StateCell(state, List.of())).state();
    assertThat(copy).isNotNull().isNotSameAs(state);
    return (S) copy;
  }

  private static String sorted(Iterable<?> records) {
    List<String> texts = new ArrayList<>();
    records.forEach(record -> texts.add(String.valueOf(record)));
    Collections.sort(texts);
    return texts.toString();
  }

  private static Batch batch(long time) {
    return new Batch(time, 0, 0, WINDOWS);
  }
}
