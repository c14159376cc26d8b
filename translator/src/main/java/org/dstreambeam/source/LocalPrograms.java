// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The programs that run in this JVM, under an id that travels with the pipeline: how transforms
 * find the feeds and the driver's own objects without serialising them.
 */
public final class LocalPrograms {

  private static final Map<String, LocalProgram> PROGRAMS = new ConcurrentHashMap<>();

  private LocalPrograms() {}

  public static void register(LocalProgram program) {
    PROGRAMS.put(program.id(), program);
  }

  public static void unregister(String id) {
    PROGRAMS.remove(id);
  }

  /**
   * @throws IllegalStateException if no such program runs here
   */
  public static LocalProgram get(String id) {
    LocalProgram program = PROGRAMS.get(id);
    if (program == null) {
      throw new IllegalStateException("Program " + id + " does not run in this JVM (any more)");
    }
    return program;
  }
}
