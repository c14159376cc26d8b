// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The input of the recordings in the resources, and the recordings. */
public final class GoldenInput {

  /** Hash codes that collide, a negative one, 0, and the null key. */
  private static final @Nullable String[] ODD_KEYS = {
    "Aa", "BB", "AaAa", "BBBB", "AaBB", "BBAa", "", null, "polygenelubricants"
  };

  private GoldenInput() {}

  /** 685 pairs of 321 keys. */
  public static List<Tuple2<String, Integer>> pairs() {
    List<Tuple2<String, Integer>> pairs = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      pairs.add(new Tuple2<>("key-" + (i * 7919 % 257), i));
      if (i % 20 == 0) {
        pairs.add(new Tuple2<>(ODD_KEYS[(i / 20) % ODD_KEYS.length], i));
      }
      if (i % 11 == 0) {
        pairs.add(new Tuple2<>("worter" + i * 31, 1));
      }
    }
    return pairs;
  }

  /** 500 pairs of 436 keys, most of them negative. */
  public static List<Tuple2<Integer, Integer>> integers() {
    List<Tuple2<Integer, Integer>> pairs = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      pairs.add(new Tuple2<>((i * -7919 + 13) % (i % 3 == 0 ? 1000003 : 307), i));
    }
    return pairs;
  }

  /** The lines of a recording, without the comment on how it was made. */
  public static List<String> recorded(String name) throws IOException {
    InputStream resource = Objects.requireNonNull(GoldenInput.class.getResourceAsStream(name));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  /** Slice {@code i} of {@code n} of a list, as {@code parallelize} cuts it. */
  public static <T> List<T> slice(List<T> all, int i, int n) {
    return all.subList(i * all.size() / n, (i + 1) * all.size() / n);
  }
}
