// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import org.apache.spark.rdd.RDD;
import scala.collection.JavaConverters;

/**
 * RDDs that a stream takes one after the other: those that are there when it is declared, or also
 * those that the program adds later.
 */
public final class RddQueue implements Serializable {

  private static final long serialVersionUID = 1L;

  private final List<RDD<?>> rdds;
  private final transient scala.collection.mutable.Queue<RDD<?>> live;

  private RddQueue(List<RDD<?>> rdds, scala.collection.mutable.Queue<RDD<?>> live) {
    this.rdds = rdds;
    this.live = live;
  }

  /** What is in {@code queue} now. */
  public static RddQueue copyOf(Collection<? extends RDD<?>> queue) {
    return new RddQueue(List.copyOf(queue), new scala.collection.mutable.Queue<>());
  }

  /** What is in {@code queue}, and what is added to it; it is read with its monitor held. */
  @SuppressWarnings("unchecked") // only taken from
  public static <T> RddQueue of(scala.collection.mutable.Queue<RDD<T>> queue) {
    return new RddQueue(List.of(), (scala.collection.mutable.Queue<RDD<?>>) (Object) queue);
  }

  /** A reader takes what is copied for itself, and what is live from all others. */
  public Reader open() {
    return new Reader(new ArrayDeque<>(rdds));
  }

  /** What is in it now. */
  public List<RDD<?>> rdds() {
    List<RDD<?>> all = new ArrayList<>(rdds);
    synchronized (live) {
      all.addAll(JavaConverters.seqAsJavaListConverter(live).asJava());
    }
    return all;
  }

  /** Elsewhere nobody can add to it. */
  private Object writeReplace() {
    return new Copied(rdds());
  }

  private record Copied(List<RDD<?>> rdds) implements Serializable {
    private Object readResolve() {
      return copyOf(rdds);
    }
  }

  /** Takes RDDs from it. */
  public final class Reader {

    private final Queue<RDD<?>> left;

    private Reader(Queue<RDD<?>> left) {
      this.left = left;
    }

    /** The next RDD, or all that there are; none if it is empty. */
    public List<RDD<?>> take(boolean oneOnly) {
      List<RDD<?>> taken = new ArrayList<>();
      while (!left.isEmpty() && !(oneOnly && taken.size() == 1)) {
        taken.add(left.remove());
      }
      synchronized (live) {
        while (live.nonEmpty() && !(oneOnly && taken.size() == 1)) {
          taken.add(live.dequeue());
        }
      }
      return taken;
    }
  }
}
