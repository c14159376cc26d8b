/**
 * The operator kernels: what an operation does to the records of one partition, free of any engine.
 *
 * <p>A {@link org.dstreambeam.compute.NarrowFunction} turns the records of a partition into other
 * records, lazily, from iterator to iterator; chains of them are the stages. A shuffle is {@link
 * org.dstreambeam.compute.MapSideCombine} on the way out and {@link
 * org.dstreambeam.compute.ReduceSideCombine} on the way in, both over one {@link
 * org.dstreambeam.compute.CombineTable}.
 *
 * <p>The in-process RDD evaluator and the Beam stages run these same kernels: there is one {@code
 * reduceByKey} in this code base.
 */
@NullMarked
package org.dstreambeam.compute;

import org.jspecify.annotations.NullMarked;
