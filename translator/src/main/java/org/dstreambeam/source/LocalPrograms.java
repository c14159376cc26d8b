// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dstreambeam.cluster.ShippedProgram;

/**
 * The programs that run in this JVM, under an id that travels with the pipeline: how transforms
 * find the feeds and the driver's own objects without carrying them.
 */
public final class LocalPrograms {

  private static final Map<String, HostedProgram> PROGRAMS = new ConcurrentHashMap<>();

  private LocalPrograms() {}

  public static void register(HostedProgram program) {
    PROGRAMS.put(program.id(), program);
  }

  public static void unregister(String id) {
    PROGRAMS.remove(id);
  }

  /**
   * The program of that id; in a JVM of a cluster, what was sent there, which is read when it is
   * asked for first.
   *
   * @throws IllegalStateException if no such program runs here
   */
  public static HostedProgram get(String id) {
    HostedProgram program = PROGRAMS.get(id);
    return program == null ? shipped(id) : program;
  }

  private static synchronized HostedProgram shipped(String id) {
    HostedProgram program = PROGRAMS.get(id);
    if (program == null) {
      program = ShippedProgram.find(id);
      if (program == null) {
        throw new IllegalStateException("Program " + id + " does not run in this JVM (any more)");
      }
      PROGRAMS.put(id, program);
    }
    return program;
  }
}
