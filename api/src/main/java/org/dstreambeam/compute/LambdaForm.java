// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** What a lambda is made of: the method behind it, and what it captured. */
public final class LambdaForm {

  private LambdaForm() {}

  /** Null for what is no lambda, or one that cannot be serialised. */
  public static @Nullable SerializedLambda of(Object object) {
    Class<?> type = object.getClass();
    if (!type.isSynthetic() && !type.isHidden()) {
      return null;
    }
    try {
      Method writeReplace = type.getDeclaredMethod("writeReplace");
      writeReplace.setAccessible(true);
      return writeReplace.invoke(object) instanceof SerializedLambda form ? form : null;
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return null;
    }
  }
}
