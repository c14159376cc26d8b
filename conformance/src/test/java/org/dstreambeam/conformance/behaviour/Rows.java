// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.streaming.api.java.JavaDStreamLike;

/** Batches of a stream as text, a line each: for tables that are long, or show records as text. */
final class Rows {

  private Rows() {}

  /** An output that expects these rows of the first batches: {@code [a, b] []}. */
  static <T, S extends JavaDStreamLike<T, S, R>, R extends JavaRDDLike<T, R>> void expect(
      Table table, String name, JavaDStreamLike<T, S, R> stream, String expected) {
    List<String> rows = new CopyOnWriteArrayList<>();
    stream.foreachRDD(
        rdd -> {
          rows.add(Table.collected(rdd).toString());
        });
    int batches = (int) expected.strip().lines().count();
    table.batches(batches);
    table.afterwards(
        done ->
            assertThat(String.join("\n", List.copyOf(rows).subList(0, batches)))
                .as(name)
                .isEqualTo(expected.strip()));
  }

  /** The rows in a file of this package. */
  static String file(String name) throws IOException {
    try (InputStream file = Rows.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
