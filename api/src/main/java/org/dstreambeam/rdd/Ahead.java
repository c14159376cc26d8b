// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has been computed already of a dataset that a driver function is about to derive: the steps
 * that lead there, and the result. A program that takes just these steps is given the result, each
 * once: Spark, too, would compute a second derivation anew.
 */
public final class Ahead {

  /**
   * A result and the steps to it.
   *
   * @param steps each a {@link org.dstreambeam.compute.NarrowFunction} or a {@link
   *     org.dstreambeam.compute.Shuffle}; at least one
   */
  public record Derived(List<?> steps, Dataset<?> result) {

    private Derived afterTheFirst() {
      return new Derived(steps.subList(1, steps.size()), result);
    }
  }

  private final List<Derived> left;

  public Ahead(List<Derived> derived) {
    this.left = new ArrayList<>(derived);
  }

  /** What {@code step} leads to if that is known, else what {@code otherwise} makes. */
  @SuppressWarnings("unchecked") // equal steps make records of one type
  synchronized <O> Dataset<O> derive(
      Object step, java.util.function.Supplier<Dataset<O>> otherwise) {
    List<Derived> further = new ArrayList<>();
    @Nullable Dataset<O> found = null;
    for (Iterator<Derived> each = left.iterator(); each.hasNext(); ) {
      Derived derived = each.next();
      if (!derived.steps().get(0).equals(step)) {
        continue;
      }
      if (derived.steps().size() > 1) {
        further.add(derived.afterTheFirst());
        each.remove();
      } else if (found == null) {
        found = (Dataset<O>) derived.result();
        each.remove();
      }
    }
    Dataset<O> made = found == null ? otherwise.get() : found;
    made.knowAhead(new Ahead(further));
    return made;
  }
}
