// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dstreambeam.conformance.behaviour.Trap;
import org.junit.jupiter.api.Test;

/** The list of traps that are not tested yet shrinks as operations come. */
class PendingTrapsTest {

  private record Pending(int trap, String type, String method, String reason) {
    static Pending parse(String line) {
      String[] cells = line.split(" \\| ", 3);
      String[] member = cells[1].split("#", 2);
      return new Pending(Integer.parseInt(cells[0]), member[0], member[1], cells[2]);
    }

    boolean isThereNow() {
      try {
        return Arrays.stream(Class.forName(type).getMethods())
            .map(Method::getName)
            .anyMatch(method::equals);
      } catch (ClassNotFoundException e) {
        return false;
      }
    }
  }

  @Test
  void noOperationOfAPendingTrapIsThereYet() throws IOException {
    assertThat(pending())
        .as("traps to write tests for in TrapsTest, and to delete from pending-traps.txt")
        .filteredOn(Pending::isThereNow)
        .isEmpty();
  }

  @Test
  void noOperationIsPendingInAClassThatIsMisspelt() throws IOException {
    assertThat(pending()).extracting(Pending::type).allSatisfy(Class::forName);
  }

  @Test
  void everyTrapIsTestedOrPending() throws Exception {
    Set<Integer> known = new TreeSet<>();
    for (Method test : BehaviourSuites.tests()) {
      Trap trap = test.getAnnotation(Trap.class);
      if (trap != null) {
        known.add(trap.value());
      }
    }
    pending().forEach(line -> known.add(line.trap()));
    assertThat(known).isEqualTo(IntStream.rangeClosed(1, 25).boxed().collect(Collectors.toSet()));
  }

  private static List<Pending> pending() throws IOException {
    return Files.readAllLines(Workspace.pendingTraps()).stream()
        .filter(line -> !line.startsWith("#"))
        .map(Pending::parse)
        .toList();
  }
}
