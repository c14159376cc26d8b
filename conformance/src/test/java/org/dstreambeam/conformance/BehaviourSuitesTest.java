// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.dstreambeam.conformance.behaviour.Deviation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for all behaviour tables. */
class BehaviourSuitesTest {
  private static final Pattern OURS = Pattern.compile("org/(dstreambeam|apache/beam)/[\\w/$]+");

  @Test
  void everyDeviationIsASectionOfThePageOfDifferences() throws Exception {
    List<String> sections =
        Files.readAllLines(Workspace.differences()).stream()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring("### ".length()))
            .toList();
    List<String> named = new ArrayList<>();
    for (Method test : BehaviourSuites.tests()) {
      Deviation deviation = test.getAnnotation(Deviation.class);
      if (deviation != null) {
        named.add(deviation.value());
      }
    }
    assertThat(named).isNotEmpty().isSubsetOf(sections);
  }

  @Test
  void noTestIsTaggedADeviationWithoutNamingItsSection() throws Exception {
    for (Method test : BehaviourSuites.tests()) {
      assertThat(Arrays.stream(test.getAnnotationsByType(Tag.class)).map(Tag::value))
          .as("tags of %s", test)
          .doesNotContain("deviation");
    }
  }

  /**
   * Or they would not run on genuine Spark, or show something else there. The broker that they read
   * from is the same on both.
   */
  @Test
  void theSuitesNameNothingOfOurs() throws Exception {
    for (Path file : BehaviourSuites.classFiles()) {
      String constants = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertThat(OURS.matcher(constants).results().map(MatchResult::group))
          .as("names in %s", file.getFileName())
          .allMatch(
              name ->
                  name.startsWith("org/dstreambeam/conformance/behaviour/")
                      || name.startsWith("org/dstreambeam/kafkabroker/"));
    }
  }
}
