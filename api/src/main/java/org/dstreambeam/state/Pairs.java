// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Pairs in order, with the hash codes of their keys. Cannot be changed. */
final class Pairs<K, V> extends AbstractList<Tuple2<K, V>> implements RandomAccess, Serializable {

  private static final long serialVersionUID = 1L;

  private final Tuple2<?, ?>[] pairs;

  /** Not written: hash codes of enums, say, are others in another JVM. */
  private transient int @Nullable [] hashCodes;

  private Pairs(Tuple2<?, ?>[] pairs, int[] hashCodes) {
    this.pairs = pairs;
    this.hashCodes = hashCodes;
  }

  static <K, V> Pairs<K, V> none() {
    return new Pairs<>(new Tuple2<?, ?>[0], new int[0]);
  }

  /** The hash code of the key of the pair at {@code index}. */
  int hashCodeAt(int index) {
    int[] known = hashCodes;
    if (known == null) {
      known = new int[pairs.length];
      for (int i = 0; i < pairs.length; i++) {
        known[i] = hashCodeOf(pairs[i]._1());
      }
      hashCodes = known;
    }
    return known[index];
  }

  private static int hashCodeOf(@Nullable Object key) {
    return key == null ? 0 : key.hashCode();
  }

  @Override
  @SuppressWarnings("unchecked") // the builder takes no others
  public Tuple2<K, V> get(int index) {
    return (Tuple2<K, V>) pairs[index];
  }

  @Override
  public int size() {
    return pairs.length;
  }

  /** Collects the pairs. */
  static final class Builder<K, V> {
    private Tuple2<?, ?>[] pairs;
    private int[] hashCodes;
    private int size;

    Builder(int expected) {
      this.pairs = new Tuple2<?, ?>[expected];
      this.hashCodes = new int[expected];
    }

    void add(Tuple2<K, V> pair) {
      add(pair, hashCodeOf(pair._1()));
    }

    void add(Tuple2<K, V> pair, int hashCode) {
      if (size == pairs.length) {
        int larger = Math.max(16, size * 2);
        pairs = Arrays.copyOf(pairs, larger);
        hashCodes = Arrays.copyOf(hashCodes, larger);
      }
      pairs[size] = pair;
      hashCodes[size++] = hashCode;
    }

    Pairs<K, V> build() {
      return size == pairs.length
          ? new Pairs<>(pairs, hashCodes)
          : new Pairs<>(Arrays.copyOf(pairs, size), Arrays.copyOf(hashCodes, size));
    }
  }
}
