// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.recovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The operations of a program beside those of the checkpoint that it starts from, by name.
 *
 * <p>Names count the operations of a kind. Where one was added or taken away before others of its
 * kind, they are taken for each other: {@link #renumbered} says where that may be so.
 *
 * @param gone what was recorded and is not declared any more
 * @param changed what is declared under the same name, but cannot use what was recorded
 * @param added what is declared and was not recorded
 * @param kept what takes over what was recorded
 */
public record PlanMatch(
    List<NodeRecord> gone, List<Pair> changed, List<NodeRecord> added, List<Pair> kept) {

  /** An operation as it was recorded and as it is declared now. */
  public record Pair(NodeRecord recorded, NodeRecord declared) {

    /** {@code window was 2000 ms, is 4000 ms}; empty if nothing has changed. */
    String difference() {
      Set<String> keys = new LinkedHashSet<>(recorded.settings().keySet());
      keys.addAll(declared.settings().keySet());
      List<String> differences = new ArrayList<>();
      for (String key : keys) {
        String was = recorded.settings().getOrDefault(key, "none");
        String is = declared.settings().getOrDefault(key, "none");
        if (!was.equals(is)) {
          differences.add(key + " was " + was + ", is " + is);
        }
      }
      return String.join(", ", differences);
    }
  }

  public PlanMatch {
    gone = List.copyOf(gone);
    changed = List.copyOf(changed);
    added = List.copyOf(added);
    kept = List.copyOf(kept);
  }

  /** Compares what was recorded with what a program has declared. */
  public static PlanMatch of(List<NodeRecord> recorded, List<NodeRecord> declared) {
    Map<String, NodeRecord> former = new LinkedHashMap<>();
    recorded.forEach(node -> former.put(node.name(), node));
    List<Pair> changed = new ArrayList<>();
    List<Pair> kept = new ArrayList<>();
    List<NodeRecord> added = new ArrayList<>();
    for (NodeRecord node : declared) {
      NodeRecord before = former.remove(node.name());
      if (before == null) {
        added.add(node);
      } else {
        Pair pair = new Pair(before, node);
        (pair.difference().isEmpty() ? kept : changed).add(pair);
      }
    }
    return new PlanMatch(List.copyOf(former.values()), changed, added, kept);
  }

  /** Whether all that was recorded has a place. */
  public boolean isComplete() {
    return gone.isEmpty() && changed.isEmpty();
  }

  /** What has no place, by name, where it was declared, and why; empty if all has one. */
  public List<String> losses() {
    List<String> losses = new ArrayList<>();
    gone.forEach(node -> losses.add(node + " is gone"));
    changed.forEach(pair -> losses.add(pair.declared() + " has changed: " + pair.difference()));
    return losses;
  }

  /**
   * Operations that were declared elsewhere, of a kind of which there are more or fewer now: they
   * may be others than those that are recorded under their names.
   */
  public List<String> renumbered() {
    Set<String> kinds = new LinkedHashSet<>();
    gone.forEach(node -> kinds.add(node.operation()));
    added.forEach(node -> kinds.add(node.operation()));
    List<String> moved = new ArrayList<>();
    for (Pair pair : kept) {
      String was = pair.recorded().declared();
      String is = pair.declared().declared();
      if (kinds.contains(pair.declared().operation()) && !was.equals(is)) {
        moved.add(pair.declared().name() + " was " + was + ", is " + is);
      }
    }
    return moved;
  }

  /**
   * The generations that the declared operations have from this start on, by name: those that were
   * recorded, and one more for each that has changed, so that it finds nothing.
   */
  public Map<String, Integer> generations() {
    Map<String, Integer> generations = new HashMap<>();
    kept.forEach(pair -> generations.put(pair.recorded().name(), pair.recorded().generation()));
    changed.forEach(
        pair -> generations.put(pair.recorded().name(), pair.recorded().generation() + 1));
    return generations;
  }

  /** The names under which the checkpoint has what is not taken over. */
  public List<String> dropped() {
    List<NodeRecord> nodes = new ArrayList<>(gone);
    changed.forEach(pair -> nodes.add(pair.recorded()));
    return nodes.stream()
        .map(node -> node.generation() == 0 ? node.name() : node.name() + "." + node.generation())
        .toList();
  }
}
