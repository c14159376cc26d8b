// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dstreambeam.spi.CannotStartException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {

  @TempDir Path temporary;

  private Path directory;

  @BeforeEach
  void resolveDirectory() throws IOException {
    directory = temporary.toRealPath();
  }

  @Test
  void hasTheParentsFilesFirst() throws IOException {
    Path first = Jars.jar(directory.resolve("first.jar"), "a");
    Path second = Jars.jar(directory.resolve("second.jar"), "b");
    Path classes = Jars.directory(directory.resolve("classes"), "C.class");
    ClassLoader parent = loader(ClassLoader.getPlatformClassLoader(), first);

    assertThat(ClassPath.of(loader(parent, second, classes, first)))
        .containsExactly(first, second, classes);
  }

  @Test
  void hasWhatManifestsReferTo() throws IOException {
    Path classes = Jars.directory(directory.resolve("module/classes"), "C.class");
    Path library = Jars.jar(directory.resolve("library.jar"), "a");
    Path nested =
        Jars.jarWithManifest(
            directory.resolve("nested.jar"), "Class-Path: library.jar missing.jar pathing.jar");
    Path pathing =
        Jars.jarWithManifest(
            directory.resolve("pathing.jar"),
            "Class-Path: nested.jar module/classes/ http://localhost/x.jar ::bad");

    assertThat(ClassPath.of(loader(ClassLoader.getPlatformClassLoader(), pathing)))
        .containsExactly(pathing, nested, library, classes);
  }

  @Test
  void passesOverWhatTheJvmPassesOver() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jar"), "no jar");
    Path library = Jars.jar(directory.resolve("library.jar"), "a");

    assertThat(
            ClassPath.of(
                loader(
                    ClassLoader.getPlatformClassLoader(),
                    directory.resolve("missing.jar"),
                    text,
                    library)))
        .containsExactly(library);
  }

  @Test
  void hasTheClassPathOfTheJvm() throws Exception {
    Path own =
        Path.of(ClassPathTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    assertThat(ClassPath.of(ClassLoader.getSystemClassLoader())).contains(own.toRealPath());
    assertThat(ClassPath.of(ClassLoader.getPlatformClassLoader())).isEmpty();
  }

  @Test
  void refusesWhatIsNoFileInOneLine() throws Exception {
    URL remote = new URL("http://localhost/library.jar");
    ClassLoader loader = new URLClassLoader(new URL[] {remote}, null);

    assertThatThrownBy(() -> ClassPath.of(loader))
        .isInstanceOf(CannotStartException.class)
        .hasMessage(
            "The class path entry http://localhost/library.jar cannot be sent to a Flink cluster,"
                + " since it is no file; start the program with bin/dstream-submit");
  }

  private static ClassLoader loader(ClassLoader parent, Path... files)
      throws MalformedURLException {
    URL[] urls = new URL[files.length];
    for (int i = 0; i < files.length; i++) {
      urls[i] = files[i].toUri().toURL();
    }
    return new URLClassLoader(urls, parent);
  }
}
