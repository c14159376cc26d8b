// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.files.TextStore;
import org.dstreambeam.recovery.CheckpointDirectory;
import org.dstreambeam.recovery.ProgramMetadata;
import org.dstreambeam.recovery.RecoveredParallelism;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How programs get a context that may have run before. The graph comes from the program always:
 *
 * <pre>
 *   getOrCreate(path, factory) --- nothing there --- factory() --- begins with nothing
 *                              \-- metadata there -- factory() --- goes on where that was
 * </pre>
 *
 * A context that is made from a path alone has its configuration, batch interval and directory from
 * the metadata, and lets the program declare the streams.
 */
public final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final Object ACTIVE_OR_CREATED = new Object();

  /** What a context is made of that is made from a path alone. */
  public record FromPath(SparkContext spark, Duration batch, RecoveryRequest request) {}

  private Recovery() {}

  /**
   * The context of {@code factory}, which goes on where the last program in {@code store} was, if
   * one was there.
   *
   * @param createOnError whether to begin with nothing if what is there cannot be read
   * @throws RuntimeException an undeclared {@code SparkException} if it cannot be read otherwise;
   *     what {@code factory} throws, as it is
   */
  public static StreamingContext getOrCreate(
      TextStore store, Callable<StreamingContext> factory, boolean createOnError) {
    CheckpointDirectory directory = new CheckpointDirectory(store);
    ProgramMetadata recorded = read(directory, createOnError);
    StreamingContext context;
    if (recorded == null) {
      context = call(factory);
    } else {
      RecoveredParallelism parallelism = new RecoveredParallelism(recorded.parallelism());
      context = call(() -> parallelism.during(factory));
      try {
        ProgramCheckpoints.checkSources(context.lifecycle().plan().sources(), directory);
      } catch (Exception e) { // a checked one, undeclared
        if (!createOnError) {
          context.stop(parallelism.hasMadeSparkContext());
          throw e;
        }
        LOG.warn("The program starts anew", e);
        recorded = null;
      }
    }
    context.lifecycle().recover(new RecoveryRequest(directory, recorded, createOnError, false));
    return context;
  }

  private static @Nullable ProgramMetadata read(
      CheckpointDirectory directory, boolean createOnError) {
    try {
      return directory.newest().orElse(null);
    } catch (Exception e) { // a checked one, undeclared
      if (!createOnError) {
        throw e;
      }
      LOG.warn("The program starts anew", e);
      return null;
    }
  }

  private static StreamingContext call(Callable<StreamingContext> factory) {
    try {
      return factory.call();
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }

  /** The context that runs, or what {@code creating} makes; one call at a time. */
  public static StreamingContext getActiveOrCreate(Callable<StreamingContext> creating) {
    synchronized (ACTIVE_OR_CREATED) {
      StreamingContext active = ActiveContext.get();
      return active == null ? call(creating) : active;
    }
  }

  /**
   * What a context is made of that goes on where the last program in {@code store} was.
   *
   * @throws IllegalArgumentException if none was there
   * @throws RuntimeException an undeclared {@code SparkException} if it cannot be read
   */
  public static FromPath fromPath(TextStore store) {
    CheckpointDirectory directory = new CheckpointDirectory(store);
    ProgramMetadata recorded =
        required(
            directory.newest(),
            "Spark Streaming cannot be initialized with both SparkContext and checkpoint as null");
    return fromPath(directory, recorded, SparkContext.getOrCreate(recorded.sparkConf()));
  }

  /** As {@link #fromPath(TextStore)}, with a Spark context that the program has. */
  public static FromPath fromPath(TextStore store, SparkContext spark) {
    CheckpointDirectory directory = new CheckpointDirectory(store);
    ProgramMetadata recorded =
        required(directory.newest(), "Batch duration for StreamingContext cannot be null");
    return fromPath(directory, recorded, spark);
  }

  private static FromPath fromPath(
      CheckpointDirectory directory, ProgramMetadata recorded, SparkContext spark) {
    new RecoveredParallelism(recorded.parallelism()).set(spark.conf());
    return new FromPath(
        spark,
        new Duration(recorded.batchMillis()),
        new RecoveryRequest(directory, recorded, false, true));
  }

  private static ProgramMetadata required(Optional<ProgramMetadata> found, String message) {
    return found.orElseThrow(() -> new IllegalArgumentException("requirement failed: " + message));
  }
}
