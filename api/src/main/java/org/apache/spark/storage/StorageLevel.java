// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.storage;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.memory.MemoryMode;
import org.jspecify.annotations.Nullable;

/**
 * How an RDD is to be kept: on disk, in memory, outside of the heap, as objects or as bytes, and in
 * how many copies.
 *
 * <p>A value: levels with equal properties are equal. Those with a name are had from the static
 * methods or from {@link org.apache.spark.api.java.StorageLevels}.
 */
public class StorageLevel implements Externalizable {
  private static final long serialVersionUID = 1L;

  // The bits of toInt() and of the serialized form.
  private static final int DISK = 8;
  private static final int MEMORY = 4;
  private static final int OFFHEAP = 2;
  private static final int DESERIALIZED = 1;

  /** The hash code multiplies by 41, which leaves this much room for the replication. */
  private static final int REPLICATION_LIMIT = 40;

  private static final StorageLevel NONE = new StorageLevel(0, 1);
  private static final StorageLevel DISK_ONLY = new StorageLevel(DISK, 1);
  private static final StorageLevel DISK_ONLY_2 = new StorageLevel(DISK, 2);
  private static final StorageLevel DISK_ONLY_3 = new StorageLevel(DISK, 3);
  private static final StorageLevel MEMORY_ONLY = new StorageLevel(MEMORY | DESERIALIZED, 1);
  private static final StorageLevel MEMORY_ONLY_2 = new StorageLevel(MEMORY | DESERIALIZED, 2);
  private static final StorageLevel MEMORY_ONLY_SER = new StorageLevel(MEMORY, 1);
  private static final StorageLevel MEMORY_ONLY_SER_2 = new StorageLevel(MEMORY, 2);
  private static final StorageLevel MEMORY_AND_DISK =
      new StorageLevel(DISK | MEMORY | DESERIALIZED, 1);
  private static final StorageLevel MEMORY_AND_DISK_2 =
      new StorageLevel(DISK | MEMORY | DESERIALIZED, 2);
  private static final StorageLevel MEMORY_AND_DISK_SER = new StorageLevel(DISK | MEMORY, 1);
  private static final StorageLevel MEMORY_AND_DISK_SER_2 = new StorageLevel(DISK | MEMORY, 2);
  private static final StorageLevel OFF_HEAP = new StorageLevel(DISK | MEMORY | OFFHEAP, 1);

  private static final Map<String, StorageLevel> BY_NAME =
      Map.ofEntries(
          Map.entry("NONE", NONE),
          Map.entry("DISK_ONLY", DISK_ONLY),
          Map.entry("DISK_ONLY_2", DISK_ONLY_2),
          Map.entry("DISK_ONLY_3", DISK_ONLY_3),
          Map.entry("MEMORY_ONLY", MEMORY_ONLY),
          Map.entry("MEMORY_ONLY_2", MEMORY_ONLY_2),
          Map.entry("MEMORY_ONLY_SER", MEMORY_ONLY_SER),
          Map.entry("MEMORY_ONLY_SER_2", MEMORY_ONLY_SER_2),
          Map.entry("MEMORY_AND_DISK", MEMORY_AND_DISK),
          Map.entry("MEMORY_AND_DISK_2", MEMORY_AND_DISK_2),
          Map.entry("MEMORY_AND_DISK_SER", MEMORY_AND_DISK_SER),
          Map.entry("MEMORY_AND_DISK_SER_2", MEMORY_AND_DISK_SER_2),
          Map.entry("OFF_HEAP", OFF_HEAP));

  /** One instance for each value that was made by {@code apply} or read from a stream. */
  private static final Map<StorageLevel, StorageLevel> INTERNED = new ConcurrentHashMap<>();

  // Not final: readExternal sets them, in an instance that nobody else has seen yet.
  private int flags;
  private int replication;

  /** Creates the level {@link #MEMORY_ONLY_SER()}, for {@link #readExternal} to fill. */
  public StorageLevel() {
    this(MEMORY, 1);
  }

  /**
   * Creates a level from the bits of {@link #toInt()}; other bits are ignored.
   *
   * @throws AssertionError if the replication is 40 or more
   */
  public StorageLevel(int flags, int replication) {
    if (replication >= REPLICATION_LIMIT) {
      throw new AssertionError(
          "assertion failed: Replication restricted to be less than 40 for calculating hash codes");
    }
    this.flags = flags & (DISK | MEMORY | OFFHEAP | DESERIALIZED);
    this.replication = replication;
  }

  /**
   * Creates a level of the given properties.
   *
   * @throws AssertionError if the replication is 40 or more
   */
  public StorageLevel(
      boolean useDisk,
      boolean useMemory,
      boolean useOffHeap,
      boolean deserialized,
      int replication) {
    this(flags(useDisk, useMemory, useOffHeap, deserialized), replication);
  }

  private static int flags(
      boolean useDisk, boolean useMemory, boolean useOffHeap, boolean deserialized) {
    return (useDisk ? DISK : 0)
        | (useMemory ? MEMORY : 0)
        | (useOffHeap ? OFFHEAP : 0)
        | (deserialized ? DESERIALIZED : 0);
  }

  public static StorageLevel NONE() {
    return NONE;
  }

  public static StorageLevel DISK_ONLY() {
    return DISK_ONLY;
  }

  public static StorageLevel DISK_ONLY_2() {
    return DISK_ONLY_2;
  }

  public static StorageLevel DISK_ONLY_3() {
    return DISK_ONLY_3;
  }

  public static StorageLevel MEMORY_ONLY() {
    return MEMORY_ONLY;
  }

  public static StorageLevel MEMORY_ONLY_2() {
    return MEMORY_ONLY_2;
  }

  public static StorageLevel MEMORY_ONLY_SER() {
    return MEMORY_ONLY_SER;
  }

  public static StorageLevel MEMORY_ONLY_SER_2() {
    return MEMORY_ONLY_SER_2;
  }

  public static StorageLevel MEMORY_AND_DISK() {
    return MEMORY_AND_DISK;
  }

  public static StorageLevel MEMORY_AND_DISK_2() {
    return MEMORY_AND_DISK_2;
  }

  public static StorageLevel MEMORY_AND_DISK_SER() {
    return MEMORY_AND_DISK_SER;
  }

  public static StorageLevel MEMORY_AND_DISK_SER_2() {
    return MEMORY_AND_DISK_SER_2;
  }

  public static StorageLevel OFF_HEAP() {
    return OFF_HEAP;
  }

  /**
   * The level of a name, such as {@code MEMORY_ONLY}, in capitals.
   *
   * @throws IllegalArgumentException if there is no such name, or it is null
   */
  public static StorageLevel fromString(@Nullable String name) {
    StorageLevel level = name == null ? null : BY_NAME.get(name);
    if (level == null) {
      throw new IllegalArgumentException("Invalid StorageLevel: " + name);
    }
    return level;
  }

  /**
   * The level of the given properties; the same instance for equal ones.
   *
   * @throws AssertionError if the replication is 40 or more
   */
  public static StorageLevel apply(
      boolean useDisk,
      boolean useMemory,
      boolean useOffHeap,
      boolean deserialized,
      int replication) {
    return interned(new StorageLevel(useDisk, useMemory, useOffHeap, deserialized, replication));
  }

  /** The level of the given properties, inside the heap; the same instance for equal ones. */
  public static StorageLevel apply(
      boolean useDisk, boolean useMemory, boolean deserialized, int replication) {
    return apply(useDisk, useMemory, false, deserialized, replication);
  }

  /** The replication that {@code apply} in Scala assumes: one. */
  public static int apply$default$4() {
    return 1;
  }

  /** The level of the bits of {@link #toInt()}; the same instance for equal ones. */
  public static StorageLevel apply(int flags, int replication) {
    return interned(new StorageLevel(flags, replication));
  }

  /**
   * Reads a level written by {@link #writeExternal}; the same instance for equal ones.
   *
   * @throws IOException if the input ends or fails
   */
  public static StorageLevel apply(ObjectInput in) throws IOException {
    StorageLevel level = new StorageLevel();
    level.readExternal(in);
    return interned(level);
  }

  private static StorageLevel interned(StorageLevel level) {
    StorageLevel earlier = INTERNED.putIfAbsent(level, level);
    return earlier == null ? level : earlier;
  }

  public boolean useDisk() {
    return has(DISK);
  }

  public boolean useMemory() {
    return has(MEMORY);
  }

  public boolean useOffHeap() {
    return has(OFFHEAP);
  }

  /** Whether the data is kept as objects, rather than as bytes. */
  public boolean deserialized() {
    return has(DESERIALIZED);
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The number of copies, each on another worker. */
  public int replication() {
    return replication;
  }

  public MemoryMode memoryMode() {
    return useOffHeap() ? MemoryMode.OFF_HEAP : MemoryMode.ON_HEAP;
  }

  /** Whether the level keeps at least one copy somewhere. */
  public boolean isValid() {
    return (useMemory() || useDisk()) && replication > 0;
  }

  /** The properties but for the replication: disk 8, memory 4, off-heap 2, deserialized 1. */
  public int toInt() {
    return flags;
  }

  /** The level in words, such as {@code Disk Memory Deserialized 2x Replicated}. */
  public String description() {
    StringBuilder words = new StringBuilder();
    if (useDisk()) {
      words.append("Disk ");
    }
    if (useMemory()) {
      words.append(useOffHeap() ? "Memory (off heap) " : "Memory ");
    }
    words.append(deserialized() ? "Deserialized " : "Serialized ");
    return words.append(replication).append("x Replicated").toString();
  }

  /** The level as a constructor call, such as {@code StorageLevel(disk, memory, 2 replicas)}. */
  @Override
  public String toString() {
    return "StorageLevel("
        + (useDisk() ? "disk, " : "")
        + (useMemory() ? "memory, " : "")
        + (useOffHeap() ? "offheap, " : "")
        + (deserialized() ? "deserialized, " : "")
        + replication
        + " replicas)";
  }

  /** Writes two bytes: the bits of {@link #toInt()} and the replication. */
  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    out.writeByte(flags);
    out.writeByte(replication);
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    flags = in.readByte() & (DISK | MEMORY | OFFHEAP | DESERIALIZED);
    replication = in.readByte();
  }

  private Object readResolve() {
    return interned(this);
  }

  /** An equal level that is another instance. */
  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod") // Not Cloneable, as in Spark.
  public StorageLevel clone() {
    return new StorageLevel(flags, replication);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StorageLevel that
        && flags == that.flags
        && replication == that.replication;
  }

  @Override
  public int hashCode() {
    return flags * 41 + replication;
  }
}
