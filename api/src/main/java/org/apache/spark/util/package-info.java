// SPDX-License-Identifier: Apache-2.0
/**
 * Accumulators, which collect numbers or values from tasks, and the listeners that a task can have.
 *
 * <p>An accumulator belongs to the driver. A task function that captured one works on an empty copy
 * of its own; when the task has succeeded, the copy is merged into the driver's.
 */
@NullMarked
package org.apache.spark.util;

import org.jspecify.annotations.NullMarked;
