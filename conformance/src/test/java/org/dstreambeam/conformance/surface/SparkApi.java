// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.objectweb.asm.Type;

/**
 * Which members of a genuine class are API. What is left out is left out by rule, each with a
 * reason: what compilers added, what Scala declares private to a package of Spark, and what the
 * committed exclusions name.
 */
final class SparkApi {
  private static final String LOGGING = "org/apache/spark/internal/Logging";

  /** Cannot be named itself, but has a public subclass for programs to extend. */
  private static final String LISTENER = "org/apache/spark/scheduler/SparkListenerInterface";

  private final ClassLibrary genuine;
  private final String prefix;
  private final ReasonedList exclusions;

  /**
   * @param prefix of the classes that are looked into; supertypes elsewhere are only names
   * @param exclusions members as {@code class#name descriptor}, where they are declared
   */
  SparkApi(ClassLibrary genuine, String prefix, ReasonedList exclusions) {
    this.genuine = genuine;
    this.prefix = prefix;
    this.exclusions = exclusions;
  }

  /**
   * @param members by {@link Member#key()}
   * @param supertypes what an instance can be cast to
   * @param leftOut reason by member, without what compilers added
   */
  record ClassApi(
      ClassShape shape,
      Map<String, Member> members,
      List<String> supertypes,
      Map<String, String> leftOut) {}

  ClassApi of(String className) {
    Map<String, Member> members = new LinkedHashMap<>();
    Map<String, String> leftOut = new LinkedHashMap<>();
    for (ClassLibrary.Found found : genuine.members(className, prefix)) {
      Member member = found.member();
      String key = member.key();
      boolean overridden = members.containsKey(key) || leftOut.containsKey(key);
      if (overridden || !member.isAccessible() || isCompilersWork(member)) {
        continue;
      }
      Optional<String> reason = whyInternal(found);
      if (reason.isPresent()) {
        leftOut.put(key, reason.get());
      } else {
        members.put(key, member);
      }
    }
    List<String> supertypes =
        genuine.supertypes(className).stream()
            .filter(supertype -> whyClassIsInternal(supertype).isEmpty())
            .toList();
    return new ClassApi(genuine.get(className), members, supertypes, leftOut);
  }

  boolean exists(String className) {
    return genuine.find(className).isPresent();
  }

  /** Whether class files have the member at all, private to Spark's packages or not. */
  boolean exists(String className, String memberKey) {
    return exists(className) && genuine.resolve(className, memberKey).isPresent();
  }

  /** Why a program cannot or should not name the class. */
  Optional<String> whyClassIsInternal(String className) {
    if (!className.startsWith(prefix)) {
      return Optional.empty();
    }
    if (className.startsWith(prefix + "internal/")) {
      return Optional.of("in the package internal");
    }
    Optional<ClassShape> shape = genuine.find(className);
    if (shape.isEmpty()) {
      return Optional.empty();
    }
    if (!shape.get().isPublic()) {
      return Optional.of("not public");
    }
    return shape.get().scala().flatMap(scala -> scala.classRestriction(shape.get().simpleName()));
  }

  /** Artefacts that no source names: bridges, lambdas, default arguments, companions, setters. */
  private static boolean isCompilersWork(Member member) {
    String name = member.name();
    return member.isSynthetic()
        || name.contains("$$")
        || name.contains("$access$")
        || name.contains("$default$")
        || name.contains("$lessinit$")
        || name.startsWith("$anonfun$")
        || name.equals("$init$")
        || name.endsWith("$")
        || name.endsWith("_$eq");
  }

  private Optional<String> whyInternal(ClassLibrary.Found found) {
    Member member = found.member();
    if (genuine.find(LOGGING).flatMap(logging -> logging.declared(member.key())).isPresent()) {
      return Optional.of("of Spark's logging");
    }
    return exclusions
        .reason(dotted(found.owner().name()) + "#" + member.key())
        .or(() -> scalaRestriction(found))
        .or(() -> internalTypeIn(member));
  }

  /**
   * Asks the class that declares it in source: what classes have from traits, Scala only copies.
   */
  private Optional<String> scalaRestriction(ClassLibrary.Found found) {
    List<String> owners = new ArrayList<>(List.of(found.owner().name()));
    owners.addAll(genuine.supertypes(found.owner().name()));
    for (String owner : owners) {
      List<ScalaSignature.Declaration> declarations = declarations(owner, found.member());
      if (!declarations.isEmpty()) {
        boolean allRestricted =
            declarations.stream().allMatch(declaration -> declaration.restriction().isPresent());
        return allRestricted ? declarations.get(0).restriction() : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The overloads that the member may be; more than one if their types cannot be told apart. */
  private List<ScalaSignature.Declaration> declarations(String owner, Member member) {
    Optional<ClassShape> shape = genuine.find(owner);
    return shape
        .flatMap(ClassShape::scala)
        .map(scala -> scala.methods(shape.get().simpleName(), member.isStatic(), member.name()))
        .map(overloads -> overloads.stream().filter(mayBe(member)).toList())
        .orElse(List.of());
  }

  private static Predicate<ScalaSignature.Declaration> mayBe(Member member) {
    if (!member.isMethod()) {
      return declaration -> true;
    }
    Type[] types = Type.getArgumentTypes(member.descriptor());
    return declaration -> {
      List<String> parameters = declaration.parameters();
      if (parameters.size() != types.length) {
        return false;
      }
      for (int i = 0; i < types.length; i++) {
        if (!fits(parameters.get(i), types[i])) {
          return false;
        }
      }
      return true;
    };
  }

  private static boolean fits(String scalaType, Type type) {
    return switch (scalaType) {
      case ScalaSignature.ANY_TYPE, "Any", "AnyRef", "<repeated>", "<byname>" -> true;
      case "Array" -> type.getSort() == Type.ARRAY;
      default -> {
        String name = type.getClassName();
        String simpleName = name.substring(name.lastIndexOf('.') + 1);
        yield simpleName.equalsIgnoreCase(scalaType) || simpleName.endsWith("$" + scalaType);
      }
    };
  }

  private Optional<String> internalTypeIn(Member member) {
    Type type = Type.getType(member.descriptor());
    List<Type> types = new ArrayList<>();
    if (member.isMethod()) {
      types.addAll(List.of(type.getArgumentTypes()));
      types.add(type.getReturnType());
    } else {
      types.add(type);
    }
    return types.stream()
        .map(each -> each.getSort() == Type.ARRAY ? each.getElementType() : each)
        .filter(each -> each.getSort() == Type.OBJECT)
        .map(Type::getInternalName)
        .filter(name -> !name.equals(LISTENER))
        .map(
            name ->
                whyClassIsInternal(name)
                    .map(reason -> "names " + dotted(name) + ": " + reason)
                    .orElse(null))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static String dotted(String className) {
    return className.replace('/', '.');
  }
}
