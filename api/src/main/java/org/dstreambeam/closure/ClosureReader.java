// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Follows a function's code along all its ways and notes what becomes of the datasets it is given.
 * Nothing is executed but operations that derive RDDs, on RDDs that have no records yet; what
 * cannot be told from the code is unknown, and the ways part where it decides.
 */
final class ClosureReader {

  /** Functions that are more involved than this are not read. */
  private static final int MOST_STEPS = 20_000;

  private static final int MOST_PATHS = 512;

  /** Thrown where the reader's understanding ends. */
  static final class TooInvolved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooInvolved(String what) {
      super(what, null, false, false);
    }
  }

  private final ClosureCode code;
  private final Doubts doubts = new Doubts();
  private final Calls calls;
  private final Deque<Path> waiting = new ArrayDeque<>();
  private final Map<PlannedDataset<?>, Use> uses = new LinkedHashMap<>();
  private final Set<List<Object>> caught = new HashSet<>();
  private int steps;
  private int paths;
  private boolean branches;
  private @Nullable Value result;

  ClosureReader(ClosureCode code) {
    this.code = code;
    this.calls = new Calls(code.host(), doubts);
  }

  /**
   * Reads the function.
   *
   * @param arguments what it is called with, behind what it has bound
   * @throws TooInvolved if it cannot be read
   */
  Reading read(List<Value> arguments) {
    Path start = new Path(code.method().instructions.getFirst());
    bind(start, arguments);
    waiting.push(start);
    while (!waiting.isEmpty()) {
      if (++paths > MOST_PATHS) {
        throw new TooInvolved("it has more than " + MOST_PATHS + " ways through");
      }
      Path path = waiting.pop();
      follow(path);
      end(path);
    }
    return new Reading(uses, result, !branches, doubts);
  }

  private void bind(Path path, List<Value> arguments) {
    Deque<Value> given = new ArrayDeque<>();
    code.bound().forEach(object -> given.add(Value.of(object)));
    given.addAll(arguments);
    int index = 0;
    if (!code.isStatic()) { // of a method reference without receiver it is the first argument
      path.setLocal(index++, given.remove());
    }
    for (Type type : Type.getArgumentTypes(code.method().desc)) {
      if (given.isEmpty()) {
        throw new TooInvolved("it has more parameters than it is given");
      }
      Value value = given.remove();
      path.setLocal(index, value.isKnown() ? Value.of(value.object(), type) : Value.unknown(type));
      index += type.getSize();
    }
  }

  private void end(Path path) {
    path.uses().forEach((dataset, use) -> uses.merge(dataset, use, Use::or));
  }

  private void follow(Path path) {
    while (path.at() != null) {
      if (++steps > MOST_STEPS) {
        throw new TooInvolved("it is longer than " + MOST_STEPS + " steps");
      }
      AbstractInsnNode instruction = path.at();
      if (instruction == null) {
        return;
      }
      path.goTo(instruction.getNext());
      if (instruction.getOpcode() >= 0) {
        step(path, instruction);
        mayThrow(path, instruction);
      }
    }
  }

  /** A call, or what comes behind one, may end in a handler. */
  private void mayThrow(Path path, AbstractInsnNode instruction) {
    boolean calls =
        instruction instanceof MethodInsnNode || instruction instanceof InvokeDynamicInsnNode;
    boolean stores =
        instruction instanceof VarInsnNode variable && variable.getOpcode() >= Opcodes.ISTORE;
    if (!calls && !stores) {
      return;
    }
    InsnList all = code.method().instructions;
    int at = all.indexOf(instruction);
    for (TryCatchBlockNode block : code.method().tryCatchBlocks) {
      if (all.indexOf(block.start) > at || at >= all.indexOf(block.end)) {
        continue;
      }
      if (calls) {
        checkForward(instruction, block.handler);
      } else if (all.indexOf(block.handler) <= at) {
        continue; // a handler that javac has guard its own first steps
      }
      branches = true;
      if (caught.add(List.of(block.handler, path.state()))) {
        waiting.push(path.caughtBy(block.handler));
      }
    }
  }

  private void step(Path path, AbstractInsnNode instruction) {
    if (instruction instanceof MethodInsnNode call) {
      calls.method(path, call);
    } else if (instruction instanceof InvokeDynamicInsnNode call) {
      calls.dynamic(path, call);
    } else if (instruction instanceof FieldInsnNode field) {
      calls.field(path, field);
    } else if (instruction instanceof JumpInsnNode jump) {
      jump(path, jump);
    } else if (instruction instanceof TableSwitchInsnNode choice) {
      choose(path, choice.labels, choice.dflt, choice);
    } else if (instruction instanceof LookupSwitchInsnNode choice) {
      choose(path, choice.labels, choice.dflt, choice);
    } else if (instruction instanceof VarInsnNode variable) {
      variable(path, variable);
    } else if (instruction instanceof LdcInsnNode constant) {
      path.push(constant(constant.cst));
    } else if (instruction instanceof IntInsnNode number) {
      number(path, number);
    } else if (instruction instanceof TypeInsnNode type) {
      type(path, type);
    } else if (instruction instanceof IincInsnNode increment) {
      path.setLocal(increment.var, Value.UNKNOWN);
    } else {
      plain(path, instruction.getOpcode());
    }
  }

  private void jump(Path path, JumpInsnNode jump) {
    int operands =
        switch (jump.getOpcode()) {
          case Opcodes.GOTO -> 0;
          case Opcodes.IF_ICMPEQ,
              Opcodes.IF_ICMPNE,
              Opcodes.IF_ICMPLT,
              Opcodes.IF_ICMPGE,
              Opcodes.IF_ICMPGT,
              Opcodes.IF_ICMPLE,
              Opcodes.IF_ACMPEQ,
              Opcodes.IF_ACMPNE ->
              2;
          case Opcodes.JSR -> throw new TooInvolved("it has a subroutine");
          default -> 1;
        };
    path.pop(operands);
    checkForward(jump, jump.label);
    if (jump.getOpcode() == Opcodes.GOTO) {
      path.goTo(jump.label);
    } else {
      branches = true;
      waiting.push(path.fork(jump.label));
    }
  }

  private void choose(
      Path path, List<LabelNode> labels, LabelNode otherwise, AbstractInsnNode choice) {
    path.pop();
    branches = true;
    for (LabelNode label : labels) {
      checkForward(choice, label);
      waiting.push(path.fork(label));
    }
    checkForward(choice, otherwise);
    path.goTo(otherwise);
  }

  private void checkForward(AbstractInsnNode from, LabelNode to) {
    InsnList all = code.method().instructions;
    if (all.indexOf(to) <= all.indexOf(from)) {
      throw new TooInvolved("it has a loop");
    }
  }

  private static void variable(Path path, VarInsnNode variable) {
    int opcode = variable.getOpcode();
    if (opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD) {
      Value value = path.local(variable.var);
      boolean wide = opcode == Opcodes.LLOAD || opcode == Opcodes.DLOAD;
      path.push(wide && !value.isWide() ? Value.UNKNOWN_WIDE : value);
    } else if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
      path.setLocal(variable.var, path.pop());
    } else {
      throw new TooInvolved("it has a subroutine");
    }
  }

  private static Value constant(Object constant) {
    if (constant instanceof Long || constant instanceof Double) {
      return Value.wide(constant);
    }
    if (constant instanceof ConstantDynamic dynamic) {
      return dynamic.getSize() == 2 ? Value.UNKNOWN_WIDE : Value.UNKNOWN;
    }
    return constant instanceof String || constant instanceof Number
        ? Value.of(constant)
        : Value.UNKNOWN;
  }

  private static void number(Path path, IntInsnNode number) {
    if (number.getOpcode() == Opcodes.NEWARRAY) {
      path.pop();
      path.push(Value.UNKNOWN);
    } else {
      path.push(Value.of(number.operand));
    }
  }

  private static void type(Path path, TypeInsnNode type) {
    switch (type.getOpcode()) {
      case Opcodes.NEW -> path.push(Calls.uninitialised());
      case Opcodes.CHECKCAST -> {} // the value stays what it is
      default -> { // INSTANCEOF, ANEWARRAY
        path.pop();
        path.push(Value.UNKNOWN);
      }
    }
  }

  private void plain(Path path, int opcode) {
    switch (opcode) {
      case Opcodes.NOP -> {}
      case Opcodes.ACONST_NULL -> path.push(Value.of(null));
      case Opcodes.ICONST_M1,
          Opcodes.ICONST_0,
          Opcodes.ICONST_1,
          Opcodes.ICONST_2,
          Opcodes.ICONST_3,
          Opcodes.ICONST_4,
          Opcodes.ICONST_5 ->
          path.push(Value.of(opcode - Opcodes.ICONST_0));
      case Opcodes.LCONST_0, Opcodes.LCONST_1 ->
          path.push(Value.wide((long) (opcode - Opcodes.LCONST_0)));
      case Opcodes.FCONST_0, Opcodes.FCONST_1, Opcodes.FCONST_2 ->
          path.push(Value.of((float) (opcode - Opcodes.FCONST_0)));
      case Opcodes.DCONST_0, Opcodes.DCONST_1 ->
          path.push(Value.wide((double) (opcode - Opcodes.DCONST_0)));
      case Opcodes.POP -> path.pop();
      case Opcodes.POP2 -> {
        if (!path.pop().isWide()) {
          path.pop();
        }
      }
      case Opcodes.DUP -> {
        Value top = path.pop();
        path.push(top);
        path.push(top);
      }
      case Opcodes.DUP2 -> {
        Value top = path.pop();
        if (top.isWide()) {
          path.push(top);
        } else {
          Value below = path.pop();
          path.push(below);
          path.push(top);
          path.push(below);
        }
        path.push(top);
      }
      case Opcodes.ARETURN, Opcodes.IRETURN, Opcodes.LRETURN, Opcodes.FRETURN, Opcodes.DRETURN -> {
        Value returned = path.pop();
        result = returned;
        if (!branches) {
          path.goTo(null);
          break;
        }
        Calls.datasetOf(returned).ifPresent(dataset -> path.use(dataset, Use.OTHER));
        path.goTo(null);
      }
      case Opcodes.RETURN -> path.goTo(null);
      case Opcodes.ATHROW -> {
        path.pop();
        path.goTo(null);
      }
      default -> Arithmetic.step(path, opcode, calls, doubts);
    }
  }
}
