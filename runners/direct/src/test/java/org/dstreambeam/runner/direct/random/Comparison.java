// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dstreambeam.runner.direct.random.Observed.Pass;

/** Holds what a run gave against what the simulator says. */
final class Comparison {

  private final ProgramSpec program;

  private Comparison(ProgramSpec program) {
    this.program = program;
  }

  /** The first difference, in words; empty if there is none. */
  static String difference(ProgramSpec program, List<Observed> observed) {
    return new Comparison(program).difference(observed);
  }

  private String difference(List<Observed> observed) {
    List<List<List<Partition>>> batches = MicroBatchSimulator.run(program);
    Iterator<Observed> journal = observed.iterator();
    for (int batch = 0; batch < program.batches(); batch++) {
      List<List<Partition>> streams = batches.get(batch);
      for (int output = 0; output < program.outputs().size(); output++) {
        if (!program.hasBatch(program.outputs().get(output), batch)) {
          continue;
        }
        Observed given = journal.next();
        long batchTime = ProgramRun.timeOf(batch);
        if (given.output() != output || given.batchTime() != batchTime) {
          return "expected output " + output + " of batch " + batchTime + " ms, but got " + given;
        }
        int stream = program.outputs().get(output);
        String difference = difference(streams.get(stream), program.isOrdered(stream), given);
        if (!difference.isEmpty()) {
          return "output %d of batch %d ms: %s%n  expected %s%n  observed %s"
              .formatted(output, batchTime, difference, streams.get(stream), given);
        }
      }
    }
    return "";
  }

  private static String difference(List<Partition> expected, boolean ordered, Observed given) {
    if (given.partitions() != expected.size()) {
      return given.partitions() + " partitions instead of " + expected.size();
    }
    Set<String> failures = new TreeSet<>();
    expected.forEach(partition -> failures.addAll(partition.failures()));
    boolean right =
        failures.isEmpty()
            ? given.atOnce().failure().isEmpty() && same(expected, ordered, given.atOnce())
            : failures.contains(given.atOnce().failure());
    if (!right) {
      return "collect";
    }
    List<Partition> good = expected.stream().takeWhile(partition -> !partition.failed()).toList();
    Pass oneByOne = given.oneByOne();
    right =
        same(good, ordered, oneByOne)
            && (good.size() == expected.size()
                ? oneByOne.failure().isEmpty()
                : expected.get(good.size()).failures().contains(oneByOne.failure()));
    return right ? "" : "toLocalIterator";
  }

  private static boolean same(List<Partition> expected, boolean ordered, Pass pass) {
    if (expected.size() != pass.partitions().size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      List<String> records = expected.get(i).records().stream().map(String::valueOf).toList();
      List<String> given = pass.partitions().get(i);
      if (!(ordered ? records.equals(given) : sorted(records).equals(sorted(given)))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream().sorted().toList();
  }
}
