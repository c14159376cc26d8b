// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The values of one key. Most keys have few, so two of them need no array. To the program it is an
 * {@link Iterable} that cannot be changed and prints as a list.
 *
 * @param <V> type of the values, which may be null
 */
public final class Group<V> extends AbstractList<V> implements RandomAccess, Serializable {

  private static final long serialVersionUID = 1L;

  private static final int INLINE = 2;
  private static final @Nullable Object[] NONE = {};

  private @Nullable Object first;
  private @Nullable Object second;
  private @Nullable Object[] more = NONE;
  private int size;

  /** A group of one. */
  public static <V> Group<V> of(V value) {
    return new Group<V>().and(value);
  }

  /** This group, with one more value. */
  public Group<V> and(V value) {
    if (size == 0) {
      first = value;
    } else if (size == 1) {
      second = value;
    } else {
      int index = size - INLINE;
      if (index == more.length) {
        more = Arrays.copyOf(more, Math.max(INLINE, index * 2));
      }
      more[index] = value;
    }
    size++;
    return this;
  }

  /** This group, with the values of {@code other} behind its own. */
  public Group<V> andAll(Group<V> other) {
    for (int i = 0; i < other.size; i++) {
      and(other.get(i));
    }
    return this;
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // only V is stored, and a V may be null
  public V get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    return (V)
        switch (index) {
          case 0 -> first;
          case 1 -> second;
          default -> more[index - INLINE];
        };
  }

  @Override
  public int size() {
    return size;
  }
}
