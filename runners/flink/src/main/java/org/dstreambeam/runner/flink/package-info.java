/**
 * Runs programs on Flink: {@link org.dstreambeam.runner.flink.EmbeddedCluster in this JVM}, or on a
 * cluster.
 */
@NullMarked
package org.dstreambeam.runner.flink;

import org.jspecify.annotations.NullMarked;
