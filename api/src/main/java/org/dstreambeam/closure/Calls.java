// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
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
  private final Doubts doubts;

  Calls(Class<?> host, Doubts doubts) {
    this.functions = new FunctionObjects(host);
    this.doubts = doubts;
  }

  /** What {@code new} leaves, until its constructor is called. */
  static Value uninitialised() {
    return Value.of(new Uninitialised());
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
    String name = Doubts.name(call);
    arguments.forEach(argument -> escape(path, argument, name));
    doubts.effect("calls " + name);
    push(path, returned, name);
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
      makes(path, Doubts.type(call.owner), arguments); // a constructor of a superclass
      return;
    }
    Value made = functions.construct(call, arguments);
    if (!made.isKnown()) {
      makes(path, Doubts.type(call.owner), arguments);
    }
    path.replace(receiver, made);
  }

  private void makes(Path path, String what, List<Value> arguments) {
    arguments.forEach(argument -> escape(path, argument, what));
    doubts.effect("makes a " + what);
  }

  void dynamic(Path path, InvokeDynamicInsnNode call) {
    List<Value> arguments = path.popAll(Type.getArgumentTypes(call.desc).length);
    Value made = functions.lambda(call, arguments);
    if (!made.isKnown()) {
      makes(path, "lambda or text", arguments); // a text made of objects calls their methods
    }
    path.push(made.isKnown() ? made : Value.unknown(Type.getReturnType(call.desc), made.name()));
  }

  void field(Path path, FieldInsnNode field) {
    Type type = Type.getType(field.desc);
    switch (field.getOpcode()) {
      case Opcodes.GETSTATIC ->
          path.push(Value.unknown(type, "static field " + Doubts.name(field)));
      case Opcodes.GETFIELD -> path.push(read(path.pop(), field.name, type));
      default -> {
        escape(path, path.pop(), "field " + field.name);
        if (field.getOpcode() == Opcodes.PUTFIELD) {
          path.pop();
        }
        doubts.effect("writes field " + field.name);
      }
    }
  }

  /** A final field is what it will be. */
  private static Value read(Value holder, String name, Type type) {
    Object object = holder.object();
    if (object == null) {
      return Value.unknown(type, "field " + name + " of " + holder.name());
    }
    for (Class<?> c = object.getClass(); c != null; c = c.getSuperclass()) {
      try {
        Field field = c.getDeclaredField(name);
        if (!Modifier.isFinal(field.getModifiers())) {
          return Value.unknown(type, "field " + name + ", which is not final");
        }
        field.setAccessible(true);
        return Value.of(field.get(object), type);
      } catch (NoSuchFieldException e) {
        continue; // of a superclass
      } catch (IllegalAccessException | InaccessibleObjectException e) {
        return Value.unknown(type, "field " + name + ", which cannot be read");
      }
    }
    return Value.unknown(type, "field " + name + ", which is not there");
  }

  /**
   * A dataset that goes where it cannot be followed is used in ways that are not known.
   *
   * @param where it goes
   */
  void escape(Path path, Value value, String where) {
    datasetOf(value)
        .ifPresent(
            dataset -> {
              path.use(dataset, Use.OTHER);
              doubts.derivation("what " + dataset + " gives goes to " + where);
            });
  }

  static Optional<PlannedDataset<?>> datasetOf(Value value) {
    return value.object() instanceof JavaRDDLike<?, ?> rdd
            && rdd.rdd().dataset() instanceof PlannedDataset<?> dataset
        ? Optional.of(dataset)
        : Optional.empty();
  }

  private void rdd(
      Path path,
      Value receiver,
      JavaRDDLike<?, ?> rdd,
      MethodInsnNode call,
      List<Value> arguments) {
    Type returned = Type.getReturnType(call.desc);
    if (!(rdd.rdd().dataset() instanceof PlannedDataset<?> dataset)) {
      doubts.effect("reads an RDD of the program's own");
      arguments.forEach(argument -> escape(path, argument, Doubts.name(call)));
      push(path, returned, Doubts.name(call));
    } else if (RddCalls.DERIVING.contains(call.name)) {
      path.push(derive(path, rdd, dataset, call, arguments));
    } else if (RddCalls.CACHING.contains(call.name)) {
      path.use(dataset, Use.CACHED);
      doubts.effect("calls " + call.name); // what a transform returns is to keep its level
      path.push(receiver);
    } else {
      if (!RddCalls.ASKING.contains(call.name)) {
        Use use = RddCalls.useBy(call.name);
        path.use(dataset, use);
        doubts.effect("calls " + call.name);
        if (use.actions() == 0 && !dataset.steps().isEmpty()) {
          doubts.derivation("what " + dataset + " gives goes to " + call.name);
        }
      }
      arguments.forEach(argument -> escape(path, argument, call.name));
      push(path, returned, call.name);
    }
  }

  /** What a call returns is not known. */
  private static void push(Path path, Type returned, String call) {
    if (!returned.equals(Type.VOID_TYPE)) {
      path.push(Value.unknown(returned, "what " + call + " returns"));
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
      return Value.unknown("what " + call.name + " makes of a cached RDD");
    }
    dataset.deriving(call.name);
    Value derived = functions.call(rdd, call, arguments);
    if (!derived.isKnown()) {
      path.use(dataset, Use.OTHER);
      doubts.derivation(call.name + " " + derived.name());
      arguments.forEach(argument -> escape(path, argument, call.name));
      return Value.unknown("what " + call.name + " returns");
    }
    return derived;
  }
}
