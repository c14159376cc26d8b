/**
 * Tasks as user code sees them: what {@code TaskContext.get()} gives, the accumulators that a task
 * adds to, and the values that were broadcast to it.
 *
 * <pre>
 *   driver: accumulator --serialised--> task: a copy at zero --the task succeeds--> merged
 *   driver: broadcast   --serialised--> task: a number       --read back--> the same object
 * </pre>
 *
 * <p>The RDD evaluator and the stages of streams run user code in {@link
 * org.dstreambeam.task.LocalTask#run}. What it costs is paid per task, nothing per record.
 */
@NullMarked
package org.dstreambeam.task;

import org.jspecify.annotations.NullMarked;
