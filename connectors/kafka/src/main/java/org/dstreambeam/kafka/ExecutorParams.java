// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.apache.kafka.clients.consumer.ConsumerConfig.AUTO_OFFSET_RESET_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.GROUP_ID_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.MAX_POLL_RECORDS_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.RECEIVE_BUFFER_CONFIG;

import java.util.HashMap;
import java.util.Map;
import org.dstreambeam.rdd.Requirements;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parameters of the consumers that read records: the program's, but for what must not be. */
public final class ExecutorParams {

  private static final Logger LOG = LoggerFactory.getLogger(ExecutorParams.class);

  private static final String NO_RESET = "none";
  private static final int LEAST_RECEIVE_BUFFER = 65536;

  // Where the program says nothing. Kafka's own are for many partitions per consumer; each has one
  // here.
  private static final int RECEIVE_BUFFER = 1 << 20;
  private static final int FETCH_BYTES = 4 << 20;
  private static final int POLL_RECORDS = 5_000;

  private ExecutorParams() {}

  /** A new map; {@code kafkaParams} stays as it is. */
  public static HashMap<String, Object> of(Map<String, Object> kafkaParams) {
    HashMap<String, Object> params = new HashMap<>(kafkaParams);
    force(params, ENABLE_AUTO_COMMIT_CONFIG, false);
    force(params, AUTO_OFFSET_RESET_CONFIG, NO_RESET);
    Object group = params.get(GROUP_ID_CONFIG);
    if (group == null) {
      LOG.error("{} is null, you should probably set it", GROUP_ID_CONFIG);
    }
    String executorGroup = "spark-executor-" + group;
    LOG.warn("overriding executor {} to {}", GROUP_ID_CONFIG, executorGroup);
    params.put(GROUP_ID_CONFIG, executorGroup);
    Object buffer = params.putIfAbsent(RECEIVE_BUFFER_CONFIG, RECEIVE_BUFFER);
    if (buffer != null && Integer.parseInt(buffer.toString().trim()) < LEAST_RECEIVE_BUFFER) {
      LOG.warn("overriding {} to {} see KAFKA-3135", RECEIVE_BUFFER_CONFIG, LEAST_RECEIVE_BUFFER);
      params.put(RECEIVE_BUFFER_CONFIG, LEAST_RECEIVE_BUFFER);
    }
    params.putIfAbsent(MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    params.putIfAbsent(MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    return params;
  }

  /** The same for programs of the 0-8 API, which has no groups here: nothing is logged. */
  public static HashMap<String, Object> withoutGroup(Map<String, Object> kafkaParams) {
    HashMap<String, Object> params = new HashMap<>(kafkaParams);
    params.remove(GROUP_ID_CONFIG);
    params.put(ENABLE_AUTO_COMMIT_CONFIG, false);
    params.put(AUTO_OFFSET_RESET_CONFIG, NO_RESET);
    params.putIfAbsent(RECEIVE_BUFFER_CONFIG, RECEIVE_BUFFER);
    params.putIfAbsent(MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    params.putIfAbsent(MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    return params;
  }

  private static void force(Map<String, Object> params, String key, Object value) {
    LOG.warn("overriding {} to {} for executor", key, value);
    params.put(key, value);
  }

  /**
   * @throws IllegalArgumentException if a consumer with them could skip records or commit them
   */
  static void check(Map<String, Object> params) {
    Requirements.require(
        NO_RESET.equals(params.get(AUTO_OFFSET_RESET_CONFIG)),
        AUTO_OFFSET_RESET_CONFIG
            + " must be set to none for executor kafka params, else messages may not match"
            + " offsetRange");
    Requirements.require(
        isFalse(params.get(ENABLE_AUTO_COMMIT_CONFIG)),
        ENABLE_AUTO_COMMIT_CONFIG
            + " must be set to false for executor kafka params, else offsets may commit before"
            + " processing");
  }

  private static boolean isFalse(@Nullable Object value) {
    return value != null && value.toString().equals("false");
  }
}
