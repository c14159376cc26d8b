// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/**
 * What a local variable or a place on the stack holds, as far as it can be told from the code.
 *
 * @param isKnown whether it is {@code object}
 * @param object the object, or a primitive boxed; null is a value
 * @param isWide whether it takes two places, as a long and a double do
 * @param name what to call it if it is not known: {@code field x, which is not final}
 */
record Value(boolean isKnown, @Nullable Object object, boolean isWide, String name) {

  static final Value UNKNOWN = new Value(false, null, false, "what is computed");
  static final Value UNKNOWN_WIDE = new Value(false, null, true, UNKNOWN.name);

  static Value of(@Nullable Object object) {
    return new Value(true, object, false, "");
  }

  static Value wide(Object number) {
    return new Value(true, number, true, "");
  }

  static Value unknown(Type type) {
    return type.getSize() == 2 ? UNKNOWN_WIDE : UNKNOWN;
  }

  static Value unknown(Type type, String name) {
    return new Value(false, null, type.getSize() == 2, name);
  }

  static Value unknown(String name) {
    return new Value(false, null, false, name);
  }

  /** The object or number as a value of that type. */
  static Value of(@Nullable Object object, Type type) {
    return new Value(true, object, type.getSize() == 2, "");
  }

  /** By identity of the object: its class is the program's, whose code is not to run. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Value that
        && isKnown == that.isKnown
        && object == that.object
        && isWide == that.isWide;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(object);
  }
}
