// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Why a function, or a part of it, is not computed ahead: for people who read the plan, who want
 * the first reason and no list.
 */
final class Doubts {

  private @Nullable String derivation;
  private @Nullable String effect;

  /** An RDD is derived, or used, in a way that cannot be followed. */
  void derivation(String why) {
    if (derivation == null) {
      derivation = why;
    }
  }

  /** The function does more than to derive an RDD. */
  void effect(String what) {
    if (effect == null) {
      effect = what;
    }
  }

  /** Null if there was none. */
  @Nullable String derivation() {
    return derivation;
  }

  /** Null if there was none. */
  @Nullable String effect() {
    return effect;
  }

  /** {@code Map.Entry.getKey}. */
  static String name(MethodInsnNode call) {
    return name(call.owner, call.name);
  }

  /** {@code App.counter}. */
  static String name(FieldInsnNode field) {
    return name(field.owner, field.name);
  }

  static String name(String owner, String member) {
    return type(owner) + "." + member;
  }

  /** The name of a class without its package. */
  static String type(String internalName) {
    return internalName.substring(internalName.lastIndexOf('/') + 1).replace('$', '.');
  }
}
