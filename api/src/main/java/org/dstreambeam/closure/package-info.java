// SPDX-License-Identifier: Apache-2.0

/**
 * Reads the bytecode of driver functions to see which RDDs they derive, so that the pipeline can
 * compute these while the batch is still open. Nothing of the program runs for it.
 */
@NullMarked
package org.dstreambeam.closure;

import org.jspecify.annotations.NullMarked;
