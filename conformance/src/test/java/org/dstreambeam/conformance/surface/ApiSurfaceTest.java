// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.dstreambeam.conformance.Workspace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import scala.Product;

/** Our public API is Spark's, but for what the committed lists say. */
@TestInstance(Lifecycle.PER_CLASS)
class ApiSurfaceTest {
  /** Writes the list of what is missing anew. */
  static final String UPDATE = "surface.update";

  /** With {@link #UPDATE}: the list may get new lines. */
  static final String GROW = "surface.grow";

  private static final String SPARK = "org/apache/spark/";

  /**
   * What programs of streams and of RDDs are written with: if a member of these is missing, the
   * list says why. Packages end with a dot.
   */
  private static final List<String> WITH_REASONS =
      List.of(
          "kafka.",
          "org.apache.spark.SparkConf",
          "org.apache.spark.api.java.JavaDoubleRDD",
          "org.apache.spark.api.java.JavaPairRDD",
          "org.apache.spark.api.java.JavaRDD",
          "org.apache.spark.api.java.JavaRDDLike",
          "org.apache.spark.api.java.JavaSparkContext",
          "org.apache.spark.api.java.Optional",
          "org.apache.spark.api.java.function.",
          "org.apache.spark.broadcast.Broadcast",
          "org.apache.spark.streaming.api.java.JavaDStream",
          "org.apache.spark.streaming.api.java.JavaDStreamLike",
          "org.apache.spark.streaming.api.java.JavaInputDStream",
          "org.apache.spark.streaming.api.java.JavaPairDStream",
          "org.apache.spark.streaming.api.java.JavaPairInputDStream",
          "org.apache.spark.streaming.api.java.JavaPairReceiverInputDStream",
          "org.apache.spark.streaming.api.java.JavaReceiverInputDStream",
          "org.apache.spark.streaming.kafka.",
          "org.apache.spark.streaming.kafka010.",
          "org.apache.spark.util.AccumulatorV2",
          "org.apache.spark.util.CollectionAccumulator",
          "org.apache.spark.util.DoubleAccumulator",
          "org.apache.spark.util.LongAccumulator");

  private static final Path MISSING = Workspace.testResources().resolve("api-missing.txt");

  private List<String> types = List.of();
  private List<ClassComparison> comparisons = List.of();
  private SortedSet<String> oursOnly = new TreeSet<>();
  private SortedSet<String> typesOfBoth = new TreeSet<>();
  private Map<String, String> internalTypes = Map.of();
  private ReasonedList exclusions = new ReasonedList(Map.of());
  private SortedSet<String> missing = new TreeSet<>();

  @BeforeAll
  void compare() throws IOException, URISyntaxException {
    types = lines("api-types.txt").stream().filter(line -> !line.startsWith("#")).toList();
    exclusions = ReasonedList.parse(lines("api-excluded.txt"));
    try (ClassLibrary genuine = new ClassLibrary(genuineJars());
        ClassLibrary ours =
            new ClassLibrary(
                List.of(home(JavaDStream.class), home(KafkaUtils.class), home(Product.class)))) {
      SparkApi spark = new SparkApi(genuine, SPARK, exclusions);
      SurfaceComparer comparer = new SurfaceComparer(spark, ours, SPARK);
      comparisons = comparer.compare(types);
      oursOnly = comparer.oursOnly();
      typesOfBoth = comparer.typesOfBoth();
      internalTypes = internalTypes(spark);
    }
    comparisons.forEach(comparison -> missing.addAll(comparison.missing()));
    SurfaceReport report = new SurfaceReport(sparkVersion(), comparisons);
    Files.writeString(Workspace.target().resolve("api-surface.txt"), report.text());
    Files.writeString(Workspace.target().resolve("api-surface.md"), report.markdown());
    if (Boolean.getBoolean(UPDATE)) {
      MissingList.read(MISSING).updated(missing, Boolean.getBoolean(GROW)).write(MISSING);
    }
  }

  @Test
  void whatIsMissingIsOnTheList() throws IOException {
    assertThat(MissingList.read(MISSING).missingBeyond(missing))
        .as(
            "Programs compiled against Spark may use these, and our classes have them no longer (or Spark's type is"
                + " compared for the first time). Add them; never add to api-missing.txt by hand what was there once")
        .isEmpty();
  }

  @Test
  void whatIsOnTheListIsMissing() throws IOException {
    assertThat(MissingList.read(MISSING).noLongerMissing(missing))
        .as(
            "These lines of api-missing.txt are of members that are there now (or never were in Spark): delete them,"
                + " or let the build do it with -D%s=true",
            UPDATE)
        .isEmpty();
  }

  @Test
  void whatProgramsAreWrittenWithIsThereOrTheListSaysWhyNot() throws IOException {
    List<String> needReasons =
        types.stream()
            .filter(type -> WITH_REASONS.stream().anyMatch(entry -> covers(entry, type)))
            .toList();
    assertThat(WITH_REASONS)
        .as("Each of these is compared")
        .allMatch(entry -> needReasons.stream().anyMatch(type -> covers(entry, type)));
    assertThat(MissingList.read(MISSING).withoutReason(needReasons))
        .as("Add these members, or say in api-missing.txt why they are missing (entry # reason)")
        .isEmpty();
  }

  private static boolean covers(String entry, String type) {
    return entry.endsWith(".") ? type.startsWith(entry) : type.equals(entry);
  }

  @Test
  void whatBothHaveIsTheSame() {
    Map<String, String> differences = new TreeMap<>();
    comparisons.forEach(comparison -> differences.putAll(comparison.differences()));
    assertThat(differences)
        .as(
            "Programs compiled against Spark would not link with these members of ours: change ours to be as Spark's")
        .isEmpty();
  }

  @Test
  void publicMembersThatSparkDoesNotHaveAreGivenAReason() throws IOException {
    ReasonedList allowed = ReasonedList.parse(lines("api-ours-only.txt"));
    assertThat(without(oursOnly, allowed.entries()))
        .as(
            "Ours, not Spark's, and public: make them package-private or move them out of org.apache.spark, or else"
                + " say why they must be there in api-ours-only.txt (entry # reason)")
        .isEmpty();
    assertThat(without(allowed.entries(), oursOnly))
        .as(
            "These lines of api-ours-only.txt are of nothing that is public here and not in Spark: delete them")
        .isEmpty();
  }

  @Test
  void everyTypeThatBothHaveIsCompared() {
    assertThat(without(typesOfBoth, types))
        .as("Some public types of Spark's are here and not compared: add them to api-types.txt")
        .isEmpty();
  }

  @Test
  void programsCanNameWhatIsCompared() {
    assertThat(internalTypes).as("Not for programs: delete them from api-types.txt").isEmpty();
  }

  @Test
  void everyExclusionIsOfAMember() {
    Collection<String> leftOut = new HashSet<>();
    comparisons.forEach(
        comparison ->
            comparison
                .leftOut()
                .keySet()
                .forEach(key -> leftOut.add(comparison.className() + "#" + key)));
    assertThat(without(exclusions.entries(), leftOut))
        .as("Some lines of api-excluded.txt exclude nothing: delete them")
        .isEmpty();
  }

  @Test
  void theListsAreSorted() throws IOException {
    List<String> listed =
        lines("api-missing.txt").stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split(ReasonedList.SEPARATOR, 2)[0])
            .toList();
    assertThat(outOfOrder(types)).as("Sort api-types.txt").isEmpty();
    assertThat(outOfOrder(listed))
        .as("Sort api-missing.txt, or let the build do it with -D%s=true", UPDATE)
        .isEmpty();
  }

  /** The entries that do not come after the one before them. */
  private static List<String> outOfOrder(List<String> entries) {
    return IntStream.range(1, entries.size())
        .filter(i -> entries.get(i).compareTo(entries.get(i - 1)) <= 0)
        .mapToObj(entries::get)
        .toList();
  }

  private static SortedSet<String> without(Collection<String> all, Collection<String> those) {
    SortedSet<String> rest = new TreeSet<>(all);
    rest.removeAll(new HashSet<>(those));
    return rest;
  }

  private Map<String, String> internalTypes(SparkApi spark) {
    Map<String, String> internal = new TreeMap<>();
    for (String type : types) {
      spark
          .whyClassIsInternal(type.replace('.', '/'))
          .ifPresent(reason -> internal.put(type, reason));
    }
    return internal;
  }

  private static List<String> lines(String resource) throws IOException {
    return Files.readAllLines(Workspace.testResources().resolve(resource));
  }

  private static List<Path> genuineJars() throws IOException {
    try (Stream<Path> jars = Files.list(Workspace.genuineJars())) {
      return jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** The version in the name of the jar: 3.5.7 of spark-core_2.12-3.5.7.jar. */
  private static String sparkVersion() throws IOException {
    return genuineJars().stream()
        .map(jar -> jar.getFileName().toString())
        .filter(name -> name.startsWith("spark-core_"))
        .map(name -> name.substring(name.lastIndexOf('-') + 1, name.length() - ".jar".length()))
        .findFirst()
        .orElseThrow();
  }

  /** The jar or directory that the class comes from. */
  private static Path home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
