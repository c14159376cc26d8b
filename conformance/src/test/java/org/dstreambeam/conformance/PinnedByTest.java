// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that the page of differences names are there: a row without one proves nothing. */
class PinnedByTest {

  /** From the words to the end of the paragraph or of the item of a list. */
  private static final Pattern PINNED = Pattern.compile("(?is)pinned by (.*?)(?=\n\n|\n- |\n#|$)");

  /** {@code XTest}, {@code XTest.method}, or {@code .method} of the class named last. */
  private static final Pattern NAME = Pattern.compile("`(\\w+Test\\w*)?(?:\\.(\\w+))?`");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, List<Path>> sources = testSources();
    List<String> missing = new ArrayList<>();
    int named = 0;
    Matcher pinned = PINNED.matcher(Files.readString(Workspace.differences()));
    while (pinned.find()) {
      List<Path> current = List.of();
      Matcher name = NAME.matcher(pinned.group(1));
      while (name.find()) {
        named++;
        if (name.group(1) != null) {
          current = sources.getOrDefault(name.group(1), List.of());
        }
        if (current.isEmpty() || !hasMethod(current, name.group(2))) {
          missing.add(name.group());
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(named).as("number of names that were found").isGreaterThan(50);
  }

  @Test
  void everyRowNamesATest() throws IOException {
    String page = Files.readString(Workspace.differences());

    assertThat(Stream.of(page.split("\n### ", -1)).skip(1))
        .allSatisfy(row -> assertThat(row).containsIgnoringCase("pinned by `"));
  }

  private static boolean hasMethod(List<Path> sources, String method) throws IOException {
    for (Path source : sources) {
      if (method == null || Files.readString(source).contains("void " + method + "(")) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, List<Path>> testSources() throws IOException {
    Map<String, List<Path>> sources = new HashMap<>();
    Path root = Workspace.differences().resolve("../..").normalize();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().contains("/src/test/java/"))
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(
              file -> {
                String type = file.getFileName().toString().replace(".java", "");
                sources.computeIfAbsent(type, name -> new ArrayList<>()).add(file);
              });
    }
    return sources;
  }
}
