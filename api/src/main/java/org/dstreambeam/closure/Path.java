// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;

/** One way through a function: where it has come to, what its variables hold, what was done. */
final class Path {

  private final List<Value> locals;
  private final Deque<Value> stack;
  private final Map<PlannedDataset<?>, Use> uses;
  private @Nullable AbstractInsnNode at;

  Path(@Nullable AbstractInsnNode at) {
    this(at, new ArrayList<>(), new ArrayDeque<>(), new LinkedHashMap<>());
  }

  private Path(
      @Nullable AbstractInsnNode at,
      List<Value> locals,
      Deque<Value> stack,
      Map<PlannedDataset<?>, Use> uses) {
    this.at = at;
    this.locals = locals;
    this.stack = stack;
    this.uses = uses;
  }

  /** The same path from here on, elsewhere. */
  Path fork(AbstractInsnNode elsewhere) {
    return new Path(
        elsewhere, new ArrayList<>(locals), new ArrayDeque<>(stack), new LinkedHashMap<>(uses));
  }

  /** The same path from a point where something is thrown, in the handler that catches it. */
  Path caughtBy(AbstractInsnNode handler) {
    Path caught = fork(handler);
    caught.stack.clear();
    caught.push(Value.UNKNOWN);
    return caught;
  }

  /** Equal for paths at one place that cannot be told apart any more. */
  List<Object> state() {
    return List.of(new ArrayList<>(locals), new LinkedHashMap<>(uses));
  }

  @Nullable AbstractInsnNode at() {
    return at;
  }

  void goTo(@Nullable AbstractInsnNode instruction) {
    at = instruction;
  }

  Value local(int index) {
    return index < locals.size() ? locals.get(index) : Value.UNKNOWN;
  }

  void setLocal(int index, Value value) {
    while (locals.size() <= index) {
      locals.add(Value.UNKNOWN);
    }
    locals.set(index, value);
  }

  void push(Value value) {
    stack.push(value);
  }

  Value pop() {
    return stack.pop();
  }

  void pop(int count) {
    for (int i = 0; i < count; i++) {
      stack.pop();
    }
  }

  /** The values are pushed in the order in which they were, {@code last} being the uppermost. */
  List<Value> popAll(int count) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(0, stack.pop());
    }
    return values;
  }

  /** Has all places that hold one thing hold another. */
  void replace(Value old, Value by) {
    locals.replaceAll(value -> value.equals(old) ? by : value);
    List<Value> values = new ArrayList<>(stack);
    stack.clear();
    values.forEach(value -> stack.addLast(value.equals(old) ? by : value));
  }

  void use(PlannedDataset<?> dataset, Use use) {
    uses.merge(dataset, use, Use::then);
  }

  Map<PlannedDataset<?>, Use> uses() {
    return uses;
  }
}
