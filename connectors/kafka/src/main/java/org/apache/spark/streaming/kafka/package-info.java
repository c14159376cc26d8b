// SPDX-License-Identifier: Apache-2.0

/**
 * Spark's older API of streams over Kafka, made for brokers of version 0.8 and dropped by Spark 3.
 * It reads from brokers of today.
 */
@NullMarked
package org.apache.spark.streaming.kafka;

import org.jspecify.annotations.NullMarked;
