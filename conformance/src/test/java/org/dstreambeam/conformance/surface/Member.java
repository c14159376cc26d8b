// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import org.objectweb.asm.Opcodes;

/** A field, method or constructor as a class file declares it. */
record Member(String name, String descriptor, int access) {
  static final String CONSTRUCTOR = "<init>";

  /** Name and descriptor: what a call site in a class file names besides the class. */
  String key() {
    return name + " " + descriptor;
  }

  /** Name and parameters, without what is returned. */
  String keyWithoutReturnType() {
    return name + " " + descriptor.substring(0, descriptor.indexOf(')') + 1);
  }

  boolean isMethod() {
    return descriptor.startsWith("(");
  }

  boolean isConstructor() {
    return name.equals(CONSTRUCTOR);
  }

  boolean isStatic() {
    return has(Opcodes.ACC_STATIC);
  }

  boolean isAbstract() {
    return has(Opcodes.ACC_ABSTRACT);
  }

  boolean isFinal() {
    return has(Opcodes.ACC_FINAL);
  }

  boolean isPublic() {
    return has(Opcodes.ACC_PUBLIC);
  }

  boolean isPrivate() {
    return has(Opcodes.ACC_PRIVATE);
  }

  /** Public or protected: other packages can get at it, if only in subclasses. */
  boolean isAccessible() {
    return has(Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED);
  }

  /** Made by the compiler, bridges among it. */
  boolean isSynthetic() {
    return has(Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE);
  }

  private boolean has(int anyOf) {
    return (access & anyOf) != 0;
  }
}
