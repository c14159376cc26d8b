// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * The splits of an input, found out when they are first asked for and remembered. A failure is not:
 * the files may be there the next time.
 *
 * @param <S> the splits of one of the two APIs
 */
final class Splits<S> {

  /** Asks the input format. */
  @FunctionalInterface
  interface Finder<S> {
    List<S> find() throws Exception;
  }

  private final Finder<S> finder;
  private @Nullable List<S> found;

  Splits(Finder<S> finder) {
    this.finder = finder;
  }

  synchronized List<S> get(Dataset<?> dataset) {
    List<S> splits = found;
    if (splits == null) {
      CallSite site = dataset.callSite();
      try {
        splits = finder.find();
      } catch (Exception e) {
        throw FailedOperation.rethrow(clearer(e), site, "its input cannot be listed");
      }
      found = splits;
    }
    return splits;
  }

  /** Hadoop says of a directory within the input only that it is not a file. */
  private static Exception clearer(Exception failure) {
    String message = failure.getMessage();
    if (!(failure instanceof IOException)
        || message == null
        || !message.startsWith("Not a file:")) {
      return failure;
    }
    String path = Arrays.stream(message.split(":", -1)).map(String::trim).toList().get(2);
    return new IOException(
        "Path: "
            + path
            + " is a directory, which is not supported by the record reader when"
            + " `mapreduce.input.fileinputformat.input.dir.recursive` is false.");
  }
}
