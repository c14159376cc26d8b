/**
 * A Flink cluster of several processes on this machine, for tests and for people who try things.
 *
 * <pre>
 *   LocalFlinkCluster --ClusterConfiguration--> conf/config.yaml
 *        |                                            |
 *        +--ClusterProcess--> JobManager &lt;--heartbeats--> TaskManager, TaskManager ...
 *        +--ClusterRest-----> "which TaskManagers are registered?"
 * </pre>
 *
 * The processes run on their own class path (the folder {@code lib}, see {@link
 * org.dstreambeam.flinkcluster.LocalFlinkCluster}), listen on the loopback address only, and are
 * recorded in the cluster's directory, so that {@code bin/flink-local-cluster stop} finds them, and
 * nothing else, from another process. Nothing here knows Beam or DStreams.
 */
@NullMarked
package org.dstreambeam.flinkcluster;

import org.jspecify.annotations.NullMarked;
