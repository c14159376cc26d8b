// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dstreambeam.conformance.behaviour.Deviation;

/** The class files of the behaviour tables. */
final class BehaviourSuites {
  private BehaviourSuites() {}

  /** All methods of the suites. */
  static List<Method> tests() throws IOException, URISyntaxException, ClassNotFoundException {
    List<Method> methods = new ArrayList<>();
    for (Path file : classFiles()) {
      String simpleName = file.getFileName().toString().replace(".class", "");
      if (simpleName.endsWith("Test")) {
        Class<?> suite = Class.forName(Deviation.class.getPackageName() + "." + simpleName);
        methods.addAll(List.of(suite.getDeclaredMethods()));
      }
    }
    return methods;
  }

  static List<Path> classFiles() throws IOException, URISyntaxException {
    Path directory = Path.of(Deviation.class.getResource("").toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }
}
