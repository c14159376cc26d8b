// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import java.io.IOException;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDDLike;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Makes the function objects that code would make when it runs: the lambdas and the objects of
 * function classes that it hands to operations. They are the same, when serialised, as those that
 * it will make.
 */
final class FunctionObjects {

  private final Class<?> host;
  private final TaskCode tasks;

  FunctionObjects(Class<?> host) {
    this.host = host;
    this.tasks = new TaskCode(host);
  }

  /**
   * A lambda, the way one is read back that was serialised: by the class that declares it. Unknown
   * if it cannot be serialised, or captures what is not known.
   */
  Value lambda(InvokeDynamicInsnNode call, List<Value> captured) {
    if (!call.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
      return Value.UNKNOWN;
    }
    for (Value value : captured) {
      if (!isPlain(value)) {
        return Value.unknown("a lambda that captures " + nameOf(value));
      }
    }
    Handle implementation = (Handle) call.bsmArgs[1];
    SerializedLambda form =
        new SerializedLambda(
            host,
            Type.getReturnType(call.desc).getInternalName(),
            call.name,
            ((Type) call.bsmArgs[0]).getDescriptor(),
            implementation.getTag(),
            implementation.getOwner(),
            implementation.getName(),
            implementation.getDesc(),
            ((Type) call.bsmArgs[2]).getDescriptor(),
            captured.stream().map(Value::object).toArray());
    try {
      Method read = host.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
      read.setAccessible(true);
      return Value.of(read.invoke(null, form));
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return Value.unknown("a lambda that is not serializable");
    }
  }

  private static String nameOf(Value value) {
    return value.isKnown() ? "an RDD" : value.name();
  }

  /** An RDD handed to a function is not for this: tasks have no use for it. */
  private static boolean isPlain(Value value) {
    return value.isKnown() && !(value.object() instanceof JavaRDDLike<?, ?>);
  }

  /** An object of a serialisable class whose constructor only keeps what it is given. */
  Value construct(MethodInsnNode call, List<Value> arguments) {
    Value unknown = Value.unknown("a " + Doubts.type(call.owner));
    for (Value value : arguments) {
      if (!isPlain(value)) {
        return Value.unknown(unknown.name() + " of " + nameOf(value));
      }
    }
    try {
      Class<?> type = Class.forName(call.owner.replace('/', '.'), false, host.getClassLoader());
      if (!Serializable.class.isAssignableFrom(type) || !onlyKeeps(type, call.desc)) {
        return unknown;
      }
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (Type.getConstructorDescriptor(constructor).equals(call.desc)) {
          constructor.setAccessible(true);
          return Value.of(constructor.newInstance(arguments.stream().map(Value::object).toArray()));
        }
      }
      return unknown;
    } catch (ReflectiveOperationException
        | IOException
        | LinkageError
        | IllegalArgumentException
        | InaccessibleObjectException e) {
      return unknown;
    }
  }

  private static boolean onlyKeeps(Class<?> type, String descriptor) throws IOException {
    if (type == HashPartitioner.class) {
      return true;
    }
    ClassNode code = ClosureCode.read(type);
    if (code == null || !"java/lang/Object".equals(code.superName)) {
      return false;
    }
    for (MethodNode method : code.methods) {
      if (method.name.equals("<clinit>")) {
        return false; // it would run
      }
      if (method.name.equals("<init>") && method.desc.equals(descriptor)) {
        for (AbstractInsnNode instruction : method.instructions) {
          if (!keeps(instruction)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static boolean keeps(AbstractInsnNode instruction) {
    int opcode = instruction.getOpcode();
    return opcode < 0
        || (opcode >= Opcodes.ACONST_NULL && opcode <= Opcodes.ALOAD)
        || opcode == Opcodes.RETURN
        || (opcode == Opcodes.PUTFIELD && instruction instanceof FieldInsnNode)
        || (opcode == Opcodes.INVOKESPECIAL
            && ((MethodInsnNode) instruction).owner.equals("java/lang/Object"));
  }

  /**
   * What an operation of an RDD gives; unknown if that depends on the batch, if it refuses, or if a
   * function that it is given does more than to compute. The name then says what is wrong with the
   * operation: {@code takes field x, which is not final}.
   */
  Value call(JavaRDDLike<?, ?> rdd, MethodInsnNode call, List<Value> arguments) {
    for (Value value : arguments) {
      if (!isPlain(value)) {
        return Value.unknown("takes " + nameOf(value));
      }
      String impurity = tasks.impurity(value.object());
      if (impurity != null) {
        return Value.unknown("takes a function that " + impurity);
      }
    }
    @Nullable Object[] objects = arguments.stream().map(Value::object).toArray();
    for (Method method : rdd.getClass().getMethods()) {
      if (method.getName().equals(call.name)
          && Type.getMethodDescriptor(method).equals(call.desc)) {
        try {
          return Value.of(method.invoke(rdd, objects));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
          // If it refuses, it will do so with its error when the function runs.
          return Value.unknown("depends on the batch");
        }
      }
    }
    return Value.unknown("is not known");
  }
}
