// SPDX-License-Identifier: Apache-2.0
/**
 * Estimates of what a job will give, from the tasks that are done.
 *
 * <pre>
 *   task 0 done --\
 *   task 3 done ---}--> {@link Estimator}: of 2 of 4 tasks ... --> estimate, bounds
 *   tasks 1, 2 ...
 * </pre>
 *
 * <p>The data that is missing is taken to be like the data that was seen; the distributions that
 * the bounds come from are those that Spark takes.
 */
@NullMarked
package org.dstreambeam.approximate;

import org.jspecify.annotations.NullMarked;
