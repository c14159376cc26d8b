// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurfaceComparerTest {
  private static final ReasonedList NOTHING = new ReasonedList(Map.of());

  @TempDir private Path directory;

  @Test
  void findsEverythingInAnEqualClass() throws IOException {
    String same = "public class A { public int f; public A(int x) {} protected void m() {} }";

    ClassComparison a = compare(List.of(same), List.of(same), "tiny.A").get(0);

    assertThat(a.present()).isEqualTo(3);
    assertThat(a.missing()).isEmpty();
    assertThat(a.differences()).isEmpty();
  }

  @Test
  void countsAMethodAsPresentThatASuperclassHas() throws IOException {
    List<ClassComparison> comparisons =
        compare(
            List.of("public class A { public void m() {} }"),
            List.of("public class Base { public void m() {} }", "public class A extends Base {}"),
            "tiny.A");

    assertThat(comparisons.get(0).missing()).isEmpty();
  }

  @Test
  void countsAMethodAsPresentThatAnInterfaceImplements() throws IOException {
    List<ClassComparison> comparisons =
        compare(
            List.of("public class A { public void m() {} }"),
            List.of("public interface I { default void m() {} }", "public class A implements I {}"),
            "tiny.A");

    assertThat(comparisons.get(0).missing()).isEmpty();
  }

  @Test
  void countsABridgeAsPresent() throws IOException {
    List<ClassComparison> comparisons =
        compare(
            List.of("public class A { public Object m() { return this; } }"),
            List.of(
                "public interface I { Object m(); }",
                "public class A implements I { @Override public A m() { return this; } }"),
            "tiny.A");

    assertThat(comparisons.get(0).missing()).isEmpty();
    assertThat(comparisons.get(0).differences()).isEmpty();
  }

  @Test
  void doesNotInheritConstructorsNorStaticMethodsOfInterfaces() throws IOException {
    List<ClassComparison> comparisons =
        compare(
            List.of("public class A { public A(int x) {} public static void s() {} }"),
            List.of(
                "public interface I { static void s() {} }",
                "public class Base { public Base(int x) {} }",
                "public class A extends Base implements I { public A() { super(1); } }"),
            "tiny.A");

    assertThat(comparisons.get(0).missing()).containsExactly("tiny.A#<init> (I)V", "tiny.A#s ()V");
  }

  @Test
  void listsWhatIsMissing() throws IOException {
    List<ClassComparison> comparisons =
        compare(
            List.of(
                "public class A implements java.io.Serializable { public A(int x) {} public int f;"
                    + " public void m(String s) {} protected void p() {} void packageOnly() {}"
                    + " private void own() {} }",
                "public class B {}"),
            List.of("public class A { A() {} void p() {} }"),
            "tiny.A",
            "tiny.B");

    assertThat(comparisons.get(0).missing())
        .containsExactly(
            "tiny.A#<init> (I)V",
            "tiny.A#extends java.io.Serializable",
            "tiny.A#f I",
            "tiny.A#m (Ljava/lang/String;)V",
            "tiny.A#p ()V");
    assertThat(comparisons.get(1).missing()).containsExactly("tiny.B");
    assertThat(comparisons.get(1).isMissing()).isTrue();
  }

  @Test
  void listsWhatIsMissingInASupertypeOnlyThere() throws IOException {
    List<ClassComparison> comparisons =
        compare(
            List.of(
                "public interface Like { default void m() {} }",
                "public class A implements Like { public void n() {} }"),
            List.of("public interface Like {}", "public class A implements Like {}"),
            "tiny.A",
            "tiny.Like");

    assertThat(comparisons.get(0).missing()).containsExactly("tiny.A#n ()V");
    assertThat(comparisons.get(0).inheritedMissing()).containsExactly(entry("tiny.Like", 1));
    assertThat(comparisons.get(0).missingInAll()).isEqualTo(2);
    assertThat(comparisons.get(1).missing()).containsExactly("tiny.Like#m ()V");
  }

  @Test
  void reportsAnotherReturnType() throws IOException {
    assertThat(
            differences(
                "public class A { public Object m(int x) { return this; } }",
                "public class A { public String m(int x) { return null; } }"))
        .containsExactly(
            entry(
                "tiny.A#m (I)Ljava/lang/Object;",
                "returns something else here: (I)Ljava/lang/String;"));
  }

  @Test
  void reportsWhatIsStaticOnOneSideOnly() throws IOException {
    assertThat(
            differences(
                "public class A { public static void s() {} public void m() {} public int f; }",
                "public class A { public void s() {} public static void m() {}"
                    + " public static int f; }"))
        .containsExactly(
            entry("tiny.A#f I", "static here, not in Spark"),
            entry("tiny.A#m ()V", "static here, not in Spark"),
            entry("tiny.A#s ()V", "static in Spark, not here"));
  }

  @Test
  void reportsWhatIsLessAccessible() throws IOException {
    assertThat(
            differences(
                "public class A { public void m() {} }",
                "public class A { protected void m() {} }"))
        .containsExactly(entry("tiny.A#m ()V", "public in Spark, protected here"));
  }

  @Test
  void reportsWhatSubclassesCouldNotBeAnyMore() throws IOException {
    assertThat(
            differences(
                "public class A { public void m() {} public void n() {} }",
                "public abstract class A { public final void m() {} public abstract void n(); }"))
        .containsExactly(
            entry("tiny.A", "abstract here, not in Spark"),
            entry("tiny.A#m ()V", "final here, not in Spark"),
            entry("tiny.A#n ()V", "abstract here, implemented in Spark"));
  }

  @Test
  void reportsAClassThatIsAnInterfaceOnTheOtherSide() throws IOException {
    assertThat(differences("public interface A {}", "public class A {}"))
        .containsExactly(entry("tiny.A", "an interface in Spark, a class here"));
  }

  @Test
  void leavesOutTheArtefactsOfCompilers() throws IOException {
    List<ClassComparison> comparisons =
        compare(
            List.of(
                "public class A { public void x_$eq(int x) {} public int f$default$1() { return 1; }"
                    + " public static void m$(A a) {} public void tiny$A$$x() {}"
                    + " public static void $anonfun$m$1() {} public void $plus() {} }"),
            List.of("public class A {}"),
            "tiny.A");

    assertThat(comparisons.get(0).missing()).containsExactly("tiny.A#$plus ()V");
  }

  @Test
  void leavesOutWhatIsExcludedAndSaysWhy() throws IOException {
    ReasonedList exclusions = new ReasonedList(Map.of("tiny.A#m ()V", "of no use"));
    try (ClassLibrary genuine =
            TinyClasses.compile(directory, "public class A { public void m() {} }");
        ClassLibrary ours = TinyClasses.compile(directory.resolve("ours"), "public class A {}")) {
      ClassComparison a =
          new SurfaceComparer(
                  new SparkApi(genuine, TinyClasses.PACKAGE, exclusions), ours, TinyClasses.PACKAGE)
              .compare(List.of("tiny.A"))
              .get(0);

      assertThat(a.missing()).isEmpty();
      assertThat(a.leftOut()).containsExactly(entry("m ()V", "of no use"));
    }
  }

  @Test
  void findsWhatOnlyOursHas() throws IOException {
    try (ClassLibrary genuine =
            TinyClasses.compile(
                directory.resolve("genuine"), "public class A { public void both() {} }");
        ClassLibrary ours =
            TinyClasses.compile(
                directory.resolve("ours"),
                "public class A { public void both() {} protected void more() {} void hidden() {} }",
                "public class B { public void m() {} }",
                "class Internal {}")) {
      SurfaceComparer comparer =
          new SurfaceComparer(
              new SparkApi(genuine, TinyClasses.PACKAGE, NOTHING), ours, TinyClasses.PACKAGE);

      assertThat(comparer.oursOnly()).containsExactly("tiny.A#more ()V", "tiny.B");
      assertThat(comparer.typesOfBoth()).containsExactly("tiny.A");
    }
  }

  private Map<String, String> differences(String genuine, String ours) throws IOException {
    ClassComparison comparison = compare(List.of(genuine), List.of(ours), "tiny.A").get(0);
    assertThat(comparison.missing()).isEmpty();
    return comparison.differences();
  }

  private List<ClassComparison> compare(
      List<String> genuineSources, List<String> ourSources, String... classNames)
      throws IOException {
    try (ClassLibrary genuine =
            TinyClasses.compile(
                directory.resolve("genuine"), genuineSources.toArray(String[]::new));
        ClassLibrary ours =
            TinyClasses.compile(directory.resolve("ours"), ourSources.toArray(String[]::new))) {
      SparkApi spark = new SparkApi(genuine, TinyClasses.PACKAGE, NOTHING);
      return new SurfaceComparer(spark, ours, TinyClasses.PACKAGE).compare(List.of(classNames));
    }
  }
}
