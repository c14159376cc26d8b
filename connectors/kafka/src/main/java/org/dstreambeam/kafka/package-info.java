// SPDX-License-Identifier: Apache-2.0

/**
 * Streams over topics of Kafka.
 *
 * <pre>
 *   driver consumer --ends of the partitions--> KafkaCutter --cut: a range per partition--> log of cuts
 *                                                                  |
 *   ConsumerCache --a consumer per partition--> RangeIterator <-- KafkaDataset, in the tasks
 * </pre>
 *
 * <p>The driver consumer is in the group and never fetches a record; those of the tasks are in no
 * group and never commit.
 */
@NullMarked
package org.dstreambeam.kafka;

import org.jspecify.annotations.NullMarked;
