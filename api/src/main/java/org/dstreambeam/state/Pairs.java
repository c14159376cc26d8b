// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.RandomAccess;
import org.dstreambeam.compute.CountableIterator;
import org.dstreambeam.compute.ImmutableRecords;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Pairs in order, with the hash codes of their keys. Cannot be changed. The tuples are made when
 * they are asked for: a state of a million keys that are updated in every batch would be a million
 * more objects that outlive a collection.
 */
final class Pairs<K, V> extends AbstractList<Tuple2<K, V>> implements RandomAccess, Serializable {

  private static final long serialVersionUID = 1L;

  private final @Nullable Object[] keys;
  private final @Nullable Object[] values;

  /** Whether nobody can change a key or a value in place. */
  private final boolean immutable;

  /** Not written: hash codes of enums, say, are others in another JVM. */
  private transient int @Nullable [] hashCodes;

  private Pairs(
      @Nullable Object[] keys, @Nullable Object[] values, int[] hashCodes, boolean immutable) {
    this.keys = keys;
    this.values = values;
    this.hashCodes = hashCodes;
    this.immutable = immutable;
  }

  static <K, V> Pairs<K, V> none() {
    return new Pairs<>(new @Nullable Object[0], new @Nullable Object[0], new int[0], true);
  }

  /** Whether keys and values are known to be immutable, all of them. */
  boolean areImmutable() {
    return immutable;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the builder takes no others; a K may be null
  K keyAt(int index) {
    return (K) keys[index];
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the builder takes no others; a V may be null
  V valueAt(int index) {
    return (V) values[index];
  }

  /** The hash code of the key of the pair at {@code index}. */
  int hashCodeAt(int index) {
    int[] known = hashCodes;
    if (known == null) {
      known = new int[keys.length];
      for (int i = 0; i < keys.length; i++) {
        known[i] = hashCodeOf(keys[i]);
      }
      hashCodes = known;
    }
    return known[index];
  }

  private static int hashCodeOf(@Nullable Object key) {
    return key == null ? 0 : key.hashCode();
  }

  @Override
  public Tuple2<K, V> get(int index) {
    return new Tuple2<>(keyAt(index), valueAt(index));
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public Iterator<Tuple2<K, V>> iterator() {
    return new Pass();
  }

  /** One reader. */
  private final class Pass implements CountableIterator<Tuple2<K, V>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < keys.length;
    }

    @Override
    public Tuple2<K, V> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return get(next++);
    }

    @Override
    public long countRemaining() {
      long count = keys.length - next;
      next = keys.length;
      return count;
    }

    @Override
    public boolean givesImmutable() {
      return immutable;
    }
  }

  /** Collects the pairs. */
  static final class Builder<K, V> {
    private @Nullable Object[] keys;
    private @Nullable Object[] values;
    private int[] hashCodes;
    private int size;
    private boolean immutable = true;

    Builder(int expected) {
      this.keys = new @Nullable Object[expected];
      this.values = new @Nullable Object[expected];
      this.hashCodes = new int[expected];
    }

    void add(Tuple2<K, V> pair) {
      add(pair._1(), pair._2(), hashCodeOf(pair._1()));
    }

    void add(K key, V value, int hashCode) {
      immutable = immutable && ImmutableRecords.isImmutable(key);
      addKnown(key, value, hashCode);
    }

    /** As {@link #add}, of a key that has been looked at already: {@link #keysMayChange}. */
    @SuppressWarnings("NullAway") // a K or V may be null
    void addKnown(K key, V value, int hashCode) {
      if (size == keys.length) {
        int larger = Math.max(16, size * 2);
        keys = Arrays.copyOf(keys, larger);
        values = Arrays.copyOf(values, larger);
        hashCodes = Arrays.copyOf(hashCodes, larger);
      }
      immutable = immutable && ImmutableRecords.isImmutable(value);
      keys[size] = key;
      values[size] = value;
      hashCodes[size++] = hashCode;
    }

    /** Some keys are not known to be immutable. */
    void keysMayChange() {
      immutable = false;
    }

    Pairs<K, V> build() {
      return size == keys.length
          ? new Pairs<>(keys, values, hashCodes, immutable)
          : new Pairs<>(
              Arrays.copyOf(keys, size),
              Arrays.copyOf(values, size),
              Arrays.copyOf(hashCodes, size),
              immutable);
    }
  }
}
