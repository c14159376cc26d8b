// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.LoggedBlock;
import org.dstreambeam.block.RecordBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a receiver has stored, block by block, on storage that outlives the process. Blocks are
 * numbered, from 1 and without a gap.
 *
 * <pre>
 *   run-2            the run that writes
 *   1-1-0            blocks from 1 on, of run 1, its first segment
 *   118-1-1          blocks from 118 on, its second
 *   140-2-2          blocks from 140 on, of run 2: what run 1 may have from 140 on does not count
 * </pre>
 *
 * <p>A segment counts up to where a later one begins. So a write that failed, of which nobody knows
 * how much is there, is repeated in a segment of its own; and so is what another run has left
 * unfinished.
 *
 * <p>A run that was given up, and does not know, must tell nobody that it has stored what the next
 * run does not read. The next one removes the name of the run before, and then reads; each run
 * writes, and then looks whether its name is there.
 *
 * <p>Not thread-safe, but for {@link #forgetUpTo}.
 */
final class ReceivedLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReceivedLog.class);

  private static final Pattern SEGMENT = Pattern.compile("(\\d{1,18})-(\\d{1,9})-(\\d{1,9})");
  private static final Pattern RUN = Pattern.compile("run-(\\d{1,9})");
  private static final String UNFINISHED = ".run-";

  private final FileSystem files;
  private final FileSystem plain;
  private final Path directory;
  private final LogSettings settings;
  private int run;
  private int segments;
  private long next = 1;
  private @Nullable FSDataOutputStream stream;
  private long rollAt;

  /**
   * Some of the blocks.
   *
   * @param first the number of its first one
   * @param order of the segments of one run
   * @param end one more than the number of the last one that counts
   */
  private record Segment(Path path, long first, int run, int order, long end) {
    Segment until(long newEnd) {
      return new Segment(path, first, run, order, newEnd);
    }
  }

  private ReceivedLog(FileSystem files, Path directory, LogSettings settings) {
    this.files = files;
    // The one with checksums keeps the last bytes to itself until it is closed.
    this.plain = files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
    this.directory = directory;
    this.settings = settings;
  }

  /**
   * @param directory of the one receiver; created if it is not there
   */
  static ReceivedLog in(String directory, Configuration configuration, LogSettings settings)
      throws IOException {
    Path path = new Path(directory);
    FileSystem files = path.getFileSystem(configuration);
    files.mkdirs(path);
    return new ReceivedLog(files, path, settings);
  }

  /** Makes this the run that writes; what is read from here on is all that there will ever be. */
  void takeOver() throws IOException {
    do {
      run = lastRun() + 1;
    } while (!createName());
    for (FileStatus file : files.listStatus(directory)) {
      String name = file.getPath().getName();
      Matcher other = RUN.matcher(name);
      if (other.matches() && Integer.parseInt(other.group(1)) < run) {
        files.delete(file.getPath(), false);
      }
    }
  }

  private int lastRun() throws IOException {
    int last = 0;
    for (FileStatus file : files.listStatus(directory)) {
      Matcher matcher = RUN.matcher(file.getPath().getName());
      if (matcher.matches()) {
        last = Math.max(last, Integer.parseInt(matcher.group(1)));
      }
    }
    for (Segment segment : segments()) {
      last = Math.max(last, segment.run());
    }
    return last;
  }

  private boolean createName() throws IOException {
    Path unfinished = new Path(directory, UNFINISHED + UUID.randomUUID());
    files.create(unfinished, true).close();
    return FirstName.give(files, unfinished, name());
  }

  private Path name() {
    return new Path(directory, "run-" + run);
  }

  /** All of them, in their order, those that do not count too. */
  private List<Segment> segments() throws IOException {
    List<Segment> found = new ArrayList<>();
    for (FileStatus file : files.listStatus(directory)) {
      Matcher matcher = SEGMENT.matcher(file.getPath().getName());
      if (matcher.matches()) {
        long first = Long.parseLong(matcher.group(1));
        int ofRun = Integer.parseInt(matcher.group(2));
        int order = Integer.parseInt(matcher.group(3));
        found.add(new Segment(file.getPath(), first, ofRun, order, Long.MAX_VALUE));
      }
    }
    found.sort(Comparator.comparingInt(Segment::run).thenComparingInt(Segment::order));
    long end = Long.MAX_VALUE;
    for (int i = found.size() - 1; i >= 0; i--) {
      found.set(i, found.get(i).until(end));
      end = Math.min(end, found.get(i).first());
    }
    return found;
  }

  /** Reads blocks one after the other. */
  final class Reader implements AutoCloseable {
    private final List<Segment> rest;
    private @Nullable Segment segment;
    private @Nullable DataInputStream in;
    private long number;

    private Reader(long first) throws IOException {
      this.rest = new ArrayList<>(segments());
      rest.removeIf(one -> one.end() <= Math.max(first, one.first()));
      this.number = first;
    }

    /**
     * The next block.
     *
     * @return null if there is none any more
     * @throws IOException if it is not there, though later ones are, or cannot be read
     */
    @Nullable RecordBuffer next() throws IOException {
      while (true) {
        DataInputStream from = open();
        if (from == null) {
          return null;
        }
        RecordBuffer records = BlockMemory.current().newWaitingBuffer();
        long read = LoggedBlock.read(from, settings.serializer(), records);
        if (read == number && read < end()) {
          number++;
          return records;
        }
        records.discard();
        if (read < 0 || read >= end()) {
          endSegment();
        } else if (read > number) {
          throw missing();
        }
      }
    }

    private long end() {
      return segment == null ? 0 : segment.end();
    }

    private @Nullable DataInputStream open() throws IOException {
      if (in == null && !rest.isEmpty()) {
        Segment opened = rest.remove(0);
        if (opened.first() > number) {
          throw missing();
        }
        segment = opened;
        in = new DataInputStream(new BufferedInputStream(plain.open(opened.path())));
      }
      return in;
    }

    private void endSegment() throws IOException {
      close();
      if (end() != Long.MAX_VALUE && number < end()) {
        throw missing();
      }
    }

    private IOException missing() {
      return new IOException(
          "Block " + number + " of the write-ahead log in " + directory + " is not there");
    }

    @Override
    public void close() throws IOException {
      if (in != null) {
        in.close();
        in = null;
      }
    }
  }

  /** Reads what there is, from that block on; after {@link #takeOver}. */
  Reader read(long first) throws IOException {
    return new Reader(first);
  }

  /** The number of the next block that is written, which nothing before it has. */
  void goOnAt(long number) {
    next = number;
  }

  /**
   * Writes blocks with the next numbers. When it returns they are on storage; if it throws they
   * have no numbers.
   *
   * @throws IOException if they cannot be written, after some attempts
   * @throws SupersededException if another run has taken over
   */
  void append(List<Block> blocks) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        write(blocks);
        break;
      } catch (IOException | RuntimeException e) {
        giveUpSegment();
        if (attempt >= settings.attempts()) {
          throw e;
        }
        LOG.warn("The write-ahead log in {} cannot be written; trying again", directory, e);
      }
    }
    boolean isOurs = false;
    try {
      isOurs = files.exists(name());
    } finally {
      if (!isOurs) { // also if nobody knows: these numbers are given again, in another segment
        giveUpSegment();
      }
    }
    if (!isOurs) {
      throw new SupersededException(directory);
    }
    next += blocks.size();
  }

  private void write(List<Block> blocks) throws IOException {
    FSDataOutputStream to = stream;
    long now = System.nanoTime() / 1_000_000;
    if (to == null || now >= rollAt) {
      close();
      to = newSegment();
      rollAt = now + settings.rollingMillis();
    }
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to));
    long number = next;
    for (Block block : blocks) {
      LoggedBlock.write(number++, block, settings.serializer(), out);
    }
    out.flush();
    if (settings.closesAfterWrite() || !to.hasCapability(StreamCapabilities.HSYNC)) {
      close();
    } else {
      to.hsync();
    }
  }

  private FSDataOutputStream newSegment() throws IOException {
    Path path = new Path(directory, next + "-" + run + "-" + segments++);
    FSDataOutputStream created = plain.create(path, false);
    stream = created;
    return created;
  }

  /** What it has may be there or not; the next one begins with the same numbers. */
  private void giveUpSegment() {
    try {
      close();
    } catch (IOException e) {
      LOG.debug("A segment that could not be written cannot be closed either", e);
    }
  }

  /** Nobody asks for blocks up to that one any more. */
  void forgetUpTo(long number) throws IOException {
    for (Segment segment : segments()) {
      if (segment.end() <= number + 1) {
        files.delete(segment.path(), false);
      }
    }
  }

  @Override
  public void close() throws IOException {
    FSDataOutputStream open = stream;
    stream = null;
    if (open != null) {
      open.close();
    }
  }

  /** Another run of the program has taken over. */
  static final class SupersededException extends IOException {
    private static final long serialVersionUID = 1L;

    SupersededException(Path directory) {
      super("another run of the program writes to " + directory);
    }
  }
}
