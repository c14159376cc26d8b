/**
 * The benchmark harness: it runs the programs of {@code org.dstreambeam.benchmarks.app} on genuine
 * Spark and on DStream on Beam, and prints what they measured side by side.
 *
 * <p>Each run is a process of its own ({@link org.dstreambeam.benchmarks.ChildJvm}), so the two
 * engines never share a heap, a class path or compiled code, and genuine Spark is on no class path
 * but its child's. The runs alternate, so that a machine that gets slower or faster meanwhile does
 * so for both. A {@link org.dstreambeam.benchmarks.Scenario} is one program with its arguments; a
 * {@link org.dstreambeam.benchmarks.Measure} makes one number of the figures a run reported; a
 * {@link org.dstreambeam.benchmarks.Comparison} sets the numbers of all rounds against each other.
 */
@NullMarked
package org.dstreambeam.benchmarks;

import org.jspecify.annotations.NullMarked;
