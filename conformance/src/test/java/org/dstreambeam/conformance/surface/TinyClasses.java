// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A library of a few small classes in package {@code tiny}, compiled on the spot. */
final class TinyClasses {
  static final String PACKAGE = "tiny/";

  private TinyClasses() {}

  /**
   * @param sources a public type each, its declaration on one line or more, without package
   */
  static ClassLibrary compile(Path directory, String... sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    Files.createDirectories(directory);
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options = List.of("-d", directory.toString(), "-proc:none", "-nowarn");
      List<Source> units = Stream.of(sources).map(Source::new).toList();
      if (!compiler.getTask(messages, files, null, options, null, units).call()) {
        throw new IllegalArgumentException("Does not compile:\n" + messages);
      }
    }
    return new ClassLibrary(List.of(directory));
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String declaration) {
      super(URI.create("string:///tiny/" + name(declaration) + Kind.SOURCE.extension), Kind.SOURCE);
      this.text = "package tiny; " + declaration;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }

    private static String name(String declaration) {
      return declaration.replaceFirst("(?s).*?\\b(?:class|interface)\\s+(\\w+).*", "$1");
    }
  }
}
