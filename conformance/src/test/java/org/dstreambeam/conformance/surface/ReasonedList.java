// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A list of exceptions to a rule, of which each has its reason: lines {@code entry # reason}, and
 * comments that begin with {@code #}. (An entry has a {@code #} too, but none between spaces.)
 */
record ReasonedList(Map<String, String> reasons) {
  static final String SEPARATOR = " # ";

  static ReasonedList parse(List<String> lines) {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int separator = line.indexOf(SEPARATOR);
      if (separator < 0 || line.substring(separator + SEPARATOR.length()).isBlank()) {
        throw new IllegalArgumentException("No reason (entry # reason) in the line: " + line);
      }
      String entry = line.substring(0, separator).strip();
      if (reasons.put(entry, line.substring(separator + SEPARATOR.length()).strip()) != null) {
        throw new IllegalArgumentException("Twice in the list: " + entry);
      }
    }
    return new ReasonedList(reasons);
  }

  Optional<String> reason(String entry) {
    return Optional.ofNullable(reasons.get(entry));
  }

  Set<String> entries() {
    return reasons.keySet();
  }
}
