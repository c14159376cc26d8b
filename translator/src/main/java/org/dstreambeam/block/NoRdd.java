// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

/** Why there is no batch: its stream has no RDD, which is no failure by itself. */
final class NoRdd extends Exception {

  private static final long serialVersionUID = 1L;

  NoRdd() {
    super("There is no RDD at this time", null, false, false);
  }
}
