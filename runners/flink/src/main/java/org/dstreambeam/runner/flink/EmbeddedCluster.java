// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.net.URI;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.local.EngineThreads;
import org.dstreambeam.local.ExitWatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink in this JVM, on loopback and a free port.
 *
 * <p>One outlives its program: the next one need not wait for it to start. It ends with the
 * program's threads, or when one with more slots is wanted.
 */
final class EmbeddedCluster {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCluster.class);

  private static final String LOOPBACK = "127.0.0.1";

  /** For the exchange between tasks: each shuffle takes 64 KB or more per pair of slots. */
  private static final MemorySize NETWORK = MemorySize.ofMebiBytes(128);

  /** State is on the heap, nothing sorts: the least that Flink starts with. */
  private static final MemorySize MANAGED = MemorySize.ofMebiBytes(4);

  /** The newest one may turn out damaged: there should be some before it. */
  private static final int CHECKPOINTS = 3;

  private static @Nullable EmbeddedCluster idle;

  private final MiniCluster flink;
  private final int slots;
  private final boolean isNew;
  private @Nullable ExitWatch exitWatch;
  private boolean released;

  private EmbeddedCluster(MiniCluster flink, int slots, boolean isNew) {
    this.flink = flink;
    this.slots = slots;
    this.isNew = isNew;
  }

  /** One with as many slots at least, for one program. */
  static synchronized EmbeddedCluster acquire(int slots) {
    EmbeddedCluster known = idle;
    idle = null;
    if (known != null) {
      known.endExitWatch();
      if (known.slots >= slots) {
        return new EmbeddedCluster(known.flink, known.slots, false);
      }
      known.close();
    }
    return new EmbeddedCluster(EngineThreads.call(() -> started(slots)), slots, true);
  }

  private static MiniCluster started(int slots) throws Exception {
    MiniCluster flink =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration())
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .setCommonBindAddress(LOOPBACK)
                .build());
    flink.start();
    return flink;
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(RestOptions.PORT, 0);
    configuration.set(JobManagerOptions.ADDRESS, LOOPBACK);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED);
    configuration.set(
        CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, CHECKPOINTS); // not the client's
    // Nothing is fetched from others on behalf of a user, in a process that is the user's own.
    configuration.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
    // The program's classes come from its own loader, see EmbeddedEngine; there is none to leak.
    configuration.setString("classloader.check-leaked-classloader", "false");
    configuration.setString("classloader.resolve-order", "parent-first");
    return configuration;
  }

  MiniCluster flink() {
    return flink;
  }

  /** Whether nothing has run on it yet. */
  boolean isNew() {
    return isNew;
  }

  /** As Beam wants it: host and port. */
  String master() {
    URI address;
    try {
      address = flink.getRestAddress().get();
    } catch (Exception e) { // it runs, so it has one
      throw Rethrow.as(e);
    }
    return address.getHost() + ":" + address.getPort();
  }

  /** The program has ended; to be told again does no harm. */
  void release() {
    synchronized (EmbeddedCluster.class) {
      if (released) {
        return;
      }
      released = true;
      if (idle == null) {
        idle = this;
        exitWatch = ExitWatch.start(this::closeIfIdle);
        return;
      }
    }
    close(); // another program ran at the same time
  }

  private void endExitWatch() {
    if (exitWatch != null) {
      exitWatch.end();
    }
  }

  private void closeIfIdle() {
    synchronized (EmbeddedCluster.class) {
      if (idle != this) {
        return;
      }
      idle = null;
    }
    close();
  }

  private void close() {
    try {
      flink.close();
    } catch (Exception e) {
      LOG.warn("Flink could not be ended", e);
    }
  }
}
