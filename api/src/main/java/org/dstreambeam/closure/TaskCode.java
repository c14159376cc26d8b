// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import java.io.IOException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.HashPartitioner;
import org.dstreambeam.compute.ImmutableRecords;
import org.dstreambeam.task.SharedByTasks;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Tells from the code of a task function, and of what it calls, whether it matters when it runs:
 * not if it reads and writes nothing but its records and what it makes itself. What cannot be read
 * matters.
 */
final class TaskCode {

  /** What calls more methods than this is not followed. */
  private static final int MOST_METHODS = 200;

  private final ClassLoader loader;
  private final Map<String, ClassNode> files = new HashMap<>();

  TaskCode(Class<?> host) {
    this.loader =
        host.getClassLoader() == null ? ClassLoader.getSystemClassLoader() : host.getClassLoader();
  }

  /**
   * Null if it makes no difference when, and how often, the tasks call the function; else why it
   * may: {@code calls System.nanoTime}.
   */
  @Nullable String impurity(@Nullable Object function) {
    Scan scan = new Scan();
    try {
      return scan.object(function) && scan.methods() ? null : scan.reason;
    } catch (ReflectiveOperationException
        | IOException
        | LinkageError
        | InaccessibleObjectException e) {
      return Scan.UNREADABLE; // not known, so it may
    }
  }

  private record Call(String owner, String name, String descriptor) {
    @Override
    public String toString() {
      return Doubts.name(owner, name);
    }
  }

  /** Its methods return false, and say why, once it is clear that the function is not pure. */
  private final class Scan {
    private static final String UNREADABLE = "has code that cannot be read";

    private final Set<Object> objects = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Call> seen = new HashSet<>();
    private final Deque<Call> waiting = new ArrayDeque<>();
    private String reason = UNREADABLE;

    private boolean no(String why) {
      reason = why;
      return false;
    }

    /** Notes the methods of a function object, and of the objects that it holds. */
    boolean object(@Nullable Object object) throws ReflectiveOperationException, IOException {
      if (object == null
          || ImmutableRecords.isImmutable(object)
          || object instanceof SharedByTasks
          || object instanceof HashPartitioner
          || !objects.add(object)) {
        return true;
      }
      Class<?> type = object.getClass();
      if (type.isSynthetic() || type.isHidden()) {
        return lambda(object);
      }
      for (Class<?> c = type; c != null && !KnownCode.isOfJdk(name(c)); c = c.getSuperclass()) {
        ClassNode file = file(c);
        if (file == null) {
          return false;
        }
        for (MethodNode method : file.methods) {
          boolean hasCode = (method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
          if (hasCode && !method.name.startsWith("<")) {
            waiting.add(new Call(name(c), method.name, method.desc));
          }
        }
        if (!fields(object, c)) {
          return false;
        }
      }
      return true;
    }

    private boolean fields(Object object, Class<?> type)
        throws ReflectiveOperationException, IOException {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          if (!object(field.get(object))) {
            return false;
          }
        }
      }
      return true;
    }

    private boolean lambda(Object lambda) throws ReflectiveOperationException, IOException {
      Method writeReplace = lambda.getClass().getDeclaredMethod("writeReplace");
      writeReplace.setAccessible(true);
      if (!(writeReplace.invoke(lambda) instanceof SerializedLambda form)) {
        return false;
      }
      for (int i = 0; i < form.getCapturedArgCount(); i++) {
        if (!object(form.getCapturedArg(i))) {
          return false;
        }
      }
      return call(
          new Call(form.getImplClass(), form.getImplMethodName(), form.getImplMethodSignature()));
    }

    /** Follows all calls to their ends. */
    boolean methods() throws ReflectiveOperationException, IOException {
      while (!waiting.isEmpty()) {
        Call call = waiting.pop();
        if (!seen.add(call)) {
          continue;
        }
        if (seen.size() > MOST_METHODS) {
          return no("calls more than " + MOST_METHODS + " methods");
        }
        MethodNode method = find(call);
        if (method == null) {
          return no("calls " + call + ", whose code cannot be read");
        }
        for (AbstractInsnNode instruction : method.instructions) {
          if (!instruction(instruction)) {
            return false;
          }
        }
      }
      return true;
    }

    private boolean instruction(AbstractInsnNode instruction) throws ReflectiveOperationException {
      if (instruction instanceof FieldInsnNode field) {
        String name = Doubts.name(field);
        return switch (field.getOpcode()) {
          case Opcodes.PUTSTATIC -> no("writes static field " + name);
          case Opcodes.GETSTATIC ->
              isConstant(field) || no("reads static field " + name + ", which may change");
          default -> true;
        };
      }
      if (instruction instanceof MethodInsnNode call) {
        return call(new Call(call.owner, call.name, call.desc));
      }
      if (instruction instanceof InvokeDynamicInsnNode call) {
        String maker = call.bsm.getOwner();
        if (maker.equals("java/lang/invoke/LambdaMetafactory")) {
          Handle body = (Handle) call.bsmArgs[1];
          return call(new Call(body.getOwner(), body.getName(), body.getDesc()));
        }
        return maker.equals("java/lang/invoke/StringConcatFactory")
            || no("has a call that " + Doubts.type(maker) + " binds");
      }
      return true;
    }

    private boolean call(Call call) {
      if (KnownCode.isKnown(call.owner())) {
        return KnownCode.isPure(call.owner(), call.name(), call.descriptor())
            || no("calls " + call);
      }
      waiting.add(call);
      return true;
    }
  }

  /** A static field that is always the same, and of a type that nobody can change. */
  private boolean isConstant(FieldInsnNode access) throws ReflectiveOperationException {
    Class<?> type = Class.forName(access.owner.replace('/', '.'), false, loader);
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.getName().equals(access.name)) {
          return Modifier.isFinal(field.getModifiers())
              && (field.isSynthetic() || KnownCode.isImmutable(field.getType()));
        }
      }
    }
    return false; // of an interface
  }

  /** The code of a method, be it inherited; null if it has none, or is somebody else's. */
  private @Nullable MethodNode find(Call call) throws ReflectiveOperationException, IOException {
    Class<?> type = Class.forName(call.owner().replace('/', '.'), false, loader);
    for (Class<?> c = type; c != null && !KnownCode.isOfJdk(name(c)); c = c.getSuperclass()) {
      ClassNode file = file(c);
      if (file == null) {
        return null;
      }
      for (MethodNode method : file.methods) {
        if (method.name.equals(call.name()) && method.desc.equals(call.descriptor())) {
          boolean hasCode = (method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
          return hasCode ? method : null;
        }
      }
    }
    return null;
  }

  private @Nullable ClassNode file(Class<?> type) throws IOException {
    ClassNode file = files.get(name(type));
    if (file == null) {
      file = ClosureCode.read(type);
      if (file != null) {
        files.put(name(type), file);
      }
    }
    return file;
  }

  private static String name(Class<?> type) {
    return type.getName().replace('.', '/');
  }
}
