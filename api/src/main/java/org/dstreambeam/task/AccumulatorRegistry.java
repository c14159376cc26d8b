// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accumulators of this process, by id: those that the program registered here, as long as it
 * holds them, for nobody could read what is merged into another one; and those that came here with
 * a program that was started elsewhere.
 *
 * <pre>
 *   client, LOCAL                   WORKER                       DRIVER
 *   registers  --program's image--> tasks add  --with blocks-->  merges, driver functions read
 *       ^                                                           |
 *       +---------------------- AccumulatorValues ------------------+
 * </pre>
 *
 * A program that is a single process is LOCAL: nothing waits there, and blocks carry nothing.
 */
public final class AccumulatorRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(AccumulatorRegistry.class);

  private static final AtomicLong IDS = new AtomicLong();

  private static final Map<Long, WeakReference<AccumulatorV2<?, ?>>> ORIGINALS =
      new ConcurrentHashMap<>();

  /** Those from elsewhere. What is merged into them is for others to read, too. */
  private static final Map<Long, AccumulatorV2<?, ?>> ADOPTED = new ConcurrentHashMap<>();

  /** What the driver begins with, until this is one; guarded by {@link #MERGING}. */
  private static final Map<Long, AccumulatorV2<?, ?>> INITIAL = new HashMap<>();

  /** Which of the driver's began with that; guarded by {@link #MERGING}. */
  private static final Set<Long> INITIALIZED = new HashSet<>();

  /** What waits to be passed on. */
  private static final PendingUpdates PENDING = new PendingUpdates();

  /** What was merged here, of each process; guarded by {@link #MERGING}. */
  private static final Map<Long, NumberRanges> MERGED = new HashMap<>();

  /** Held while one merges: briefly, and only at the end of tasks that have accumulators. */
  private static final Object MERGING = new Object();

  private static volatile Role role = Role.LOCAL;

  /** The ids from here on are of this process, in a process of a cluster. */
  private static volatile long firstOwn = Long.MAX_VALUE;

  private static volatile @Nullable AccumulatorAccess access;

  /** What a process is to accumulators. */
  public enum Role {
    /** The program's own process: originals are where the program registered them. */
    LOCAL,
    /** Others look after the originals: what tasks add is passed on. */
    WORKER,
    /** Driver functions run here: what tasks add anywhere ends up here. */
    DRIVER
  }

  private AccumulatorRegistry() {}

  /** Called by {@link AccumulatorV2} when it is loaded. */
  public static void setAccess(AccumulatorAccess ofAccumulators) {
    access = ofAccumulators;
  }

  private static AccumulatorAccess access() {
    return Objects.requireNonNull(access, "There is an accumulator, so its class is loaded");
  }

  public static Role role() {
    return role;
  }

  /**
   * Makes this a process that runs tasks for a driver elsewhere; to be called before a program is
   * read. What a former driver adds up to stays as it is, and is not passed on.
   */
  public static void becomeWorker() {
    role = Role.WORKER;
  }

  /**
   * Makes a worker the process of the driver functions: accumulators begin with what the program
   * had added when it was started, and what waits to be passed on is merged. Nothing happens if it
   * is the driver's already.
   *
   * @throws IllegalStateException in the process where the program was started
   */
  public static void becomeDriver() {
    synchronized (MERGING) {
      if (role == Role.LOCAL) {
        throw new IllegalStateException("The accumulators of this process are here already");
      }
      if (role == Role.WORKER) {
        role = Role.DRIVER;
        INITIAL.forEach(AccumulatorRegistry::initialize);
        INITIAL.clear();
        PENDING.takeAll().forEach(AccumulatorRegistry::mergeOnce);
      }
    }
  }

  /** Whether the program was started in another process. */
  public static boolean isRemote() {
    return role != Role.LOCAL;
  }

  public static long newId() {
    return IDS.getAndIncrement();
  }

  /** The id that {@link #newId} gives next. */
  public static long nextId() {
    return IDS.get();
  }

  /** Leaves the ids below {@code id} to another JVM. */
  public static void skipTo(long id) {
    firstOwn = IDS.accumulateAndGet(id, Math::max);
  }

  /** Makes the driver's accumulator known, which has an id by now. */
  public static void register(AccumulatorV2<?, ?> original) {
    ORIGINALS.values().removeIf(reference -> reference.get() == null);
    ORIGINALS.put(original.id(), new WeakReference<>(original));
  }

  public static boolean contains(long id) {
    return find(id) != null;
  }

  /** The accumulator of this process; null if it is not known here, or not held any more. */
  public static @Nullable AccumulatorV2<?, ?> find(long id) {
    WeakReference<AccumulatorV2<?, ?>> reference = ORIGINALS.get(id);
    AccumulatorV2<?, ?> registered = reference == null ? null : reference.get();
    return registered == null ? ADOPTED.get(id) : registered;
  }

  /**
   * The accumulator of this process in place of one that came with a program, which is made known
   * if it was not. Of the latter the driver's accumulator begins with what it holds.
   */
  public static AccumulatorV2<?, ?> adopt(AccumulatorV2<?, ?> arrived) {
    synchronized (MERGING) {
      long id = arrived.id();
      AccumulatorV2<?, ?> known = find(id);
      if (role == Role.LOCAL) {
        if (known == null) {
          register(arrived);
        }
        return known == null ? arrived : known;
      }
      if (known == null) {
        known = adoptEmpty(arrived.forAnotherDriver(), id);
      }
      if (role == Role.DRIVER) {
        initialize(id, arrived);
      } else {
        INITIAL.putIfAbsent(id, arrived);
      }
      return known;
    }
  }

  private static void initialize(long id, AccumulatorV2<?, ?> initial) {
    AccumulatorV2<?, ?> adopted = ADOPTED.get(id);
    if (adopted != null && INITIALIZED.add(id)) {
      merge(adopted, initial, false);
    }
  }

  private static AccumulatorV2<?, ?> adoptEmpty(AccumulatorV2<?, ?> read, long id) {
    access().makeOriginal(read, id);
    read.reset();
    ADOPTED.put(id, read);
    return read;
  }

  /**
   * What is to be used in place of an object that was read outside of tasks: driver functions share
   * the process's accumulators.
   */
  public static Object own(Object read) {
    if (!isRemote() || !(read instanceof AccumulatorV2<?, ?> captured)) {
      return read;
    }
    if (captured.isAtDriverSide() || !access().hasId(captured)) {
      return read; // what a task handed back, say
    }
    synchronized (MERGING) {
      AccumulatorV2<?, ?> known = find(captured.id());
      return known == null ? adoptEmpty(captured, captured.id()) : known;
    }
  }

  /**
   * Merges what a task added, by id.
   *
   * @param isOfStream whether a block comes of the task, on this thread
   * @throws IOException if it has to be passed on, and cannot be written
   */
  static void merge(Map<Long, AccumulatorV2<?, ?>> added, boolean isOfStream) throws IOException {
    Map<Long, AccumulatorV2<?, ?>> forOthers = new HashMap<>();
    added.forEach(
        (id, copy) -> {
          AccumulatorV2<?, ?> original = originalHere(id);
          if (original != null) {
            merge(original, copy, true);
          } else if (!isRemote() || id >= firstOwn) {
            LOG.debug("The program has let go of {}", copy);
          } else if (!copy.isZero()) {
            forOthers.put(id, copy);
          }
        });
    if (!forOthers.isEmpty()) {
      passOn(AccumulatorBytes.write(forOthers), !isOfStream);
    }
  }

  /** Null if what tasks add is to go elsewhere. */
  private static @Nullable AccumulatorV2<?, ?> originalHere(long id) {
    AccumulatorV2<?, ?> original = find(id);
    return role == Role.WORKER && original != null && ADOPTED.get(id) == original ? null : original;
  }

  /**
   * Has what driver functions added since the last call passed on, if they run in a process that is
   * not the driver's: those inside the graph may. Nothing happens in another process.
   */
  public static void driverFunctionDone() {
    if (role != Role.WORKER) {
      return;
    }
    synchronized (MERGING) {
      Map<Long, AccumulatorV2<?, ?>> added = new HashMap<>();
      ADOPTED.forEach(
          (id, accumulator) -> {
            if (!accumulator.isZero()) {
              added.put(id, accumulator.forAnotherDriver());
              accumulator.reset();
            }
          });
      if (!added.isEmpty()) {
        try {
          passOn(AccumulatorBytes.write(added), false);
        } catch (IOException e) {
          throw new UncheckedIOException("What driver functions added cannot be written", e);
        }
      }
    }
  }

  private static void passOn(byte[] added, boolean withAnyBlock) {
    synchronized (MERGING) {
      if (role == Role.WORKER) {
        PENDING.add(added, withAnyBlock);
      } else {
        mergeWritten(added);
      }
    }
  }

  /**
   * Hands out what is to be passed on with a block of this thread, once.
   *
   * @return null if that is nothing
   */
  public static byte @Nullable [] takeUpdates() {
    return PENDING.take();
  }

  /**
   * Takes what {@link #takeUpdates} gave, here or in another process: merges it, but only once, or
   * passes it on.
   */
  public static void receive(byte[] updates) {
    synchronized (MERGING) {
      for (PendingUpdates.Update update : PendingUpdates.read(updates)) {
        if (role == Role.WORKER) {
          PENDING.add(update);
        } else {
          mergeOnce(update);
        }
      }
    }
  }

  private static void mergeOnce(PendingUpdates.Update update) {
    PendingUpdates.Id id = update.id();
    if (MERGED.computeIfAbsent(id.process(), first -> new NumberRanges()).add(id.number())) {
      mergeWritten(update.added());
    }
  }

  private static void mergeWritten(byte[] added) {
    AccumulatorBytes.read(added)
        .forEach(
            (id, update) -> {
              AccumulatorV2<?, ?> original = find(id);
              if (original == null) { // an empty one: another reading of the same bytes
                AccumulatorV2<?, ?> again = AccumulatorBytes.read(added).get(id);
                original = adoptEmpty(Objects.requireNonNull(again), id);
              }
              merge(original, update, false);
            });
  }

  /** Those from elsewhere. */
  static List<AccumulatorV2<?, ?>> adopted() {
    return new ArrayList<>(ADOPTED.values());
  }

  /** An accumulator as it is now. */
  static byte[] withContents(AccumulatorV2<?, ?> original) throws IOException {
    synchronized (MERGING) {
      return AccumulatorBytes.write(Map.of(original.id(), original.forAnotherDriver()));
    }
  }

  /** Has an accumulator hold what it holds elsewhere, if there is one here. */
  static void replace(long id, AccumulatorV2<?, ?> value) {
    synchronized (MERGING) {
      AccumulatorV2<?, ?> original = find(id);
      if (original != null) {
        logged(original, () -> access().replace(original, value));
      }
    }
  }

  /**
   * @param isOfTask whether it has yet to be made what a task hands back
   */
  @SuppressWarnings("unchecked") // a copy is of its original's type
  private static void merge(
      AccumulatorV2<?, ?> original, AccumulatorV2<?, ?> added, boolean isOfTask) {
    synchronized (MERGING) { // tasks end on several threads, and the user's object is not to lock
      logged(
          original,
          () ->
              ((AccumulatorV2<Object, Object>) original)
                  .merge(
                      (AccumulatorV2<Object, Object>)
                          (isOfTask ? added.withBufferSerialized() : added)));
    }
  }

  /**
   * If the user's {@code merge} throws, the job goes on, as in Spark: what the task computed is not
   * wrong.
   */
  private static void logged(AccumulatorV2<?, ?> original, Runnable merge) {
    try {
      merge.run();
    } catch (RuntimeException e) {
      LOG.error("{} could not take what a task added to it", original, e);
    }
  }
}
