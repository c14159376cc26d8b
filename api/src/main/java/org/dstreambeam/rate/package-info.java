// SPDX-License-Identifier: Apache-2.0

/**
 * How fast a source may take records in, if the program asked for back-pressure: as fast as its
 * batches are processed.
 *
 * <pre>
 *   batch done -> InputRate: how many records, how long it took -> PidRateEstimator -> a limit
 * </pre>
 *
 * <p>One {@link org.dstreambeam.rate.InputRate} per input stream, whatever the source makes of the
 * limit: receivers are slowed down at each record, a source that is polled asks for less.
 */
@NullMarked
package org.dstreambeam.rate;

import org.jspecify.annotations.NullMarked;
