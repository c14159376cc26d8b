// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed lists, and the report that people read. */
class SurfaceListsTest {
  @TempDir private Path directory;

  @Test
  void writesWhatItReadsBack() throws IOException {
    Path file = directory.resolve("missing.txt");
    Files.writeString(file, "# comment\n\nb.B\na.A#m ()V\n");

    MissingList list = MissingList.read(file);
    list.write(file);

    assertThat(list.entries()).containsExactly("a.A#m ()V", "b.B");
    assertThat(MissingList.read(file)).isEqualTo(list);
    assertThat(Files.readString(file)).endsWith("\na.A#m ()V\nb.B\n");
  }

  @Test
  void becomesShorterUnasked() throws IOException {
    assertThat(list("a.A", "b.B").updated(List.of("b.B"), false).entries()).containsExactly("b.B");
  }

  @Test
  void becomesLongerOnlyIfAllowed() throws IOException {
    assertThatThrownBy(() -> list("a.A").updated(List.of("a.A", "c.C"), false))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContaining("-Dsurface.grow=true")
        .hasMessageEndingWith(":\nc.C");
    assertThat(list("a.A").updated(List.of("a.A", "c.C"), true).entries())
        .containsExactly("a.A", "c.C");
  }

  @Test
  void keepsTheReasonsOfWhatStaysMissing() throws IOException {
    MissingList list = list("a.A#m ()V # why", "a.A#n ()V", "b.B # done");
    Path file = directory.resolve("updated.txt");

    list.updated(List.of("a.A#n ()V", "a.A#m ()V"), false).write(file);

    assertThat(Files.readString(file)).endsWith("shorter.\na.A#m ()V # why\na.A#n ()V\n");
    assertThat(MissingList.read(file).entries()).containsExactly("a.A#m ()V", "a.A#n ()V");
  }

  @Test
  void findsMembersAndClassesWithoutAReason() throws IOException {
    MissingList list = list("a.A#m ()V # why", "a.A#n ()V", "a.Ab#n ()V", "b.B", "c.C # why");

    assertThat(list.withoutReason(List.of("a.A", "b.B", "c.C")))
        .containsExactly("a.A#n ()V", "b.B");
  }

  @Test
  void tellsWhatIsNewFromWhatIsDone() throws IOException {
    assertThat(list("a.A", "b.B").missingBeyond(List.of("b.B", "c.C"))).containsExactly("c.C");
    assertThat(list("a.A", "b.B").noLongerMissing(List.of("b.B", "c.C"))).containsExactly("a.A");
  }

  @Test
  void everyExceptionHasAReason() {
    assertThat(ReasonedList.parse(List.of("# head", "", "a.A#m ()V # why not")).reasons())
        .containsExactly(entry("a.A#m ()V", "why not"));
    assertThatThrownBy(() -> ReasonedList.parse(List.of("a.A#m ()V")))
        .hasMessage("No reason (entry # reason) in the line: a.A#m ()V");
    assertThatThrownBy(() -> ReasonedList.parse(List.of("a.A # b", "a.A # c")))
        .hasMessage("Twice in the list: a.A");
  }

  @Test
  void showsMembersAsPeopleWriteThem() {
    assertThat(SurfaceReport.readable("a.A#m (ILjava/util/List;)[J"))
        .isEqualTo("m(int, List): long[]");
    assertThat(SurfaceReport.readable("a.A#<init> (Z)V")).isEqualTo("new(boolean)");
    assertThat(SurfaceReport.readable("a.A#f Ljava/lang/String;")).isEqualTo("f: String");
    assertThat(SurfaceReport.readable("a.A#extends b.B")).isEqualTo("extends b.B");
  }

  @Test
  void reportsCountsAndWhatIsMissing() {
    ClassComparison partial =
        new ClassComparison(
            "a.A",
            2,
            List.of("a.A#m ()V"),
            new TreeMap<>(Map.of("a.Like", 3)),
            new TreeMap<>(),
            Map.of("log ()V", "of no use"));
    ClassComparison absent =
        new ClassComparison("b.B", 0, List.of("b.B"), new TreeMap<>(), new TreeMap<>(), Map.of());
    SurfaceReport report = new SurfaceReport("3.5", List.of(partial, absent));

    assertThat(report.text())
        .startsWith("The API of Spark 3.5, and ours\n")
        .contains("4 and 1 types\n")
        .contains("\na.A\n  m(): void\n  and 3 of a.Like\n\nb.B\n  the whole type\n")
        .endsWith("\nof no use\n  a.A#log ()V\n");
    assertThat(report.markdown())
        .contains("| `a.A` | 2 | 4 |\n| `b.B` | 0 | all |\n| **In all** | 2 | 4 and 1 types |\n")
        .contains("| `a.A` | `m(): void`, `and 3 of a.Like` |\n");
  }

  private MissingList list(String... entries) throws IOException {
    Path file = directory.resolve("list.txt");
    Files.writeString(file, String.join("\n", entries));
    return MissingList.read(file);
  }
}
