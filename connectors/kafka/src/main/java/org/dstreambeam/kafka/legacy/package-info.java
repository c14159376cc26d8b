// SPDX-License-Identifier: Apache-2.0

/**
 * The 0-8 API on brokers of today.
 *
 * <pre>
 *   createDirectStream --offsets at declaration--> FixedPartitions --> KafkaCutter --cut--> MessageDataset, decodes
 *   createStream --------> KafkaReceiver: a consumer in the group per thread and topic --> store
 * </pre>
 *
 * <p>{@code OldParams} says what parameters of the old consumers mean to those of today.
 */
@NullMarked
package org.dstreambeam.kafka.legacy;

import org.jspecify.annotations.NullMarked;
