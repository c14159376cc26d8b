// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import org.dstreambeam.closure.ClosureReader.TooInvolved;
import org.objectweb.asm.Opcodes;

/** Instructions that compute: what comes of them is not followed, only how many places it takes. */
final class Arithmetic {

  private Arithmetic() {}

  static void step(Path path, int opcode, Calls calls, Doubts doubts) {
    switch (opcode) {
      case Opcodes.IALOAD,
          Opcodes.FALOAD,
          Opcodes.AALOAD,
          Opcodes.BALOAD,
          Opcodes.CALOAD,
          Opcodes.SALOAD,
          Opcodes.IADD,
          Opcodes.ISUB,
          Opcodes.IMUL,
          Opcodes.IDIV,
          Opcodes.IREM,
          Opcodes.FADD,
          Opcodes.FSUB,
          Opcodes.FMUL,
          Opcodes.FDIV,
          Opcodes.FREM,
          Opcodes.ISHL,
          Opcodes.ISHR,
          Opcodes.IUSHR,
          Opcodes.IAND,
          Opcodes.IOR,
          Opcodes.IXOR,
          Opcodes.LCMP,
          Opcodes.FCMPL,
          Opcodes.FCMPG,
          Opcodes.DCMPL,
          Opcodes.DCMPG ->
          compute(path, 2, Value.UNKNOWN);
      case Opcodes.LALOAD,
          Opcodes.DALOAD,
          Opcodes.LADD,
          Opcodes.LSUB,
          Opcodes.LMUL,
          Opcodes.LDIV,
          Opcodes.LREM,
          Opcodes.DADD,
          Opcodes.DSUB,
          Opcodes.DMUL,
          Opcodes.DDIV,
          Opcodes.DREM,
          Opcodes.LSHL,
          Opcodes.LSHR,
          Opcodes.LUSHR,
          Opcodes.LAND,
          Opcodes.LOR,
          Opcodes.LXOR ->
          compute(path, 2, Value.UNKNOWN_WIDE);
      case Opcodes.INEG,
          Opcodes.FNEG,
          Opcodes.L2I,
          Opcodes.L2F,
          Opcodes.D2I,
          Opcodes.D2F,
          Opcodes.I2F,
          Opcodes.F2I,
          Opcodes.I2B,
          Opcodes.I2C,
          Opcodes.I2S,
          Opcodes.ARRAYLENGTH ->
          compute(path, 1, Value.UNKNOWN);
      case Opcodes.LNEG,
          Opcodes.DNEG,
          Opcodes.I2L,
          Opcodes.I2D,
          Opcodes.L2D,
          Opcodes.F2L,
          Opcodes.F2D,
          Opcodes.D2L ->
          compute(path, 1, Value.UNKNOWN_WIDE);
      case Opcodes.IASTORE,
          Opcodes.LASTORE,
          Opcodes.FASTORE,
          Opcodes.DASTORE,
          Opcodes.AASTORE,
          Opcodes.BASTORE,
          Opcodes.CASTORE,
          Opcodes.SASTORE -> {
        path.popAll(3).forEach(value -> calls.escape(path, value, "an array"));
        doubts.effect("writes into an array"); // which may be the program's
      }
      case Opcodes.MONITORENTER, Opcodes.MONITOREXIT -> {
        path.pop();
        doubts.effect("is synchronized");
      }
      default -> throw new TooInvolved("it has an instruction of code " + opcode);
    }
  }

  private static void compute(Path path, int operands, Value result) {
    path.pop(operands);
    path.push(result);
  }
}
