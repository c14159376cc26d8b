// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import java.util.function.ToLongFunction;

/** What {@link HandleCoder} can write. */
public abstract class Handled {

  /** Under which {@link HandleCoder} finds this; 0 until it has written it. */
  private transient long handle;

  /** This object's handle, made by {@code newHandle} at the first call. */
  final synchronized long handle(ToLongFunction<Handled> newHandle) {
    if (handle == 0) {
      handle = newHandle.applyAsLong(this);
    }
    return handle;
  }
}
