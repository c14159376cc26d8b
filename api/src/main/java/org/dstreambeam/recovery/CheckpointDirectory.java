// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.recovery;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.files.TextStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies where {@code checkpoint(directory)} points to. Failures of the file system are
 * undeclared {@link IOException}s.
 */
public final class CheckpointDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointDirectory.class);

  private static final String OURS = "dstream-beam";
  private static final int KEPT = 10;
  private static final Pattern PROGRAM = Pattern.compile("program-(\\d{1,18})");
  private static final Pattern SPARKS = Pattern.compile("checkpoint-(\\d+)([\\w.]*)");

  private final TextStore store;

  /** Nothing is read or created yet. */
  public CheckpointDirectory(TextStore store) {
    this.store = store;
  }

  /** The directory as a URI. */
  public String uri() {
    return store.uri();
  }

  /** Where a runner keeps its own checkpoints of a lineage; not created here. */
  public URI state(String lineage) {
    return URI.create(store.uriOf(OURS + "/state/" + lineage));
  }

  /** Where sources keep what the batches of a lineage took; not created here. */
  public URI cuts(String lineage) {
    return URI.create(store.uriOf(OURS + "/cuts/" + lineage));
  }

  /**
   * What is known of the last program that ran here. A file that cannot be read is passed over,
   * with a warning, if an older one can.
   *
   * @return empty if none ran
   * @throws RuntimeException an undeclared {@link SparkException} if there are files and none can
   *     be read, or only some that genuine Spark has written
   */
  public Optional<ProgramMetadata> newest() {
    Exception last = null;
    for (long written : writtenTimes()) {
      String file = OURS + "/program-" + written;
      try {
        return Optional.of(MetadataText.read(store.read(file)));
      } catch (IOException e) {
        LOG.warn("Error reading checkpoint from file {}", store.uriOf(file), e);
        last = e;
      }
    }
    if (last == null) {
      last = sparksOwn();
    }
    if (last == null) {
      return Optional.empty();
    }
    throw unreadable(last);
  }

  /** What Spark throws if nothing there can be read. */
  public RuntimeException unreadable(Exception cause) {
    return Rethrow.as(
        new SparkException("Failed to read checkpoint from directory " + store.name(), cause));
  }

  private @Nullable Exception sparksOwn() {
    for (String name : store.list("")) {
      if (SPARKS.matcher(name).matches()) {
        return new IOException(
            store.uriOf(name)
                + " was written by Spark Streaming: its state cannot be taken over. Start in"
                + " another directory, or let getOrCreate start anew with createOnError");
      }
    }
    return null;
  }

  /** Epoch ms, the newest first. */
  private List<Long> writtenTimes() {
    List<Long> times = new ArrayList<>();
    for (String name : store.list(OURS)) {
      Matcher matcher = PROGRAM.matcher(name);
      if (matcher.matches()) {
        times.add(Long.parseLong(matcher.group(1)));
      }
    }
    times.sort(Collections.reverseOrder());
    return times;
  }

  /** Adds what is known of a program; all but the newest ten are deleted. */
  public void write(ProgramMetadata metadata) {
    List<Long> former = writtenTimes();
    long newest = former.isEmpty() ? 0 : former.get(0);
    long now = Math.max(System.currentTimeMillis(), newest + 1); // whatever the clock says
    store.write(OURS + "/program-" + now, MetadataText.write(metadata));
    for (long old : former.subList(Math.min(KEPT - 1, former.size()), former.size())) {
      store.delete(OURS + "/program-" + old);
    }
  }

  @Override
  public String toString() {
    return uri();
  }
}
