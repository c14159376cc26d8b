// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.VoidFunction;
import org.dstreambeam.closure.DriverFunctions.Step;
import org.dstreambeam.rdd.ClassTags;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Whatever a class file holds, reading it does no more harm than to find nothing. */
class UnreadableCodeTest {

  private static final SparkContext CONTEXT = new SparkContext("local[1]", "unreadable");

  @AfterAll
  static void stop() {
    CONTEXT.stop();
  }

  @Test
  void aClassWithItsFileIsRead() throws Exception {
    assertThat(chains(withFile(file -> file))).hasSize(1);
  }

  @Test
  void aClassWithoutAFileIsNot() throws Exception {
    assertThat(chains(withFile(file -> null))).isEmpty();
  }

  @Test
  void aFileOfALaterVersionIsNot() throws Exception {
    assertThat(
            chains(
                withFile(
                    file -> {
                      byte[] later = file.clone();
                      later[7] = 120; // the major version
                      return later;
                    })))
        .isEmpty();
  }

  @Test
  void aFileThatIsCutOffIsNot() throws Exception {
    for (int length : new int[] {0, 7, 100, 600}) {
      assertThat(chains(withFile(file -> Arrays.copyOf(file, Math.min(length, file.length / 2)))))
          .as("of length %s", length)
          .isEmpty();
    }
  }

  @Test
  void aFunctionThatIsTooLongIsNot() throws Exception {
    byte[] code = generated(30_000);
    assertThat(chains(new Files(code, code).make("Generated"))).isEmpty();
    byte[] shorter = generated(10_000);
    assertThat(chains(new Files(shorter, shorter).make("Generated"))).isEmpty();
  }

  @Test
  void aFunctionThatIsNoFunctionIsNot() {
    assertThat(chains("no function")).isEmpty();
    assertThat(chains((Runnable) () -> {})).isEmpty();
  }

  /** A function of so many instructions that do nothing. */
  private static byte[] generated(int instructions) {
    ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    String[] interfaces = {"org/apache/spark/api/java/function/VoidFunction"};
    type.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Generated", null, "java/lang/Object", interfaces);
    MethodVisitor made = type.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    made.visitVarInsn(Opcodes.ALOAD, 0);
    made.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    made.visitInsn(Opcodes.RETURN);
    made.visitMaxs(0, 0);
    MethodVisitor call =
        type.visitMethod(Opcodes.ACC_PUBLIC, "call", "(Ljava/lang/Object;)V", null, null);
    for (int i = 0; i < instructions; i++) {
      call.visitInsn(Opcodes.NOP);
    }
    call.visitInsn(Opcodes.RETURN);
    call.visitMaxs(0, 0);
    type.visitEnd();
    return type.toByteArray();
  }

  /** A function whose class' file is changed once the class is loaded. */
  private static Object withFile(UnaryOperator<byte @Nullable []> change) throws Exception {
    String name = Plain.class.getName();
    try (InputStream file =
        Plain.class.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
      byte[] code = file.readAllBytes();
      return new Files(code, change.apply(code)).make(name);
    }
  }

  /** Loads one class itself, and shows another file for it. */
  private static final class Files extends ClassLoader {
    private final byte[] code;
    private final byte @Nullable [] shown;

    Files(byte[] code, byte @Nullable [] shown) {
      super(UnreadableCodeTest.class.getClassLoader());
      this.code = code;
      this.shown = shown;
    }

    Object make(String name) throws ReflectiveOperationException {
      Class<?> type = defineClass(name, code, 0, code.length);
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      return shown == null ? null : new ByteArrayInputStream(shown);
    }
  }

  /** Public, with all it uses, to be loaded by itself. */
  public static final class Plain implements VoidFunction<JavaRDD<String>> {
    private static final long serialVersionUID = 1L;

    @Override
    public void call(JavaRDD<String> rdd) {
      rdd.filter(String::isEmpty).foreach(word -> {});
    }
  }

  private static List<List<Step>> chains(Object function) {
    return new DriverFunctions(CONTEXT, null)
        .read(function, rdd -> new JavaRDD<>(rdd, ClassTags.any()))
        .chainsRead();
  }
}
