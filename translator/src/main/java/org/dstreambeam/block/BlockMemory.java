// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/**
 * How much of the heap the records of blocks may take, and where they go beyond it.
 *
 * <pre>
 *   records -> RecordBuffer -> chunk full: room for it?  yes: stays in memory
 *                                                        no:  serialised, to the block's spill file
 * </pre>
 *
 * <p>There is one per JVM, as there is one heap and no more than one active context; stages ask for
 * {@link #current()} and need not be told. What a block takes is given back when the outputs of its
 * batch are done, or when it is garbage, whichever comes first: garbage alone would count for as
 * long as the collector has no reason to look.
 *
 * <p>Thread-safe.
 */
public final class BlockMemory implements AutoCloseable {

  /** Bytes of records that all blocks together may keep in memory. */
  public static final String MAX_MEMORY = "spark.dstreambeam.blocks.maxMemory";

  /** The directories for what exceeds them, separated by commas. */
  static final String LOCAL_DIR = "spark.local.dir";

  /** Spark's default for {@link #LOCAL_DIR} is the JVM's, too. */
  private static final String TEMPORARY = System.getProperty("java.io.tmpdir", "/tmp");

  /** The rest is for what runs: user code, hash tables, chunks while they are read or written. */
  private static final double DEFAULT_FRACTION = 0.3;

  private static final int CHUNKS_PER_MEMORY = 64;
  private static final long SMALLEST_CHUNK = 16 * 1024;
  private static final long LARGEST_CHUNK = 1024 * 1024;

  /** Of a file that small blocks have in common: it goes with the last of them. */
  private static final long COMMON_BYTES = 16 * 1024 * 1024;

  static final Cleaner CLEANER = Cleaner.create();

  private static volatile BlockMemory current = new BlockMemory(new SparkConf(false));

  private final long most;
  private final SpillDirectory directory;
  private final RecordSerializer serializer;
  private final Map<Long, Batch> batches = new HashMap<>();
  private long used;

  /** Of blocks that are not worth a file of their own; guarded by the directory. */
  private @Nullable SpillFile common;

  /**
   * @throws IllegalArgumentException if {@value #MAX_MEMORY} is no size
   */
  BlockMemory(SparkConf conf) {
    this.most =
        conf.getSizeAsBytes(
            MAX_MEMORY, (long) (DEFAULT_FRACTION * Runtime.getRuntime().maxMemory()));
    this.directory = new SpillDirectory(localDirectories(conf));
    this.serializer = RecordSerializer.named(conf.get("spark.serializer", ""));
  }

  private static List<Path> localDirectories(SparkConf conf) {
    String configured = conf.get(LOCAL_DIR, "");
    return Arrays.stream((configured.isBlank() ? TEMPORARY : configured).split(",", -1))
        .map(String::strip)
        .filter(directory -> !directory.isEmpty())
        .map(Path::of)
        .toList();
  }

  /** Where stages of this JVM account for their blocks. */
  public static BlockMemory current() {
    return current;
  }

  /**
   * The memory of a program that begins: {@link #current()} from now on, until it is closed.
   *
   * @param conf read for {@value #MAX_MEMORY}, {@value #LOCAL_DIR} and {@code spark.serializer}
   * @throws IllegalArgumentException if {@value #MAX_MEMORY} is no size
   */
  public static synchronized BlockMemory open(SparkConf conf) {
    current = new BlockMemory(conf);
    return current;
  }

  /** Removes the files: blocks that have some cannot be read any more. */
  @Override
  public void close() {
    synchronized (BlockMemory.class) {
      if (current == this) {
        current = new BlockMemory(new SparkConf(false));
      }
    }
    directory.close();
  }

  /** An empty buffer for the records of a block. */
  public RecordBuffer newBuffer() {
    return new RecordBuffer(this);
  }

  /**
   * As {@link #newBuffer}, for a block of any size that may have to wait for long. A small one goes
   * to disk too if there is no room: there may be any number of them.
   */
  public RecordBuffer newWaitingBuffer() {
    return new RecordBuffer(this, true);
  }

  /** {@code records} as the contents of a block; the list is not to be changed any more. */
  public RecordBuffer bufferOf(List<?> records) {
    RecordBuffer buffer = newBuffer();
    buffer.addAll(records);
    return buffer;
  }

  /**
   * {@code records} as the contents of a block; something else holds them too, so that they stay in
   * memory at all events. They count all the same: batches on their way are the fewer for them.
   */
  public RecordBuffer bufferOfHeld(List<?> records) {
    RecordBuffer buffer = newBuffer();
    buffer.addHeld(records);
    return buffer;
  }

  /**
   * The outputs of the batch are done: what its blocks took counts no longer.
   *
   * @return the most that they ever took at a time, in bytes
   */
  public synchronized long batchDone(long batchTime) {
    Batch batch = batches.remove(batchTime);
    if (batch != null) {
      batch.done = true;
      used -= batch.bytes;
    }
    return batch == null ? 0 : batch.mostBytes;
  }

  /** Bytes of records that all blocks together may keep in memory. */
  public long most() {
    return most;
  }

  /** Bytes of records in memory, as estimated. */
  public synchronized long used() {
    return used;
  }

  /** What was written to a file that others use, too. */
  record Written(SpillFile file, long offset) {}

  /**
   * Writes a small block.
   *
   * @throws SpillException if it cannot be written
   */
  Written writeSmall(byte[] chunk) {
    synchronized (directory) {
      SpillFile file = common;
      if (file == null) {
        file = directory.newFile();
        common = file;
      }
      long offset;
      try {
        offset = file.append(chunk);
      } catch (SpillException e) { // nobody knows how long it is now
        common = null;
        file.delete(); // as soon as its blocks let it go
        throw e;
      }
      Written written = new Written(file.share(), offset);
      if (file.length() >= COMMON_BYTES) {
        common = null;
        file.delete(); // as soon as its blocks let it go
      }
      return written;
    }
  }

  long chunkBytes() {
    return Math.min(LARGEST_CHUNK, Math.max(SMALLEST_CHUNK, most / CHUNKS_PER_MEMORY));
  }

  SpillDirectory directory() {
    return directory;
  }

  RecordSerializer serializer() {
    return serializer;
  }

  /** What the blocks of one batch take. */
  private static final class Batch {
    long bytes;
    long mostBytes;
    boolean done;

    void grow(long more) {
      bytes += more;
      mostBytes = Math.max(mostBytes, bytes);
    }
  }

  /** What one block takes; all guarded by the memory it is taken from. */
  final class Charge {
    private long bytes;
    private @Nullable Batch batch;
    private @Nullable Long batchTime;
    private int keepers;

    /** Takes more, if there is as much. */
    boolean tryGrow(long more) {
      synchronized (BlockMemory.this) {
        if (used + more > most) {
          return false;
        }
        grow(more);
        return true;
      }
    }

    /** Takes more, whether there is as much or not. */
    void grow(long more) {
      synchronized (BlockMemory.this) {
        used += more;
        bytes += more;
        if (batch != null) {
          batch.grow(more);
        }
      }
    }

    /** Gives it back with the outputs of that batch, at the latest. */
    void until(long newBatchTime) {
      synchronized (BlockMemory.this) {
        if (batch == null && bytes > 0) {
          batchTime = newBatchTime;
          batch = batches.computeIfAbsent(newBatchTime, time -> new Batch());
          batch.grow(bytes);
        }
      }
    }

    /** Does not give it back with the batch, but with the last {@link #letGo}. */
    void keep() {
      synchronized (BlockMemory.this) {
        keepers++;
        if (batch != null && batch.done) {
          used += bytes;
        } else if (batch != null) {
          leaveBatch();
        }
        batch = null;
      }
    }

    private void leaveBatch() {
      if (batch != null && batchTime != null) {
        batch.bytes -= bytes;
        if (batch.bytes == 0) {
          batches.remove(batchTime, batch);
        }
      }
    }

    /** Ends what one call of {@link #keep} began. */
    void letGo() {
      synchronized (BlockMemory.this) {
        if (--keepers == 0) {
          release();
        }
      }
    }

    /** Gives back all that is taken. */
    void release() {
      synchronized (BlockMemory.this) {
        if (batch == null || !batch.done) {
          leaveBatch();
          used -= bytes;
        }
        batch = null;
        bytes = 0;
      }
    }
  }
}
