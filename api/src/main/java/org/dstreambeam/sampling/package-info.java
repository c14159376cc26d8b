// SPDX-License-Identifier: Apache-2.0
/**
 * Random samples, the same for a seed as Spark's.
 *
 * <pre>
 *   seed of the operation --per partition--> seed --> generator --> how often the next record is taken
 * </pre>
 *
 * <p>Programs fix a seed to get the same sample again, so that the numbers are part of what they
 * rely on: the generator, how it scrambles its seed, when gaps are drawn in place of records. A
 * {@link Sampling} says which records; where the seeds come from is for the operations to say.
 */
@NullMarked
package org.dstreambeam.sampling;

import org.jspecify.annotations.NullMarked;
