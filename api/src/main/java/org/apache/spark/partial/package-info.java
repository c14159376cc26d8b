// SPDX-License-Identifier: Apache-2.0
/**
 * Results that are there before their job is done.
 *
 * <pre>
 *   rdd.countApprox(1000)  --done within 1000 ms-->      the count, final
 *                          --not done by then-->         an estimate with bounds; the count follows
 * </pre>
 *
 * <p>Shells: the estimates are made in {@code org.dstreambeam.approximate}.
 */
@NullMarked
package org.apache.spark.partial;

import org.jspecify.annotations.NullMarked;
