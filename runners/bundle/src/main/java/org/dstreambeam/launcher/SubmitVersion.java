// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The versions of this library, of Beam and of Java; the build writes the first two. */
final class SubmitVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return lines().toArray(new String[0]);
  }

  static List<String> lines() {
    Properties versions = new Properties();
    try (InputStream in = SubmitVersion.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        versions.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(
        "DStream on Beam " + versions.getProperty("project", "(unknown)"),
        "Apache Beam " + versions.getProperty("beam", "(unknown)"),
        "Java " + Runtime.version());
  }
}
