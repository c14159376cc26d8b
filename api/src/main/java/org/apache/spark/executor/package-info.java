/**
 * Measurements of tasks, which this library does not make. The only type is part of the signature
 * of {@link org.apache.spark.TaskContext#taskMetrics()}, which says so.
 */
@NullMarked
package org.apache.spark.executor;

import org.jspecify.annotations.NullMarked;
