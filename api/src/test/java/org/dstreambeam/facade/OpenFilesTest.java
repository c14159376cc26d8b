// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No task leaves a file open. */
class OpenFilesTest {

  private static final AtomicInteger OPENED = new AtomicInteger();
  private static final AtomicInteger CLOSED = new AtomicInteger();

  /** The local file system under {@code counted:}, which counts. */
  public static final class Counted extends RawLocalFileSystem {

    @Override
    public URI getUri() {
      return URI.create("counted:///");
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize)
        throws IOException {
      OPENED.incrementAndGet();
      return new FSDataInputStream(super.open(path, bufferSize)) {
        private boolean closed;

        @Override
        public void close() throws IOException {
          if (!closed) {
            closed = true;
            CLOSED.incrementAndGet();
          }
          super.close();
        }
      };
    }
  }

  @TempDir Path directory;
  private final JavaSparkContext spark =
      new JavaSparkContext(
          new SparkConf()
              .setMaster("local[2]")
              .setAppName("open")
              .set("spark.hadoop.fs.counted.impl", Counted.class.getName()));

  @AfterEach
  void stop() {
    spark.stop();
  }

  private String lines() throws IOException {
    String text =
        IntStream.range(0, 1000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
    OPENED.set(0);
    CLOSED.set(0);
    return "counted:" + Files.writeString(directory.resolve("text"), text);
  }

  private static void assertAllClosed(int opened) {
    assertThat(OPENED).hasValue(opened);
    assertThat(CLOSED).hasValue(opened);
  }

  @Test
  void isClosedAfterTheLastRecord() throws IOException {
    assertThat(spark.textFile(lines(), 2).count()).isEqualTo(1000);
    assertAllClosed(2);
  }

  @Test
  void isClosedWhenATaskHasHadEnough() throws IOException {
    assertThat(spark.textFile(lines(), 2).take(3)).isEqualTo(List.of("line 0", "line 1", "line 2"));
    assertAllClosed(1);
  }

  @Test
  void isClosedWhenATaskFails() throws IOException {
    String path = lines();
    assertThatThrownBy(
            () ->
                spark
                    .textFile(path, 1)
                    .foreach(
                        line -> {
                          throw new IllegalStateException("enough");
                        }))
        .hasRootCauseMessage("enough");
    assertAllClosed(1);
  }
}
