// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.stage.Blocks.pair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.HandleCoder;
import org.dstreambeam.block.StateCell;
import org.dstreambeam.state.MapWithState;
import org.dstreambeam.state.MappingSpec;
import org.dstreambeam.state.StateKernel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** What comes out of a state is apart from it, also if the program changes either in place. */
class StateFnTest {

  private final Cell cell = new Cell();
  private final Outputs<Block> results = new Outputs<>();
  private final Outputs<Block> snapshots = new Outputs<>();
  private long time;

  /** The state of the only partition. */
  private static final class Cell implements ValueState<StateCell> {
    private @Nullable StateCell value;

    @Override
    public void write(StateCell input) {
      value = input;
    }

    @Override
    @SuppressWarnings("NullAway") // as Beam's, before the first write
    public StateCell read() {
      return value;
    }

    @Override
    public ValueState<StateCell> readLater() {
      return this;
    }

    @Override
    public void clear() {
      value = null;
    }
  }

  /** Has no states to begin with, and is told nothing that it would keep. */
  private static final class NoHost implements StateFn.Host {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Tuple2<Object, Object>> initial(int partition) {
      return Collections.emptyIterator();
    }

    @Override
    public void emitted(Block block, boolean snapshot) {}
  }

  /** A {@code mapWithState} whose states are lists that grow in place, and that come out. */
  @SuppressWarnings("unchecked") // the tests send pairs
  private static StateKernel<Object, Object, Object> growingLists() {
    MapWithState<String, Integer, List<Integer>, List<Integer>> kernel =
        new MappingSpec<String, Integer, List<Integer>, List<Integer>>(
                (batchTime, key, value, state, results) -> {
                  List<Integer> all = state.exists() ? state.get() : new ArrayList<>();
                  all.add(value);
                  state.update(all);
                  results.accept(all);
                })
            .kernel(20);
    return (StateKernel<Object, Object, Object>) (StateKernel<?, ?, ?>) kernel;
  }

  private final StateFn lists =
      new StateFn(
          new HandleCoder<>(),
          new NoHost(),
          "mapWithState at App.java:1",
          growingLists(),
          StateFnTest::records,
          1,
          0,
          new SlidingBatches(0, 1, 1),
          true);

  @SuppressWarnings("unchecked") // as above
  private static Iterator<Tuple2<Object, Object>> records(List<Block> sent) {
    List<Tuple2<Object, Object>> all = new ArrayList<>();
    sent.forEach(block -> block.records().forEach(r -> all.add((Tuple2<Object, Object>) r)));
    return all.iterator();
  }

  /** The next batch, 1 ms after the one before. */
  private void absorb(Object... pairs) {
    time++;
    List<Block> sent = List.of(Block.of(time, 0, Arrays.asList(pairs)), Block.marker(time));
    lists.process(KV.of(0, sent), cell, receiver());
  }

  private MultiOutputReceiver receiver() {
    return new MultiOutputReceiver() {
      @Override
      @SuppressWarnings("unchecked") // all outputs are blocks
      public <T> OutputReceiver<T> get(TupleTag<T> tag) {
        return (OutputReceiver<T>) (tag.equals(StateFn.RESULTS) ? results : snapshots);
      }

      @Override
      public <T> OutputReceiver<Row> getRowReceiver(TupleTag<T> tag) {
        throw new UnsupportedOperationException("Stages output blocks");
      }
    };
  }

  /** The records of all batches as they are now, without the markers: {@code 2:[a, b]}. */
  private static List<String> text(Outputs<Block> outputs) {
    return outputs.values().stream()
        .filter(block -> !block.isMarker())
        .map(block -> block.batchTime() + ":" + recordsOf(block))
        .toList();
  }

  private static List<Object> recordsOf(Block block) {
    List<Object> records = new ArrayList<>();
    block.records().forEach(records::add);
    return records;
  }

  @Test
  void resultsStayAsTheyWereWhenALaterBatchChangesTheStateInPlace() {
    absorb(pair("a", 1), pair("b", 2));
    absorb(pair("a", 3));
    absorb(pair("a", 4), pair("b", 5));

    assertThat(text(results))
        .containsExactly("1:[[1], [2]]", "2:[[1, 3]]", "3:[[1, 3, 4], [2, 5]]");
  }

  @Test
  void snapshotsStayAsTheyWereWhenALaterBatchChangesTheStateInPlace() {
    absorb(pair("a", 1), pair("b", 2));
    absorb(pair("a", 3));
    absorb(pair("a", 4));

    assertThat(text(snapshots))
        .containsExactly(
            "1:[(a,[1]), (b,[2])]", "2:[(b,[2]), (a,[1, 3])]", "3:[(b,[2]), (a,[1, 3, 4])]");
  }

  @Test
  @SuppressWarnings("unchecked") // the results are lists
  void aConsumerThatChangesAResultInPlaceDoesNotReachTheStateNorItsSnapshot() {
    absorb(pair("a", 1));
    ((List<Integer>) recordsOf(results.values().get(0)).get(0)).add(9);
    absorb(pair("a", 2));

    assertThat(text(results)).containsExactly("1:[[1, 9]]", "2:[[1, 2]]");
    assertThat(text(snapshots)).containsExactly("1:[(a,[1])]", "2:[(a,[1, 2])]");
  }
}
