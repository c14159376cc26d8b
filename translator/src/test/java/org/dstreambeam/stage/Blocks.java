// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.NarrowFunction;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** What the tests of stages have in common: blocks of one batch, and how they read as text. */
final class Blocks {

  static final long BATCH = 1000;

  private Blocks() {}

  static Block block(long partition, Object... records) {
    return Block.of(BATCH, partition, List.of(records));
  }

  static Block marker() {
    return Block.marker(BATCH);
  }

  static Block failedMarker(String message) {
    return Block.failedMarker(BATCH, new IllegalStateException(message));
  }

  static Block failed(long partition, String message) {
    return Block.failed(BATCH, partition, new IllegalStateException(message));
  }

  static <V> Tuple2<@Nullable String, V> pair(@Nullable String key, V value) {
    return new Tuple2<>(key, value);
  }

  /** {@code 2 <- 0:[(a,1)]}: to target 2, from partition 0. */
  static List<String> sent(List<KV<Integer, Block>> values) {
    return values.stream().map(kv -> kv.getKey() + " <- " + text(kv.getValue())).toList();
  }

  static List<String> text(List<Block> blocks) {
    return blocks.stream().map(Blocks::text).toList();
  }

  /** {@code marker}, {@code failed marker: why}, {@code 3:[a, b]} or {@code 3 failed: why}. */
  static String text(Block block) {
    if (block.batchTime() != BATCH) {
      return "of batch " + block.batchTime();
    }
    Throwable failure = block.failure();
    if (failure != null) {
      return (block.isMarker() ? "failed marker: " : block.partition() + " failed: ")
          + failure.getMessage();
    }
    List<Object> records = new ArrayList<>();
    block.records().forEach(records::add);
    return block.isMarker() ? "marker" : block.partition() + ":" + records;
  }

  /** A chain that maps records one by one, lazily. */
  static NarrowFunction<Object, Object> each(Function<Object, Object> function) {
    return (partition, records) -> {
      List<Object> results = new ArrayList<>();
      records.forEachRemaining(record -> results.add(function.apply(record)));
      return results.iterator();
    };
  }

  static Object fail(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
