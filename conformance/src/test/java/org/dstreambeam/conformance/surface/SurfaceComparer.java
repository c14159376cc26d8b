// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds what a program compiled against Spark would not find, or find different, in ours. */
final class SurfaceComparer {
  private static final String EXTENDS = "extends ";

  private final SparkApi spark;
  private final ClassLibrary ours;
  private final String prefix;

  /**
   * @param prefix of the names of Spark's classes, {@code org/apache/spark/}
   */
  SurfaceComparer(SparkApi spark, ClassLibrary ours, String prefix) {
    this.spark = spark;
    this.ours = ours;
    this.prefix = prefix;
  }

  /** Compares each class; the names are as in source. */
  List<ClassComparison> compare(Collection<String> classNames) {
    Map<String, Gap> gaps = new LinkedHashMap<>();
    for (String className : classNames) {
      gaps.put(className, gap(className));
    }
    return gaps.entrySet().stream()
        .map(entry -> comparison(entry.getKey(), entry.getValue(), gaps))
        .toList();
  }

  /** The public members and classes of ours that Spark does not have. */
  SortedSet<String> oursOnly() throws IOException {
    SortedSet<String> entries = new TreeSet<>();
    for (String name : ours.topLevelClasses(prefix)) {
      ClassShape shape = ours.get(name);
      if (!shape.isPublic()) {
        continue;
      }
      if (!spark.exists(name)) {
        entries.add(dotted(name));
        continue;
      }
      for (ClassLibrary.Found found : ours.members(name, prefix)) {
        Member member = found.member();
        // What a public supertype declares is reported there.
        boolean here = found.owner().equals(shape) || !found.owner().isPublic();
        if (here
            && member.isAccessible()
            && !member.isSynthetic()
            && !spark.exists(name, member.key())) {
          entries.add(entry(dotted(name), member.key()));
        }
      }
    }
    return entries;
  }

  /** The public types that both have and that Spark means programs to use. */
  SortedSet<String> typesOfBoth() throws IOException {
    SortedSet<String> names = new TreeSet<>();
    for (String name : ours.topLevelClasses(prefix)) {
      if (ours.get(name).isPublic()
          && spark.exists(name)
          && spark.whyClassIsInternal(name).isEmpty()) {
        names.add(dotted(name));
      }
    }
    return names;
  }

  /** What one class lacks, before anything is left to its supertypes. */
  private record Gap(
      SparkApi.ClassApi api,
      boolean classMissing,
      int present,
      List<String> missingKeys,
      SortedMap<String, String> differences) {}

  private Gap gap(String className) {
    String name = className.replace('.', '/');
    SparkApi.ClassApi api = spark.of(name);
    Optional<ClassShape> own = ours.find(name);
    if (own.isEmpty()) {
      return new Gap(api, true, 0, List.of(), new TreeMap<>());
    }
    int present = 0;
    List<String> missing = new ArrayList<>();
    SortedMap<String, String> differences = new TreeMap<>();
    classDifference(api.shape(), own.get())
        .ifPresent(difference -> differences.put(className, difference));
    for (Member theirs : api.members().values()) {
      Optional<ClassLibrary.Found> found =
          ours.resolve(name, theirs.key()).filter(ClassLibrary.Found::isAccessible);
      Optional<String> difference =
          found.isPresent()
              ? difference(api.shape(), theirs, found.get())
              : otherReturnType(name, theirs);
      difference.ifPresent(words -> differences.put(entry(className, theirs.key()), words));
      if (found.isPresent()) {
        present++;
      } else if (difference.isEmpty()) {
        missing.add(theirs.key());
      }
    }
    List<String> supertypes = ours.supertypes(name);
    for (String supertype : api.supertypes()) {
      if (supertypes.contains(supertype)) {
        present++;
      } else {
        missing.add(EXTENDS + dotted(supertype));
      }
    }
    return new Gap(api, false, present, missing, differences);
  }

  /** Lists what a supertype lacks as well only there: to add it there adds it here. */
  private ClassComparison comparison(String className, Gap gap, Map<String, Gap> gaps) {
    List<String> missing = new ArrayList<>();
    SortedMap<String, Integer> inherited = new TreeMap<>();
    if (gap.classMissing()) {
      missing.add(className);
    }
    for (String key : gap.missingKeys()) {
      Optional<String> supertype =
          key.startsWith(Member.CONSTRUCTOR + " ")
              ? Optional.empty()
              : supertypeThatLacks(key, className, gap.api(), gaps);
      if (supertype.isPresent()) {
        inherited.merge(supertype.get(), 1, Integer::sum);
      } else {
        missing.add(entry(className, key));
      }
    }
    missing.sort(null);
    return new ClassComparison(
        className, gap.present(), missing, inherited, gap.differences(), gap.api().leftOut());
  }

  /** The most general one, which is the last among those that lack it. */
  private Optional<String> supertypeThatLacks(
      String key, String className, SparkApi.ClassApi api, Map<String, Gap> gaps) {
    List<String> supertypes = ours.supertypes(className.replace('.', '/'));
    return api.supertypes().stream()
        .filter(supertypes::contains)
        .map(SurfaceComparer::dotted)
        .filter(supertype -> lacks(gaps.get(supertype), key))
        .reduce((first, second) -> second);
  }

  private static boolean lacks(@Nullable Gap gap, String key) {
    return gap != null && gap.missingKeys().contains(key);
  }

  private static Optional<String> classDifference(ClassShape theirs, ClassShape own) {
    if (theirs.isInterface() != own.isInterface()) {
      return Optional.of(kind(theirs) + " in Spark, " + kind(own) + " here");
    }
    if (theirs.isPublic() && !own.isPublic()) {
      return Optional.of("public in Spark, not here");
    }
    if (own.isFinal() && !theirs.isFinal()) {
      return Optional.of("final here, not in Spark");
    }
    if (own.isAbstract() && !theirs.isAbstract()) {
      return Optional.of("abstract here, not in Spark");
    }
    return Optional.empty();
  }

  private static String kind(ClassShape shape) {
    return shape.isInterface() ? "an interface" : "a class";
  }

  private static Optional<String> difference(
      ClassShape owner, Member theirs, ClassLibrary.Found found) {
    Member own = found.member();
    if (theirs.isStatic() != own.isStatic()) {
      return Optional.of(
          theirs.isStatic() ? "static in Spark, not here" : "static here, not in Spark");
    }
    if (theirs.isPublic() && !own.isPublic()) {
      return Optional.of("public in Spark, protected here");
    }
    if (own.isAbstract() && !theirs.isAbstract()) {
      return Optional.of("abstract here, implemented in Spark");
    }
    if (theirs.isMethod()
        && own.isFinal()
        && !theirs.isFinal()
        && !own.isStatic()
        && !owner.isFinal()) {
      return Optional.of("final here, not in Spark");
    }
    return Optional.empty();
  }

  /** A method of ours with these parameters whose return type no method of Spark's has. */
  private Optional<String> otherReturnType(String name, Member theirs) {
    if (!theirs.isMethod() || theirs.isConstructor()) {
      return Optional.empty();
    }
    return ours.members(name, prefix).stream()
        .map(ClassLibrary.Found::member)
        .filter(own -> own.isMethod() && own.isAccessible() && !own.isSynthetic())
        .filter(own -> own.keyWithoutReturnType().equals(theirs.keyWithoutReturnType()))
        .filter(own -> !spark.exists(name, own.key()))
        .findFirst()
        .map(own -> "returns something else here: " + own.descriptor());
  }

  private static String entry(String className, String key) {
    return className + "#" + key;
  }

  private static String dotted(String name) {
    return name.replace('/', '.');
  }
}
