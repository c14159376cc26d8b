// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The classes of some jars and directories, and the JDK's. Members are looked up as a JVM resolves
 * them: in the class, then its superclasses, then all its interfaces.
 */
final class ClassLibrary implements AutoCloseable {
  private static final String SUFFIX = ".class";

  private final List<FileSystem> jars = new ArrayList<>();
  private final List<Path> roots = new ArrayList<>();
  private final Map<String, Optional<ClassShape>> classes = new HashMap<>();

  /** A member, and the class that declares it. */
  record Found(ClassShape owner, Member member) {
    boolean isAccessible() {
      return member.isAccessible();
    }
  }

  ClassLibrary(List<Path> jarsAndDirectories) throws IOException {
    for (Path path : jarsAndDirectories) {
      if (Files.isDirectory(path)) {
        roots.add(path);
      } else {
        FileSystem jar = FileSystems.newFileSystem(path);
        jars.add(jar);
        roots.add(jar.getPath("/"));
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (FileSystem jar : jars) {
      jar.close();
    }
  }

  /** The names of the top-level classes below a package, sorted. */
  Set<String> topLevelClasses(String packageName) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path root : roots) {
      Path directory = root.resolve(packageName);
      if (Files.exists(directory)) {
        try (Stream<Path> files = Files.walk(directory)) {
          files
              .map(file -> root.relativize(file).toString().replace('\\', '/'))
              .filter(file -> file.endsWith(SUFFIX) && !file.contains("$"))
              .filter(file -> !file.endsWith("package-info.class"))
              .forEach(file -> names.add(file.substring(0, file.length() - SUFFIX.length())));
        }
      }
    }
    return names;
  }

  Optional<ClassShape> find(String name) {
    return classes.computeIfAbsent(name, this::read);
  }

  ClassShape get(String name) {
    return find(name)
        .orElseThrow(
            () -> new IllegalArgumentException("No class file of " + name + " in " + roots));
  }

  /** Superclasses from the class upwards, then interfaces, without {@code java.lang.Object}. */
  List<String> supertypes(String name) {
    Set<String> supertypes = new LinkedHashSet<>();
    List<ClassShape> line = superclassLine(name);
    line.stream().flatMap(shape -> shape.superName().stream()).forEach(supertypes::add);
    supertypes.remove("java/lang/Object");
    line.forEach(shape -> shape.interfaces().forEach(direct -> addInterface(direct, supertypes)));
    return List.copyOf(supertypes);
  }

  /** What a call site that names this class and member would link to. */
  Optional<Found> resolve(String className, String memberKey) {
    ClassShape shape = get(className);
    Optional<Member> own = shape.declared(memberKey);
    if (own.isPresent() || memberKey.startsWith(Member.CONSTRUCTOR + " ")) {
      return own.map(member -> new Found(shape, member));
    }
    for (String supertype : supertypes(className)) {
      Optional<Found> inherited =
          find(supertype)
              .flatMap(owner -> owner.declared(memberKey).map(member -> new Found(owner, member)))
              .filter(ClassLibrary::isInherited);
      if (inherited.isPresent()) {
        return inherited;
      }
    }
    return Optional.empty();
  }

  /** The members that the class has itself or inherits from supertypes whose names begin so. */
  List<Found> members(String className, String supertypePrefix) {
    ClassShape shape = get(className);
    List<Found> members = new ArrayList<>();
    shape.members().forEach(member -> members.add(new Found(shape, member)));
    supertypes(className).stream()
        .filter(supertype -> supertype.startsWith(supertypePrefix))
        .flatMap(supertype -> find(supertype).stream())
        .flatMap(owner -> owner.members().stream().map(member -> new Found(owner, member)))
        .filter(ClassLibrary::isInherited)
        .forEach(members::add);
    return members;
  }

  private static boolean isInherited(Found found) {
    Member member = found.member();
    boolean ofInterfaceOnly = found.owner().isInterface() && member.isStatic() && member.isMethod();
    return !member.isPrivate() && !member.isConstructor() && !ofInterfaceOnly;
  }

  private List<ClassShape> superclassLine(String name) {
    List<ClassShape> line = new ArrayList<>();
    Optional<ClassShape> next = find(name);
    while (next.isPresent() && next.get().superName().isPresent()) {
      line.add(next.get());
      next = next.get().superName().flatMap(this::find);
    }
    return line;
  }

  private void addInterface(String name, Set<String> interfaces) {
    if (interfaces.add(name)) {
      find(name)
          .ifPresent(
              shape -> shape.interfaces().forEach(direct -> addInterface(direct, interfaces)));
    }
  }

  private Optional<ClassShape> read(String name) {
    String file = name + SUFFIX;
    try {
      for (Path root : roots) {
        Path path = root.resolve(file);
        if (Files.exists(path)) {
          return Optional.of(ClassShape.read(Files.readAllBytes(path)));
        }
      }
      // Ours are on the class path of the tests: only what is the JDK's may come from there.
      if (name.startsWith("java/")) {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(file)) {
          return in == null ? Optional.empty() : Optional.of(ClassShape.read(in.readAllBytes()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the class file of " + name, e);
    }
  }
}
