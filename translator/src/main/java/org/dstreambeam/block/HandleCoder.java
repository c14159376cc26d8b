// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/**
 * Writes an object as a number under which this JVM finds it again.
 *
 * <p>For a runner that lives in one process. The DirectRunner clones what waits in a {@code
 * GroupByKey} or in state through its coder at every bundle, each time all of it; with this coder a
 * clone is the object itself, which is safe because what is handed on so does not change.
 *
 * <p>The table holds objects weakly: it keeps none alive that the runner has let go.
 *
 * @param <T> what it writes
 */
public final class HandleCoder<T extends Handled> extends AtomicCoder<T> {

  private static final long serialVersionUID = 1L;

  private static final AtomicLong LAST_HANDLE = new AtomicLong();
  private static final Map<Long, Entry> OBJECTS = new ConcurrentHashMap<>();
  private static final ReferenceQueue<Handled> COLLECTED = new ReferenceQueue<>();

  private static final class Entry extends WeakReference<Handled> {
    final long handle;

    Entry(long handle, Handled object) {
      super(object, COLLECTED);
      this.handle = handle;
    }
  }

  @Override
  public void encode(T object, OutputStream out) throws IOException {
    VarInt.encode(object.handle(HandleCoder::enter), out);
  }

  @Override
  @SuppressWarnings("unchecked") // the same coder has written it
  public T decode(InputStream in) throws IOException {
    long handle = VarInt.decodeLong(in);
    Entry entry = OBJECTS.get(handle);
    @Nullable Handled object = entry == null ? null : entry.get();
    if (object == null) {
      throw new CoderException("Object " + handle + " is not in this JVM (any more)");
    }
    return (T) object;
  }

  private static long enter(Handled object) {
    forgetCollected();
    long handle = LAST_HANDLE.incrementAndGet();
    OBJECTS.put(handle, new Entry(handle, object));
    return handle;
  }

  private static void forgetCollected() {
    for (Object dead = COLLECTED.poll(); dead != null; dead = COLLECTED.poll()) {
      OBJECTS.remove(((Entry) dead).handle);
    }
  }
}
