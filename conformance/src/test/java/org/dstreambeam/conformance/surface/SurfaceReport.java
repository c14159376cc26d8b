// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.objectweb.asm.Type;

/** What of Spark's API is here and what is missing, for people to read. */
record SurfaceReport(String sparkVersion, List<ClassComparison> comparisons) {

  /** Counts of all types, then the missing members of each, then what was left out, and why. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("The API of Spark ").append(sparkVersion).append(", and ours\n\n");
    text.append(String.format("%-75s %8s %8s%n", "Type", "present", "missing"));
    for (ClassComparison comparison : comparisons) {
      text.append(
          String.format(
              "%-75s %8d %8s%n",
              comparison.className(), comparison.present(), missingCount(comparison)));
    }
    text.append(String.format("%-75s %8d %8s%n%n", "In all", totalPresent(), totalMissing()));
    text.append("Missing\n");
    for (ClassComparison comparison : incomplete()) {
      text.append("\n").append(comparison.className()).append("\n");
      lines(comparison).forEach(line -> text.append("  ").append(line).append("\n"));
    }
    text.append("\nLeft out of the comparison, by reason\n");
    leftOutByReason()
        .forEach(
            (reason, members) -> {
              text.append("\n").append(reason).append("\n");
              members.forEach(member -> text.append("  ").append(member).append("\n"));
            });
    return text.toString();
  }

  /** The counts and the missing members as tables. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("| Type | Present | Missing |\n| --- | ---: | ---: |\n");
    for (ClassComparison comparison : comparisons) {
      text.append(
          String.format(
              "| `%s` | %d | %s |%n",
              comparison.className(), comparison.present(), missingCount(comparison)));
    }
    text.append(String.format("| **In all** | %d | %s |%n", totalPresent(), totalMissing()));
    text.append("\n| Type | Missing members |\n| --- | --- |\n");
    for (ClassComparison comparison : incomplete()) {
      String members =
          lines(comparison).stream()
              .map(line -> "`" + line + "`")
              .collect(Collectors.joining(", "));
      text.append("| `").append(comparison.className()).append("` | ").append(members);
      text.append(" |\n");
    }
    return text.toString();
  }

  /** {@code foreachRDD(VoidFunction2): void}, without the class and without packages. */
  static String readable(String entry) {
    int hash = entry.indexOf('#');
    if (hash < 0) {
      return entry;
    }
    String member = entry.substring(hash + 1);
    int space = member.indexOf(' ');
    String name = member.substring(0, space);
    String descriptor = member.substring(space + 1);
    if (name.equals("extends")) {
      return member;
    }
    if (!descriptor.startsWith("(")) {
      return name + ": " + simpleName(Type.getType(descriptor));
    }
    String parameters =
        Arrays.stream(Type.getArgumentTypes(descriptor))
            .map(SurfaceReport::simpleName)
            .collect(Collectors.joining(", ", "(", ")"));
    return name.equals(Member.CONSTRUCTOR)
        ? "new" + parameters
        : name + parameters + ": " + simpleName(Type.getReturnType(descriptor));
  }

  private static String simpleName(Type type) {
    String name = type.getClassName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String missingCount(ClassComparison comparison) {
    return comparison.isMissing() ? "all" : String.valueOf(comparison.missingInAll());
  }

  private int totalPresent() {
    return comparisons.stream().mapToInt(ClassComparison::present).sum();
  }

  private String totalMissing() {
    int members =
        comparisons.stream()
            .filter(comparison -> !comparison.isMissing())
            .mapToInt(ClassComparison::missingInAll)
            .sum();
    long types = comparisons.stream().filter(ClassComparison::isMissing).count();
    return members + " and " + types + " types";
  }

  private List<ClassComparison> incomplete() {
    return comparisons.stream().filter(comparison -> comparison.missingInAll() > 0).toList();
  }

  private static List<String> lines(ClassComparison comparison) {
    if (comparison.isMissing()) {
      return List.of("the whole type");
    }
    List<String> lines =
        new ArrayList<>(comparison.missing().stream().map(SurfaceReport::readable).toList());
    comparison
        .inheritedMissing()
        .forEach((supertype, count) -> lines.add("and " + count + " of " + supertype));
    return lines;
  }

  private Map<String, List<String>> leftOutByReason() {
    Map<String, List<String>> byReason = new TreeMap<>();
    for (ClassComparison comparison : comparisons) {
      comparison
          .leftOut()
          .forEach(
              (key, reason) ->
                  byReason
                      .computeIfAbsent(reason, unused -> new ArrayList<>())
                      .add(comparison.className() + "#" + key));
    }
    return byReason;
  }
}
