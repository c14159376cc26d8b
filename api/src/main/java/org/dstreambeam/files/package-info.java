// SPDX-License-Identifier: Apache-2.0
/**
 * Files, through Hadoop's client: whatever file system the URI names, whatever format the class.
 *
 * <pre>
 *   textFile ... --> FileInputs  --> HadoopDataset | NewHadoopDataset   a partition per split
 *   saveAs ...   --> FileOutputs --> SaveJob                            a part file per partition
 *   checkpoint   --> Checkpoints --> ReliableCheckpoint
 * </pre>
 *
 * <p>Hadoop has two APIs of formats, {@code mapred} and {@code mapreduce}, and Spark's API has
 * both; what belongs to the second is called new, as there. Formats, committers and file systems
 * are Hadoop's own, so the files are those that Spark leaves. Nothing here is loaded before a
 * program asks for a file, and no other package of this library knows Hadoop, save {@code
 * filestream}, and the facade in its signatures.
 */
@NullMarked
package org.dstreambeam.files;

import org.jspecify.annotations.NullMarked;
