// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.fory.ThreadSafeFory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Deep copies of records for consumers that share them. Programs change records in place, and on
 * Spark each consumer has its own; here a second consumer gets copies, unless nobody could tell.
 */
public final class RecordCopy {

  private static final ThreadSafeFory FORY =
      ForyRuntime.newBuilder().withRefCopy(true).buildThreadSafeFory();

  private static final Logger LOG = LoggerFactory.getLogger(RecordCopy.class);

  /** Classes of records that could not be copied, so that it is tried and said once. */
  private static final Set<Class<?>> UNCOPYABLE = ConcurrentHashMap.newKeySet();

  private RecordCopy() {}

  /**
   * {@code record} itself if it is immutable, else a deep copy. A record that cannot be copied, a
   * socket say, is handed out itself: it could not be shared on a cluster either, and a program
   * that has it in one process expects the one it made.
   */
  public static <T extends @Nullable Object> T of(T record) {
    if (record == null || ImmutableRecords.isImmutable(record) || isUncopyable(record)) {
      return record;
    }
    if (record instanceof Tuple2<?, ?> pair
        && (isUncopyable(pair._1()) || isUncopyable(pair._2()))) {
      return eachHalf(pair);
    }
    return whole(record);
  }

  private static boolean isUncopyable(@Nullable Object value) {
    return value != null && UNCOPYABLE.contains(value.getClass());
  }

  /** Keeps what the parts of a record share shared. */
  private static <T> T whole(T record) {
    try {
      return FORY.copy(record);
    } catch (RuntimeException e) {
      if (record instanceof Tuple2<?, ?> pair) {
        return eachHalf(pair);
      }
      Class<?> type = record.getClass();
      LOG.warn("{} cannot be copied: the consumers of a stream share such records", type, e);
      if (!type.getName().startsWith("java.util.")) { // of a collection it says nothing in general
        UNCOPYABLE.add(type);
      }
      return record;
    }
  }

  @SuppressWarnings("unchecked") // the copy of a pair is a pair
  private static <T> T eachHalf(Tuple2<?, ?> pair) {
    return (T) new Tuple2<>(of(pair._1()), of(pair._2()));
  }

  /** The same records, each copied as it passes unless nobody could tell. */
  public static <T> Iterator<T> each(Iterator<T> records) {
    if (records instanceof CountableIterator<T> known && known.givesImmutable()) {
      return records;
    }
    return new CopyIterator<>(records);
  }
}
