// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import org.dstreambeam.task.SharedByTasks;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a function carries something that a call could change. The answer errs on the side
 * of "yes": then each task gets a copy, which is slower and never wrong.
 */
final class CapturedState {

  /** Functions that hold functions (a comparator over an extractor, say) go this deep. */
  private static final int DEPTH = 4;

  private CapturedState() {}

  static boolean isImmutable(Object function) {
    return isImmutable(function, DEPTH);
  }

  private static boolean isImmutable(@Nullable Object value, int depth) {
    if (value == null || ImmutableRecords.isImmutable(value) || value instanceof SharedByTasks) {
      return true;
    }
    if (depth == 0 || !(value instanceof Serializable)) {
      return false;
    }
    Class<?> type = value.getClass();
    if (type.isArray()) {
      return Array.getLength(value) == 0; // the usual way to count in a lambda: int[] counter
    }
    if (type.isSynthetic() || type.isHidden()) {
      return lambdaIsImmutable(value, depth);
    }
    return fieldsAreImmutable(value, type, depth);
  }

  private static boolean lambdaIsImmutable(Object lambda, int depth) {
    SerializedLambda form = LambdaForm.of(lambda);
    if (form == null) {
      return false; // unknown: copy per task
    }
    for (int i = 0; i < form.getCapturedArgCount(); i++) {
      if (!isImmutable(form.getCapturedArg(i), depth - 1)) {
        return false;
      }
    }
    return true;
  }

  /** A class counts only if every field is final: a non-final one is there to be changed. */
  private static boolean fieldsAreImmutable(Object value, Class<?> type, int depth) {
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          continue;
        }
        if (!Modifier.isFinal(field.getModifiers()) || !fieldIsImmutable(value, field, depth)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean fieldIsImmutable(Object value, Field field, int depth) {
    if (field.getType().isPrimitive()) {
      return true;
    }
    try {
      field.setAccessible(true);
      return isImmutable(field.get(value), depth - 1);
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      return false; // unknown: copy per task
    }
  }
}
