// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A jar made of sources given as text, compiled when it is written. */
final class TestJar {

  private final List<JavaFileObject> sources = new ArrayList<>();
  private final List<Path> classPath = new ArrayList<>();
  private final Map<String, String> resources = new TreeMap<>();
  private @Nullable String mainClass;

  TestJar source(String className, String... lines) {
    URI uri = URI.create("string:///" + className.replace('.', '/') + ".java");
    sources.add(
        new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return String.join("\n", lines);
          }
        });
    return this;
  }

  /** A public class in its package, with these members. */
  TestJar type(String className, String... members) {
    int dot = className.lastIndexOf('.');
    String header = dot < 0 ? "" : "package " + className.substring(0, dot) + ";";
    return source(
        className,
        header,
        "public class " + className.substring(dot + 1) + " {",
        String.join("\n", members),
        "}");
  }

  /** A public class whose main method has this body. */
  TestJar main(String className, String... body) {
    return type(
        className,
        "public static void main(String[] args) throws Throwable {",
        String.join("\n", body),
        "}");
  }

  TestJar resource(String name, String text) {
    resources.put(name, text);
    return this;
  }

  TestJar compiledAgainst(Path jar) {
    classPath.add(jar);
    return this;
  }

  TestJar manifestMainClass(String name) {
    mainClass = name;
    return this;
  }

  /** Compiles the sources and writes the jar. */
  Path write(Path jar) {
    try {
      Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
      compile(classes);
      Manifest manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      if (mainClass != null) {
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
      }
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
          Stream<Path> files = Files.walk(classes)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
          Files.copy(file, out);
        }
        for (Map.Entry<String, String> resource : resources.entrySet()) {
          out.putNextEntry(new JarEntry(resource.getKey()));
          out.write(resource.getValue().getBytes(UTF_8));
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compile(Path classes) {
    if (sources.isEmpty()) {
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String path = String.join(":", classPath.stream().map(Path::toString).toList());
    List<String> options = List.of("-d", classes.toString(), "-cp", path, "-proc:none");
    StringWriter messages = new StringWriter();
    if (!compiler.getTask(messages, null, null, options, null, sources).call()) {
      throw new IllegalArgumentException(messages.toString());
    }
  }
}
