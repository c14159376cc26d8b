// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.lang.ref.WeakReference;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The datasets of a context that are persisted, by id, as long as the program holds them. */
public final class PersistedDatasets {

  private final ConcurrentHashMap<Integer, WeakReference<Dataset<?>>> datasets =
      new ConcurrentHashMap<>();

  void add(Dataset<?> dataset) {
    datasets.values().removeIf(reference -> reference.get() == null);
    datasets.put(dataset.id(), new WeakReference<>(dataset));
  }

  void remove(Dataset<?> dataset) {
    datasets.remove(dataset.id());
  }

  /** Those that are persisted now. */
  public SortedMap<Integer, Dataset<?>> byId() {
    SortedMap<Integer, Dataset<?>> found = new TreeMap<>();
    datasets.forEach(
        (id, reference) -> {
          Dataset<?> dataset = reference.get();
          if (dataset != null) {
            found.put(id, dataset);
          }
        });
    return found;
  }
}
