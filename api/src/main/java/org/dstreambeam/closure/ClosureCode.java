// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dstreambeam.compute.LambdaForm;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The code behind a function object, be it a lambda, a method reference or an object of a class.
 *
 * @param host the class the code stands in
 * @param method the code
 * @param bound what its first local variables hold: the receiver, and what a lambda captured
 */
record ClosureCode(Class<?> host, MethodNode method, List<@Nullable Object> bound) {

  /**
   * Null if there is no code to be found: of a class that is generated, say.
   *
   * @param argument the type of the first argument; a class may have other methods of the name
   */
  static @Nullable ClosureCode of(Object function, Class<?> argument) {
    try {
      Class<?> type = function.getClass();
      if (type.isSynthetic() || type.isHidden()) {
        return ofLambda(function);
      }
      List<Method> candidates =
          Arrays.stream(type.getDeclaredMethods())
              .filter(method -> isCalledWith(method, argument))
              .toList();
      if (candidates.size() != 1) {
        return null;
      }
      String descriptor = org.objectweb.asm.Type.getMethodDescriptor(candidates.get(0));
      return in(type, "call", descriptor, List.of(function));
    } catch (ReflectiveOperationException | IOException | InaccessibleObjectException e) {
      return null; // then it is not read: it is only to be faster
    }
  }

  private static boolean isCalledWith(Method method, Class<?> argument) {
    return method.getName().equals("call")
        && !method.isBridge()
        && !method.isSynthetic()
        && method.getParameterCount() > 0
        && method.getParameterTypes()[0].isAssignableFrom(argument);
  }

  private static @Nullable ClosureCode ofLambda(Object lambda)
      throws ReflectiveOperationException, IOException {
    SerializedLambda form = LambdaForm.of(lambda);
    if (form == null || form.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial) {
      return null;
    }
    List<@Nullable Object> captured = new ArrayList<>();
    for (int i = 0; i < form.getCapturedArgCount(); i++) {
      captured.add(form.getCapturedArg(i));
    }
    ClassLoader loader = lambda.getClass().getClassLoader();
    Class<?> host = Class.forName(form.getImplClass().replace('/', '.'), false, loader);
    if (!form.getImplClass().equals(form.getCapturingClass()) && isInitialisedLater(host)) {
      return null; // to read a lambda of it would run the class' initialiser
    }
    return in(host, form.getImplMethodName(), form.getImplMethodSignature(), captured);
  }

  private static boolean isInitialisedLater(Class<?> host) throws IOException {
    ClassNode code = read(host);
    return code == null || code.methods.stream().anyMatch(m -> m.name.equals("<clinit>"));
  }

  private static @Nullable ClosureCode in(
      Class<?> host, String name, String descriptor, List<@Nullable Object> bound)
      throws IOException {
    ClassNode code = read(host);
    if (code == null) {
      return null;
    }
    for (MethodNode method : code.methods) {
      boolean hasCode = (method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
      if (hasCode && method.name.equals(name) && method.desc.equals(descriptor)) {
        return new ClosureCode(host, method, bound);
      }
    }
    return null;
  }

  /** The class file of a class; null if there is none. */
  static @Nullable ClassNode read(Class<?> type) throws IOException {
    String name = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream file = type.getResourceAsStream(name)) {
      if (file == null) {
        return null;
      }
      ClassNode code = new ClassNode();
      new ClassReader(file).accept(code, ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
      return code;
    } catch (IllegalArgumentException e) {
      return null; // a class file that is newer than the reader
    }
  }

  boolean isStatic() {
    return (method.access & Opcodes.ACC_STATIC) != 0;
  }
}
