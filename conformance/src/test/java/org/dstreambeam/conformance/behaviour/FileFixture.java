// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A context of two threads and a directory, for each test. */
abstract class FileFixture {
  @TempDir Path parent;
  JavaSparkContext spark;

  @BeforeEach
  void start() {
    FullDisk.full(true);
    spark = new JavaSparkContext(FullDisk.in(Table.conf()).set("spark.hadoop.my.key", "mine"));
  }

  @AfterEach
  void stop() {
    spark.stop();
  }

  Directory directory(String name) {
    return Directory.of(parent, name);
  }

  /** Type and text of what is thrown, outermost first, of a failed task its first line only. */
  static String failure(ThrowingCallable call) {
    StringBuilder text = new StringBuilder();
    for (Throwable e = catchThrowable(call); e != null; e = e.getCause()) {
      String message = String.valueOf(e.getMessage());
      String shown =
          message.startsWith("Job aborted due to stage failure")
              ? "Job aborted due to stage failure"
              : message;
      text.append(text.length() == 0 ? "" : " <- ");
      text.append(e.getClass().getName()).append(": ").append(shown);
    }
    return text.toString();
  }
}
