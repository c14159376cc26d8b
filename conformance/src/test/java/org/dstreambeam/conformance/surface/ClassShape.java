// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What a class file declares. Names of classes are the JVM's, {@code org/apache/spark/SparkConf}.
 *
 * @param superName empty for {@code java.lang.Object}
 */
record ClassShape(
    String name,
    int access,
    Optional<String> superName,
    List<String> interfaces,
    List<Member> members,
    Optional<ScalaSignature> scala) {

  static ClassShape read(byte[] classFile) {
    Reader reader = new Reader();
    new ClassReader(classFile)
        .accept(reader, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return reader.shape();
  }

  boolean isInterface() {
    return (access & Opcodes.ACC_INTERFACE) != 0;
  }

  boolean isPublic() {
    return (access & Opcodes.ACC_PUBLIC) != 0;
  }

  boolean isAbstract() {
    return (access & Opcodes.ACC_ABSTRACT) != 0;
  }

  boolean isFinal() {
    return (access & Opcodes.ACC_FINAL) != 0;
  }

  String simpleName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  Optional<Member> declared(String key) {
    return members.stream().filter(member -> member.key().equals(key)).findFirst();
  }

  private static final class Reader extends ClassVisitor {
    private static final String SCALA_SIGNATURE = "Lscala/reflect/ScalaSignature;";
    private static final String SCALA_LONG_SIGNATURE = "Lscala/reflect/ScalaLongSignature;";

    private final List<Member> members = new ArrayList<>();
    private final StringBuilder scalaSignature = new StringBuilder();
    private String name = "";
    private int access;
    private @Nullable String superName;
    private List<String> interfaces = List.of();

    Reader() {
      super(Opcodes.ASM9);
    }

    ClassShape shape() {
      return new ClassShape(
          name,
          access,
          Optional.ofNullable(superName),
          interfaces,
          List.copyOf(members),
          scalaSignature.isEmpty()
              ? Optional.empty()
              : Optional.of(ScalaSignature.decode(scalaSignature.toString())));
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String[] interfaces) {
      this.name = name;
      this.access = access;
      this.superName = superName;
      this.interfaces = List.of(interfaces);
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      members.add(new Member(name, descriptor, access));
      return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (!name.equals("<clinit>")) {
        members.add(new Member(name, descriptor, access));
      }
      return null;
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return descriptor.equals(SCALA_SIGNATURE) || descriptor.equals(SCALA_LONG_SIGNATURE)
          ? new Strings()
          : null;
    }

    /** Joins the strings of the annotation: one, or an array if the signature is long. */
    private final class Strings extends AnnotationVisitor {
      Strings() {
        super(Opcodes.ASM9);
      }

      @Override
      public void visit(@Nullable String name, Object value) {
        if (value instanceof String part) {
          scalaSignature.append(part);
        }
      }

      @Override
      public AnnotationVisitor visitArray(String name) {
        return this;
      }
    }
  }
}
