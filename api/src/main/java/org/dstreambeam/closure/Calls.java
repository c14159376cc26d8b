// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDDLike;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** What calls and fields in a function do, as far as it is known. */
final class Calls {

  private static final Set<String> BOXES =
      Set.of(
          "java/lang/Integer",
          "java/lang/Long",
          "java/lang/Double",
          "java/lang/Float",
          "java/lang/Boolean",
          "java/lang/Short",
          "java/lang/Byte",
          "java/lang/Character");

  private final FunctionObjects functions;
  private boolean otherEffects;

  Calls(Class<?> host) {
    this.functions = new FunctionObjects(host);
  }

  /** Whether the function does what cannot be left out. */
  boolean haveOtherEffects() {
    return otherEffects;
  }

  void hasEffect() {
    otherEffects = true;
  }

  /** What {@code new} leaves, until its constructor is called. */
  static Value uninitialised() {
    return new Value(true, new Uninitialised(), false);
  }

  /** Equal to itself only, so that of two objects of a class each is found again. */
  private static final class Uninitialised {}

  void method(Path path, MethodInsnNode call) {
    Type[] types = Type.getArgumentTypes(call.desc);
    List<Value> arguments = path.popAll(types.length);
    @Nullable Value receiver = call.getOpcode() == Opcodes.INVOKESTATIC ? null : path.pop();
    if (call.name.equals("<init>")) {
      construct(path, receiver, call, arguments);
      return;
    }
    if (receiver != null && receiver.object() instanceof JavaRDDLike<?, ?> rdd) {
      rdd(path, receiver, rdd, call, arguments);
      return;
    }
    Type returned = Type.getReturnType(call.desc);
    if (BOXES.contains(call.owner)) {
      box(path, receiver, arguments, returned);
      return;
    }
    arguments.forEach(argument -> escape(path, argument));
    otherEffects = true;
    if (!returned.equals(Type.VOID_TYPE)) {
      path.push(Value.unknown(returned));
    }
  }

  /** Boxing keeps what is known of a number; what else these classes do is of no interest. */
  private static void box(
      Path path, @Nullable Value receiver, List<Value> arguments, Type returned) {
    boolean boxes = receiver == null && arguments.size() == 1;
    boolean unboxes = receiver != null && arguments.isEmpty();
    Value number = boxes ? arguments.get(0) : receiver;
    boolean same =
        number != null
            && number.isKnown()
            && number.object() instanceof Number value
            && value.getClass().getSimpleName().equals(boxName(returned));
    path.push(
        (boxes || unboxes) && same && number != null
            ? Value.of(number.object(), returned)
            : Value.unknown(returned));
  }

  private static String boxName(Type type) {
    return switch (type.getSort()) {
      case Type.INT -> "Integer";
      case Type.LONG -> "Long";
      case Type.DOUBLE -> "Double";
      case Type.FLOAT -> "Float";
      default -> type.getClassName().replace("java.lang.", "");
    };
  }

  private void construct(
      Path path, @Nullable Value receiver, MethodInsnNode call, List<Value> arguments) {
    if (receiver == null || !(receiver.object() instanceof Uninitialised)) {
      arguments.forEach(argument -> escape(path, argument));
      otherEffects = true; // a constructor of a superclass
      return;
    }
    Value made = functions.construct(call, arguments);
    if (!made.isKnown()) {
      arguments.forEach(argument -> escape(path, argument));
      otherEffects = true;
    }
    path.replace(receiver, made);
  }

  void dynamic(Path path, InvokeDynamicInsnNode call) {
    List<Value> arguments = path.popAll(Type.getArgumentTypes(call.desc).length);
    Value made = functions.lambda(call, arguments);
    if (!made.isKnown()) {
      arguments.forEach(argument -> escape(path, argument));
      otherEffects = true; // a text made of objects calls their methods
    }
    path.push(made.isKnown() ? made : Value.unknown(Type.getReturnType(call.desc)));
  }

  void field(Path path, FieldInsnNode field) {
    Type type = Type.getType(field.desc);
    switch (field.getOpcode()) {
      case Opcodes.GETSTATIC -> path.push(Value.unknown(type));
      case Opcodes.GETFIELD -> path.push(read(path.pop(), field.name, type));
      default -> {
        escape(path, path.pop());
        if (field.getOpcode() == Opcodes.PUTFIELD) {
          path.pop();
        }
        otherEffects = true;
      }
    }
  }

  /** A final field is what it will be. */
  private static Value read(Value holder, String name, Type type) {
    Object object = holder.object();
    if (object == null) {
      return Value.unknown(type);
    }
    for (Class<?> c = object.getClass(); c != null; c = c.getSuperclass()) {
      try {
        Field field = c.getDeclaredField(name);
        if (!Modifier.isFinal(field.getModifiers())) {
          return Value.unknown(type);
        }
        field.setAccessible(true);
        return Value.of(field.get(object), type);
      } catch (NoSuchFieldException e) {
        continue; // of a superclass
      } catch (IllegalAccessException | InaccessibleObjectException e) {
        return Value.unknown(type);
      }
    }
    return Value.unknown(type);
  }

  /** A dataset that goes where it cannot be followed is used in ways that are not known. */
  void escape(Path path, Value value) {
    if (value.object() instanceof JavaRDDLike<?, ?> rdd
        && rdd.rdd().dataset() instanceof PlannedDataset<?> dataset) {
      path.use(dataset, Use.OTHER);
    }
  }

  private void rdd(
      Path path,
      Value receiver,
      JavaRDDLike<?, ?> rdd,
      MethodInsnNode call,
      List<Value> arguments) {
    Type returned = Type.getReturnType(call.desc);
    if (!(rdd.rdd().dataset() instanceof PlannedDataset<?> dataset)) {
      otherEffects = true; // an RDD of the program's own, which it has captured
      arguments.forEach(argument -> escape(path, argument));
      push(path, returned);
    } else if (RddCalls.DERIVING.contains(call.name)) {
      path.push(derive(path, rdd, dataset, call, arguments));
    } else if (RddCalls.CACHING.contains(call.name)) {
      path.use(dataset, Use.CACHED);
      otherEffects = true; // what a transform returns is to keep its level
      path.push(receiver);
    } else {
      if (!RddCalls.ASKING.contains(call.name)) {
        path.use(dataset, RddCalls.useBy(call.name));
        otherEffects = true;
      }
      arguments.forEach(argument -> escape(path, argument));
      push(path, returned);
    }
  }

  private static void push(Path path, Type returned) {
    if (!returned.equals(Type.VOID_TYPE)) {
      path.push(Value.unknown(returned));
    }
  }

  private Value derive(
      Path path,
      JavaRDDLike<?, ?> rdd,
      PlannedDataset<?> dataset,
      MethodInsnNode call,
      List<Value> arguments) {
    Use sofar = path.uses().get(dataset);
    if (sofar != null && sofar.isCached()) {
      path.use(dataset, Use.ACTION); // what is derived from it reads what is kept
      return Value.UNKNOWN;
    }
    dataset.deriving(call.name);
    Value derived = functions.call(rdd, call, arguments);
    if (!derived.isKnown()) {
      path.use(dataset, Use.OTHER);
      arguments.forEach(argument -> escape(path, argument));
    }
    return derived;
  }
}
