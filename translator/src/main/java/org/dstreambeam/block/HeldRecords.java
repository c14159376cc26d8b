// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.io.IOException;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.dstreambeam.compute.CountableIterator;
import org.dstreambeam.compute.RecordCopy;
import org.jspecify.annotations.Nullable;

/**
 * The records of a block that are accounted for: chunks in memory and on disk, in order. Any number
 * of readers may pass over them, each with one chunk of the disk's in memory at a time. The file
 * goes when this is garbage.
 */
final class HeldRecords implements Iterable<@Nullable Object> {

  /** Some consecutive records. */
  sealed interface Chunk {
    int count();
  }

  record InMemory(List<?> records) implements Chunk {
    @Override
    public int count() {
      return records.size();
    }
  }

  record OnDisk(long offset, int bytes, int count) implements Chunk {}

  private final RecordSerializer serializer;
  private final BlockMemory.Charge charge;
  private final List<Chunk> chunks;
  private final @Nullable SpillFile file;

  @SuppressWarnings("this-escape") // the cleaner waits for this to be unreachable
  HeldRecords(
      BlockMemory memory, BlockMemory.Charge charge, List<Chunk> chunks, @Nullable SpillFile file) {
    this.serializer = memory.serializer();
    this.charge = charge;
    this.chunks = chunks;
    this.file = file;
    BlockMemory.CLEANER.register(this, () -> letGo(charge, file));
  }

  private static void letGo(BlockMemory.Charge charge, @Nullable SpillFile file) {
    charge.release();
    if (file != null) {
      file.delete();
    }
  }

  BlockMemory.Charge charge() {
    return charge;
  }

  @Override
  @SuppressWarnings("unchecked") // an Iterator only produces
  public Iterator<@Nullable Object> iterator() {
    if (chunks.size() == 1 && chunks.get(0) instanceof InMemory all) {
      return (Iterator<@Nullable Object>) all.records().iterator();
    }
    return new Pass(false);
  }

  /** Records that no other reader gets: what comes from disk is a copy already. */
  Iterator<@Nullable Object> copies() {
    Iterator<@Nullable Object> all = iterator();
    if (all instanceof CountableIterator<?> known && known.givesImmutable()) {
      return all;
    }
    return new Pass(true);
  }

  private List<?> load(OnDisk chunk) {
    SpillFile spilled = file;
    if (spilled == null) {
      throw new IllegalStateException("A chunk on disk without a file");
    }
    try {
      byte[] bytes = spilled.read(chunk.offset(), chunk.bytes());
      return Arrays.asList((@Nullable Object[]) serializer.read(bytes));
    } catch (IOException e) {
      throw SpillException.reading(spilled.path(), e);
    } finally {
      Reference.reachabilityFence(this); // or else the file might go while it is read
    }
  }

  /** One reader. */
  private final class Pass implements CountableIterator<@Nullable Object> {
    private final boolean copies;
    private final Iterator<Chunk> rest = chunks.iterator();
    private Iterator<?> current = List.of().iterator();
    private boolean fresh;

    Pass(boolean copies) {
      this.copies = copies;
    }

    @Override
    public boolean hasNext() {
      while (!current.hasNext()) {
        if (!rest.hasNext()) {
          return false;
        }
        Chunk chunk = rest.next();
        fresh = chunk instanceof OnDisk;
        current = (chunk instanceof OnDisk spilled ? load(spilled) : inMemory(chunk)).iterator();
      }
      return true;
    }

    private static List<?> inMemory(Chunk chunk) {
      return ((InMemory) chunk).records();
    }

    @Override
    public @Nullable Object next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Object record = current.next();
      return copies && !fresh ? RecordCopy.of(record) : record;
    }

    @Override
    public long countRemaining() {
      long count = 0;
      for (; current.hasNext(); current.next()) {
        count++;
      }
      while (rest.hasNext()) {
        count += rest.next().count();
      }
      return count;
    }
  }
}
