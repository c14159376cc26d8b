// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** How the program's source calls what a lambda has captured. */
final class CapturedNames {

  private CapturedNames() {}

  /** A name for each; its number if the class was compiled without them. */
  static List<String> of(Object lambda, SerializedLambda form) {
    Map<Integer, String> variables = variables(lambda, form);
    boolean hasReceiver = form.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic;
    Type[] parameters = Type.getArgumentTypes(form.getImplMethodSignature());
    List<String> names = new ArrayList<>();
    int slot = 0;
    for (int i = 0; i < form.getCapturedArgCount(); i++) {
      boolean isReceiver = hasReceiver && i == 0;
      String name = isReceiver ? receiver(form) : variables.get(slot);
      names.add(name == null ? "captured value " + (i + 1) : name);
      slot += isReceiver ? 1 : parameters[i - (hasReceiver ? 1 : 0)].getSize();
    }
    return names;
  }

  private static String receiver(SerializedLambda form) {
    return form.getImplMethodName().startsWith("lambda$")
        ? "this"
        : "the receiver of " + form.getImplMethodName();
  }

  /** The local variables of the method that a lambda became, by slot. */
  private static Map<Integer, String> variables(Object lambda, SerializedLambda form) {
    Map<Integer, String> names = new HashMap<>();
    ClassLoader loader = lambda.getClass().getClassLoader();
    String file = form.getImplClass() + ".class";
    if (!form.getImplMethodName().startsWith("lambda$")) {
      return names; // a method that is referred to: what it is given has another name outside
    }
    try (InputStream bytes =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(file)
            : loader.getResourceAsStream(file)) {
      if (bytes != null) {
        new ClassReader(bytes).accept(new Variables(form, names), ClassReader.SKIP_FRAMES);
      }
    } catch (IOException | IllegalArgumentException e) {
      names.clear(); // a class file that cannot be read, or is too new: numbers have to do
    }
    return names;
  }

  private static final class Variables extends ClassVisitor {
    private final SerializedLambda form;
    private final Map<Integer, String> names;

    Variables(SerializedLambda form, Map<Integer, String> names) {
      super(Opcodes.ASM9);
      this.form = form;
      this.names = names;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (!name.equals(form.getImplMethodName())
          || !descriptor.equals(form.getImplMethodSignature())) {
        return null;
      }
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitLocalVariable(
            String variable,
            String type,
            @Nullable String generic,
            Label start,
            Label end,
            int index) {
          names.putIfAbsent(index, variable);
        }
      };
    }
  }
}
