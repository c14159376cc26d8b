/**
 * Kafka brokers on this machine, for tests and for people who try things.
 *
 * <pre>
 *   LocalKafka --NodeDirectory--> node-1/server.properties, meta.properties, data/
 *        |                              |
 *        +--BrokerJvm-----------> BrokerMain (a JVM of its own: broker and KRaft controller)
 *        +--KafkaAdministration-> topics, leaders
 * </pre>
 *
 * The brokers run on their own class path (the folder {@code lib}, see {@link
 * org.dstreambeam.kafkabroker.LocalKafka}), listen on the loopback address only, and end with the
 * JVM that started them, however that ends. Nothing here knows Beam or DStreams.
 */
@NullMarked
package org.dstreambeam.kafkabroker;

import org.jspecify.annotations.NullMarked;
