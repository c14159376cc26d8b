// SPDX-License-Identifier: Apache-2.0
/**
 * Accumulators, which collect numbers or values from tasks, statistics of numbers, and the
 * listeners that a task can have.
 *
 * <p>An accumulator belongs to the driver. A task function that captured one works on an empty copy
 * of its own; when the task has succeeded, the copy is merged into the driver's. {@link
 * org.apache.spark.util.StatCounter} is small enough to hold its own arithmetic.
 */
@NullMarked
package org.apache.spark.util;

import org.jspecify.annotations.NullMarked;
