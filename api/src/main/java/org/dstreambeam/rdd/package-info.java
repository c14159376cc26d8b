/**
 * The in-process RDD evaluator: what happens when a driver function asks a batch for a result.
 *
 * <p>A {@link org.dstreambeam.rdd.Dataset} is a node of a lazy lineage graph. Nothing is computed
 * until an action runs a job; then the partitions are computed in parallel, as iterators fused from
 * the source or the last shuffle to the action:
 *
 * <pre>
 *   ParallelCollection --Narrow--Narrow--[map side] =Shuffled= [reduce side]--Narrow--> collect()
 *   '--------------- stage 0 ---------------------'           '----------- stage 1 ----------'
 * </pre>
 *
 * <p>{@link org.dstreambeam.rdd.LocalScheduler} runs the stages on the threads of {@code local[n]}
 * and words failures as Spark does. What a step does to the records of a partition is not written
 * here but in {@link org.dstreambeam.compute}, which the Beam stages use as well.
 */
@NullMarked
package org.dstreambeam.rdd;

import org.jspecify.annotations.NullMarked;
