// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import org.dstreambeam.rdd.AddedFiles;

/** Finds what was added with {@link SparkContext#addFile} and {@link SparkContext#addArchive}. */
public final class SparkFiles {

  private SparkFiles() {}

  /**
   * The path of an added file, whether there is one or not.
   *
   * @param filename the last part of the path that was added
   * @throws IllegalStateException if there is no active context
   */
  public static String get(String filename) {
    return AddedFiles.current().root().resolve(filename).toString();
  }

  /**
   * The directory that holds the added files.
   *
   * @throws IllegalStateException if there is no active context
   */
  public static String getRootDirectory() {
    return AddedFiles.current().root().toString();
  }
}
