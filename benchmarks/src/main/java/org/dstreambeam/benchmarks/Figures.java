// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one run of a program reported: the values of its {@code RESULT <key> <value>} lines, in
 * order. A key may occur once or many times. All other lines are the program's own business.
 */
record Figures(Map<String, List<Double>> byKey) {

  private static final Pattern LINE = Pattern.compile("RESULT (\\S+) (\\S+)");

  static Figures parse(List<String> output) {
    Map<String, List<Double>> byKey = new LinkedHashMap<>();
    for (String line : output) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        byKey
            .computeIfAbsent(matcher.group(1), key -> new ArrayList<>())
            .add(number(matcher.group(2), line));
      }
    }
    return new Figures(byKey);
  }

  private static double number(String text, String line) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new BenchmarkException("Not a number in the line: " + line, e);
    }
    if (!Double.isFinite(value)) {
      throw new BenchmarkException("Not a finite number in the line: " + line);
    }
    return value;
  }

  /** The values reported under the key; none is an error. */
  List<Double> of(String key) {
    List<Double> values = byKey.get(key);
    if (values == null) {
      throw new BenchmarkException(
          "The program printed no line 'RESULT %s <value>', only %s"
              .formatted(key, byKey.keySet()));
    }
    return values;
  }
}
