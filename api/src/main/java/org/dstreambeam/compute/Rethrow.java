// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

/**
 * Lets the checked exceptions of user functions ({@code call(...) throws Exception}) pass through
 * iterators as themselves, so that what the user threw is what the user sees.
 */
public final class Rethrow {

  private Rethrow() {}

  /** Throws {@code failure}, whatever its type. Write {@code throw Rethrow.as(failure)}. */
  public static RuntimeException as(Throwable failure) {
    throw Rethrow.<RuntimeException>sneaky(failure);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erasure makes the cast a no-op
  private static <E extends Throwable> E sneaky(Throwable failure) throws E {
    throw (E) failure;
  }
}
