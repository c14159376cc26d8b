// SPDX-License-Identifier: Apache-2.0

/**
 * Streams and RDDs over topics of Kafka, with the names and descriptors of Spark's connector for
 * brokers from 0.10 on.
 *
 * <p>A batch is a range of offsets per partition; who processes it also says when its offsets are
 * committed. What is behind these classes is in {@link org.dstreambeam.kafka}.
 */
@NullMarked
package org.apache.spark.streaming.kafka010;

import org.jspecify.annotations.NullMarked;
