/**
 * What of a program is sent to a Flink cluster.
 *
 * <pre>
 *   class path --ClassPath--> files --ClusterJars--> without what each cluster has
 *                                                          |
 *   spark.dstreambeam.flink.jars --> application's jars ---+--> StagedJars --> files to send
 *                                    without the classes of Spark that are ours
 * </pre>
 *
 * Directories, and jars of which something is left out, are written to temporary jars, which are
 * deleted when the JVM ends. What lies in a temporary jar depends on its input only.
 */
@NullMarked
package org.dstreambeam.staging;

import org.jspecify.annotations.NullMarked;
