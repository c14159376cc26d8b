// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dstreambeam.spi.StreamingBackend;
import org.dstreambeam.spi.StreamingExecution;
import org.dstreambeam.spi.StreamingProgram;
import org.jspecify.annotations.Nullable;

/**
 * A runner that runs nothing: it keeps what it was given, and writes what the next start has to
 * know.
 */
abstract class FakeBackend implements StreamingBackend {

  static final String ANY = "flink://fake:1";
  static final String FORGETFUL = "flink://forgetful:1";

  /** What was started, the last at the end. */
  static final List<StreamingProgram> STARTED = new ArrayList<>();

  /** The zeroTime of programs that begin with nothing. */
  static long zeroTime = 5000;

  /** Runs what is to be recovered. */
  public static final class Recovering extends FakeBackend {

    @Override
    public String name() {
      return "recovering";
    }

    @Override
    public boolean runs(String master) {
      return master.equals(ANY);
    }

    @Override
    public boolean recovers() {
      return true;
    }
  }

  /** Keeps nothing. */
  public static final class Forgetful extends FakeBackend {

    @Override
    public String name() {
      return "forgetful";
    }

    @Override
    public boolean runs(String master) {
      return master.equals(ANY) || master.equals(FORGETFUL);
    }

    @Override
    public boolean recovers() {
      return false;
    }
  }

  static StreamingProgram last() {
    return STARTED.get(STARTED.size() - 1);
  }

  static @Nullable String lastLineage() {
    var checkpointing = last().checkpointing();
    return checkpointing == null ? null : checkpointing.lineage();
  }

  @Override
  public StreamingExecution start(StreamingProgram program) {
    STARTED.add(program);
    var checkpointing = program.checkpointing();
    if (checkpointing != null) {
      var restored = checkpointing.restoreFrom();
      checkpointing.started(
          program, restored == null ? zeroTime : restored.zeroTime(), Map.of("runner", name()));
    }
    return gracefully -> {};
  }
}
