// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanMatchTest {

  private static NodeRecord node(String name, int line, String... settings) {
    return node(name, 0, line, settings);
  }

  private static NodeRecord node(String name, int generation, int line, String... settings) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      map.put(settings[i], settings[i + 1]);
    }
    String operation = name.substring(0, name.indexOf('-'));
    return new NodeRecord(name, generation, operation + " at A.java:" + line, map);
  }

  @Test
  void aProgramFitsItself() {
    List<NodeRecord> nodes =
        List.of(node("receiverStream-1", 1), node("window-1", 2, "window", "2 ms"));
    PlanMatch match = PlanMatch.of(nodes, nodes);
    assertThat(match.isComplete()).isTrue();
    assertThat(match.losses()).isEmpty();
    assertThat(match.dropped()).isEmpty();
    assertThat(match.renumbered()).isEmpty();
    assertThat(match.kept()).hasSize(2);
    assertThat(match.added()).isEmpty();
  }

  @Test
  void linesMayMove() {
    PlanMatch match = PlanMatch.of(List.of(node("window-1", 1)), List.of(node("window-1", 9)));
    assertThat(match.isComplete()).isTrue();
    assertThat(match.renumbered()).isEmpty();
  }

  @Test
  void whatIsGoneIsNamedAsItWasDeclared() {
    PlanMatch match =
        PlanMatch.of(
            List.of(node("window-1", 1), node("updateStateByKey-1", 2), node("window-2", 3)),
            List.of(node("window-1", 1)));
    assertThat(match.isComplete()).isFalse();
    assertThat(match.losses())
        .containsExactly(
            "updateStateByKey-1 (updateStateByKey at A.java:2) is gone",
            "window-2 (window at A.java:3) is gone");
    assertThat(match.dropped()).containsExactly("updateStateByKey-1", "window-2");
  }

  @Test
  void whatHasChangedIsNamedWithTheDifference() {
    PlanMatch match =
        PlanMatch.of(
            List.of(node("window-1", 1, "window", "2 ms", "partitions", "2", "slide", "1 ms")),
            List.of(node("window-1", 4, "window", "4 ms", "slide", "1 ms", "partitioner", "P")));
    assertThat(match.isComplete()).isFalse();
    assertThat(match.losses())
        .containsExactly(
            "window-1 (window at A.java:4) has changed: window was 2 ms, is 4 ms,"
                + " partitions was 2, is none, partitioner was none, is P");
    assertThat(match.dropped()).containsExactly("window-1");
    assertThat(match.generations()).containsExactly(entry("window-1", 1));
  }

  @Test
  void whatIsAddedIsNoProblem() {
    PlanMatch match =
        PlanMatch.of(
            List.of(node("window-1", 1)),
            List.of(node("window-1", 1), node("reduceByKey-1", 2, "partitions", "2")));
    assertThat(match.isComplete()).isTrue();
    assertThat(match.added()).extracting(NodeRecord::name).containsExactly("reduceByKey-1");
    assertThat(match.generations()).containsExactly(entry("window-1", 0));
  }

  @Test
  void generationsGoOn() {
    PlanMatch match =
        PlanMatch.of(
            List.of(node("window-1", 2, 1), node("window-2", 2, 1, "k", "v"), node("x-1", 4, 1)),
            List.of(node("window-1", 1), node("window-2", 1)));
    assertThat(match.generations()).containsOnly(entry("window-1", 2), entry("window-2", 3));
    assertThat(match.dropped()).containsExactly("x-1.4", "window-2.2");
  }

  @Test
  void tellsWhereOthersMayHaveTakenTheName() {
    PlanMatch match =
        PlanMatch.of(
            List.of(
                node("receiverStream-1", 1),
                node("updateStateByKey-1", 2),
                node("updateStateByKey-2", 3)),
            List.of(node("receiverStream-1", 7), node("updateStateByKey-1", 3)));
    assertThat(match.renumbered())
        .containsExactly(
            "updateStateByKey-1 was updateStateByKey at A.java:2, is updateStateByKey at"
                + " A.java:3");
  }
}
