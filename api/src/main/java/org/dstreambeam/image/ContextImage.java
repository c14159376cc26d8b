// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import java.io.Serializable;
import java.util.Map;
import java.util.Properties;
import org.dstreambeam.rdd.AddedFiles;
import org.jspecify.annotations.Nullable;

/**
 * What makes a Spark context in one JVM the same as that of another.
 *
 * @param conf the whole configuration
 * @param startTime when the application began, epoch ms
 * @param nextRddId the id of the next RDD
 * @param nextBroadcast the number of the next broadcast variable
 * @param defaultParallelism the number of partitions where the program names none: plan and driver
 *     functions have to agree on it
 * @param checkpointDir where checkpoints of RDDs go, as a URI; null for nowhere
 * @param hadoop what the program has changed in Hadoop's configuration; null for what it has unset
 * @param added the files and jars that tasks find
 * @param localProperties those of the thread that submits the program: what threads begin with
 */
public record ContextImage(
    Map<String, String> conf,
    long startTime,
    int nextRddId,
    long nextBroadcast,
    int defaultParallelism,
    @Nullable String checkpointDir,
    Map<String, @Nullable String> hadoop,
    AddedFiles.Cargo added,
    Properties localProperties)
    implements Serializable {}
