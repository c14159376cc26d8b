// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.dstreambeam.compute.KeySlots;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.HashMap;

/**
 * The states of all keys, as of one batch. A batch makes a new table of it, which shares with this
 * one what has not changed.
 *
 * <p>It knows in which order Spark would show the keys. There each batch lays its changes over the
 * states before, as a layer with a hash table of its own; a key is where it was changed last. When
 * a checkpoint is written and there are many layers, they become one.
 *
 * <pre>
 *   layers of batches 1-20   [ a  c | b  d | ... ]
 *   layer of batch 21        [ c  e ]                 order:  a  b  d  ...  c  e
 * </pre>
 */
final class StateTable<K, S> implements Serializable {

  private static final long serialVersionUID = 1L;

  /** There may be this many entries that were replaced, and as many as there are keys. */
  private static final int SPARE = 1024;

  private static final long ALIVE = Long.MAX_VALUE;

  /** The state of a key. It is replaced when the key changes. */
  static final class Entry<K, S> implements Serializable {
    private static final long serialVersionUID = 1L;

    final K key;
    final S value;

    /** When it was last set, epoch milliseconds of the batch. */
    final long updated;

    /** Which batch replaced it, so who reads an older table can tell. */
    private long replaced = ALIVE;

    Entry(K key, S value, long updated) {
      this.key = key;
      this.value = value;
      this.updated = updated;
    }
  }

  /**
   * The changes of a batch, or of several.
   *
   * @param entries in order; some have been replaced
   * @param changes how many keys there were when it was made, deleted ones too
   * @param oldest no entry was updated before
   */
  private record Layer<K, S>(List<Entry<K, S>> entries, int changes, long oldest)
      implements Serializable {}

  private final List<Layer<K, S>> layers;
  private final long batchTime;

  /** Not written: it is made of the layers. */
  private transient @Nullable HashMap<K, Entry<K, S>> index;

  private StateTable(
      List<Layer<K, S>> layers, long batchTime, @Nullable HashMap<K, Entry<K, S>> index) {
    this.layers = layers;
    this.batchTime = batchTime;
    this.index = index;
  }

  static <K, S> StateTable<K, S> empty() {
    return new StateTable<>(List.of(), Long.MIN_VALUE, new HashMap<>());
  }

  private HashMap<K, Entry<K, S>> index() {
    HashMap<K, Entry<K, S>> known = index;
    if (known == null) {
      known = new HashMap<>();
      for (Entry<K, S> entry : entries()) {
        known = known.updated(entry.key, entry);
      }
      index = known;
    }
    return known;
  }

  int size() {
    return index().size();
  }

  /** The states in order. */
  Iterable<Entry<K, S>> entries() {
    return () -> entriesOf(layers, batchTime);
  }

  private static <K, S> Iterator<Entry<K, S>> entriesOf(List<Layer<K, S>> layers, long batchTime) {
    return layers.stream()
        .flatMap(layer -> layer.entries.stream())
        .filter(entry -> entry.replaced > batchTime)
        .iterator();
  }

  /** The same states for who asks what there was at another time. */
  StateTable<K, S> asOf(long time) {
    return new StateTable<>(layers, time, index());
  }

  Changes change(long time) {
    return new Changes(time);
  }

  /** The states with the changes of a batch, which may still grow. */
  final class Changes {
    private final long time;
    private final KeySlots<K> keys = new KeySlots<>();

    /** By number of key; null where the key was removed. */
    private final List<@Nullable Entry<K, S>> changed = new ArrayList<>();

    private Changes(long time) {
      this.time = time;
    }

    /** Null if there is no state. */
    @Nullable Entry<K, S> get(K key) {
      int number = keys.find(key);
      if (number >= 0) {
        return changed.get(number);
      }
      Option<Entry<K, S>> known = index().get(key);
      return known.isEmpty() ? null : known.get();
    }

    void put(K key, S value) {
      set(key, new Entry<>(key, value, time));
    }

    void remove(K key) {
      set(key, null);
    }

    private void set(K key, @Nullable Entry<K, S> entry) {
      int number = keys.number(key);
      if (number == changed.size()) {
        changed.add(entry);
      } else {
        changed.set(number, entry);
      }
    }

    /** The states that were set before {@code time}, in order, without those changed just now. */
    List<Entry<K, S>> updatedBefore(long time) {
      List<Entry<K, S>> found = new ArrayList<>();
      for (Layer<K, S> layer : layers) {
        if (layer.oldest < time) {
          for (Entry<K, S> entry : layer.entries) {
            if (entry.updated < time && entry.replaced > batchTime && keys.find(entry.key) < 0) {
              found.add(entry);
            }
          }
        }
      }
      return found;
    }

    /**
     * The table after the batch.
     *
     * @param mostLayers from how many layers on they become one; {@link Integer#MAX_VALUE} if this
     *     is not the time
     */
    StateTable<K, S> build(int mostLayers) {
      HashMap<K, Entry<K, S>> after = index();
      List<Entry<K, S>> entries = new ArrayList<>(changed.size());
      for (int number : keys.inSlotOrder()) {
        K key = keys.key(number);
        Option<Entry<K, S>> before = after.get(key);
        if (before.isDefined()) {
          before.get().replaced = time;
        }
        Entry<K, S> entry = changed.get(number);
        if (entry != null) {
          entries.add(entry);
          after = after.updated(key, entry);
        } else if (before.isDefined()) {
          after = after.$minus(key);
        }
      }
      List<Layer<K, S>> all = new ArrayList<>(layers);
      all.add(new Layer<>(entries, changed.size(), time));
      if (layers.size() >= mostLayers) {
        all = List.of(merged(all), all.get(all.size() - 1));
      }
      return new StateTable<>(purged(all, after.size(), time), time, after);
    }

    /** The older layers as one. Its hash table is as large as all changes would need. */
    private Layer<K, S> merged(List<Layer<K, S>> all) {
      int changes = all.stream().mapToInt(Layer::changes).sum();
      KeySlots<K> slots = new KeySlots<>(changes == 0 ? KeySlots.FIRST_CAPACITY : changes);
      List<Entry<K, S>> found = entriesBefore(time);
      slots.expect(found.size());
      long oldest = ALIVE;
      for (Entry<K, S> entry : found) {
        slots.number(entry.key);
        oldest = Math.min(oldest, entry.updated);
      }
      List<Entry<K, S>> ordered = new ArrayList<>(found.size());
      for (int number : slots.inSlotOrder()) {
        ordered.add(found.get(number));
      }
      return new Layer<>(ordered, found.size(), oldest);
    }
  }

  /** The states of this table, also those that a batch at {@code time} has replaced since. */
  private List<Entry<K, S>> entriesBefore(long time) {
    List<Entry<K, S>> found = new ArrayList<>(size());
    for (Layer<K, S> layer : layers) {
      for (Entry<K, S> entry : layer.entries) {
        if (entry.replaced >= time) {
          found.add(entry);
        }
      }
    }
    return found;
  }

  /** Without the entries that were replaced, once these are more than the others. */
  private static <K, S> List<Layer<K, S>> purged(List<Layer<K, S>> layers, int size, long time) {
    int entries = layers.stream().mapToInt(layer -> layer.entries.size()).sum();
    return entries <= 2 * size + SPARE
        ? layers
        : layers.stream().map(layer -> purged(layer, time)).toList();
  }

  private static <K, S> Layer<K, S> purged(Layer<K, S> layer, long time) {
    List<Entry<K, S>> left = layer.entries.stream().filter(entry -> entry.replaced > time).toList();
    return new Layer<>(left, layer.changes, layer.oldest);
  }
}
