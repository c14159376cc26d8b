// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes objects, and something else in place of some of them. */
public final class ReplacingOutput extends ObjectOutputStream {

  /** What stands for an object. */
  @FunctionalInterface
  public interface Replacement {
    /**
     * @return the object itself, or what is written in its place: for an object always the same
     */
    @Nullable Object of(Object object) throws IOException;
  }

  private final Replacement replacement;

  public ReplacingOutput(OutputStream bytes, Replacement replacement) throws IOException {
    super(bytes);
    this.replacement = replacement;
    enableReplaceObject(true);
  }

  /** Writes to nowhere: to see whether it could be done. */
  public static ReplacingOutput trial(Replacement replacement) throws IOException {
    return new ReplacingOutput(OutputStream.nullOutputStream(), replacement);
  }

  @Override
  protected @Nullable Object replaceObject(Object object) throws IOException {
    return replacement.of(object);
  }
}
