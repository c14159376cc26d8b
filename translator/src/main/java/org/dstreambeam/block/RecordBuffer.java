// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Takes the records of a block while they are made, and keeps them in memory or, once that is used
 * up, on disk: chunk by chunk, so that it never holds more than one that is not accounted for.
 *
 * <p>A block that is small is not worth a file, and stays in memory; if it may have to wait for
 * long it goes to one that it has in common with others.
 *
 * <p>Sizes are estimated from a sample, the larger the records the denser. What cannot be
 * serialised stays in memory. A disk that fails takes nothing away from who fills the buffer: the
 * block fails.
 *
 * <p>Not thread-safe. To be filled, made a block of once, and forgotten.
 */
public final class RecordBuffer {

  private static final Logger LOG = LoggerFactory.getLogger(RecordBuffer.class);

  /** Blocks smaller than this are not worth a file. */
  private static final long SMALLEST_SPILL = 16 * 1024;

  private static final int SPARSEST_SAMPLE = 32;

  /** Between two samples there may be this share of a chunk. */
  private static final int SAMPLES_PER_CHUNK = 8;

  private static final Set<String> NOT_SERIALIZABLE = ConcurrentHashMap.newKeySet();
  private static final Set<String> SERIALIZABLE = ConcurrentHashMap.newKeySet();

  private final BlockMemory memory;
  private final boolean spillsSmall;
  private final long chunkBytes;
  private final BlockMemory.Charge charge;
  private final List<HeldRecords.Chunk> chunks = new ArrayList<>(1);
  private List<@Nullable Object> open = new ArrayList<>();
  private long openBytes;
  private long closedBytes;
  private long size;
  private int sampleIn;
  private int sampleEvery = 1;
  private @Nullable SpillFile file;
  private @Nullable SpillException failure;

  RecordBuffer(BlockMemory memory) {
    this(memory, false);
  }

  /**
   * @param spillsSmall whether it goes to disk for want of room however small it is
   */
  RecordBuffer(BlockMemory memory, boolean spillsSmall) {
    this.memory = memory;
    this.spillsSmall = spillsSmall;
    this.chunkBytes = memory.chunkBytes();
    this.charge = memory.new Charge();
  }

  /** Adds a record behind the others. */
  public void add(@Nullable Object record) {
    size++;
    open.add(record);
    if (--sampleIn <= 0) {
      sample(record);
    }
  }

  /** Adds all that are left. */
  public void addAll(Iterator<?> records) {
    while (records.hasNext()) {
      add(records.next());
    }
  }

  /** As {@link #addAll(Iterator)}; takes the list itself where it can. */
  void addAll(List<?> records) {
    long bytes = estimate(records);
    if (isEmpty() && (bytes < SMALLEST_SPILL || charge.tryGrow(bytes))) {
      if (bytes < SMALLEST_SPILL) {
        charge.grow(bytes);
      }
      size += records.size();
      chunks.add(new HeldRecords.InMemory(records));
    } else {
      addAll(records.iterator());
    }
  }

  /** As {@link #addAll(List)}; the list stays in memory whether there is room or not. */
  void addHeld(List<?> records) {
    charge.grow(estimate(records));
    size += records.size();
    chunks.add(new HeldRecords.InMemory(records));
  }

  private static long estimate(List<?> records) {
    long bytes = 0;
    int step = Math.max(1, records.size() / SPARSEST_SAMPLE);
    for (int i = 0; i < records.size(); i += step) {
      bytes += RecordSize.of(records.get(i)) * Math.min(step, records.size() - i);
    }
    return bytes;
  }

  /** Roughly how much heap the records take, or would if all of them were there. */
  public long bytes() {
    return closedBytes + openBytes;
  }

  /** How many records were added. */
  public long size() {
    return size;
  }

  public boolean isEmpty() {
    return open.isEmpty() && chunks.isEmpty() && failure == null;
  }

  private void sample(@Nullable Object record) {
    long size = RecordSize.of(record);
    openBytes += size * sampleEvery;
    long affordable = chunkBytes / SAMPLES_PER_CHUNK / Math.max(1, size);
    sampleEvery = (int) Math.max(1, Math.min(Math.min(affordable, SPARSEST_SAMPLE), open.size()));
    sampleIn = sampleEvery;
    if (openBytes >= chunkBytes) {
      closeChunk();
    }
  }

  private void closeChunk() {
    if (failure == null) {
      if (charge.tryGrow(openBytes)) {
        chunks.add(new HeldRecords.InMemory(open));
      } else {
        chunks.add(spill(open, openBytes));
      }
    }
    if (failure != null) {
      chunks.clear();
    }
    open = new ArrayList<>();
    closedBytes += openBytes;
    openBytes = 0;
  }

  /** Writes a chunk to disk, or says why it stays in memory. */
  private HeldRecords.Chunk spill(List<@Nullable Object> records, long bytes) {
    byte[] serialized = serialize(records);
    if (serialized == null) {
      charge.grow(bytes);
      return new HeldRecords.InMemory(records);
    }
    try {
      if (file == null) {
        file = memory.directory().newFile();
      }
      long offset = file.append(serialized);
      return new HeldRecords.OnDisk(offset, serialized.length, records.size());
    } catch (SpillException e) {
      fail(e);
      return new HeldRecords.InMemory(List.of());
    }
  }

  private void fail(SpillException reason) {
    discard();
    failure = reason;
  }

  /** Gives back what it holds; for who cannot fill it to the end. */
  public void discard() {
    chunks.clear();
    open = new ArrayList<>();
    charge.release();
    if (file != null) {
      file.delete();
    }
  }

  /** The bytes of a chunk; null if its records have none. */
  private byte @Nullable [] serialize(List<@Nullable Object> records) {
    Object first = records.get(0);
    String kind = kind(first);
    if (NOT_SERIALIZABLE.contains(kind)) {
      return null;
    }
    try {
      if (!SERIALIZABLE.contains(kind)) { // what can be written can not always be read
        memory.serializer().read(memory.serializer().write(new @Nullable Object[] {first}));
        SERIALIZABLE.add(kind);
      }
      return memory.serializer().write(records.toArray());
    } catch (IOException | RuntimeException e) {
      NOT_SERIALIZABLE.add(kind);
      LOG.warn(
          "Records such as {} cannot be serialised: they stay in memory beyond {}",
          kind,
          BlockMemory.MAX_MEMORY,
          e);
      return null;
    }
  }

  private static String kind(@Nullable Object record) {
    if (record instanceof Tuple2<?, ?> pair) {
      return "(" + kind(pair._1()) + ", " + kind(pair._2()) + ")";
    }
    return record == null ? "null" : record.getClass().getName();
  }

  /** A block of these records, or one that failed if the disk did. */
  public Block toBlock(long batchTime, long partition) {
    if (!open.isEmpty()) {
      closeLastChunk();
    }
    if (failure != null) {
      return Block.failed(batchTime, partition, failure);
    }
    charge.until(batchTime);
    return Block.of(batchTime, partition, new HeldRecords(memory, charge, chunks, file));
  }

  private void closeLastChunk() {
    long unsampled = (long) (sampleEvery - sampleIn) * (openBytes / Math.max(1, open.size()));
    openBytes += unsampled;
    if (openBytes < SMALLEST_SPILL && file == null && failure == null) {
      chunks.add(smallChunk());
    } else {
      closeChunk();
    }
  }

  private HeldRecords.Chunk smallChunk() {
    if (!spillsSmall) {
      charge.grow(openBytes);
    } else if (!charge.tryGrow(openBytes)) {
      byte[] serialized = serialize(open);
      if (serialized != null) {
        return writeSmall(serialized);
      }
      charge.grow(openBytes);
    }
    return new HeldRecords.InMemory(open);
  }

  private HeldRecords.Chunk writeSmall(byte[] serialized) {
    try {
      BlockMemory.Written written = memory.writeSmall(serialized);
      file = written.file();
      return new HeldRecords.OnDisk(written.offset(), serialized.length, open.size());
    } catch (SpillException e) {
      fail(e);
      return new HeldRecords.InMemory(List.of());
    }
  }
}
