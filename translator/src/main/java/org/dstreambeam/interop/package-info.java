// SPDX-License-Identifier: Apache-2.0
/**
 * The way from a {@code PCollection} of records to the blocks of batches and back.
 *
 * <pre>
 *   PCollection of T -> [each record, with its batch] -> [batches, empty ones too] -> blocks
 *   blocks -> [their records, in the batch's window] -> PCollection of T
 * </pre>
 */
@NullMarked
package org.dstreambeam.interop;

import org.jspecify.annotations.NullMarked;
