// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import java.time.Duration;
import java.util.List;
import org.apache.spark.streaming.StreamingContext;
import org.dstreambeam.kafkabroker.LocalKafka;
import org.dstreambeam.kafkabroker.RecordWriter;

/**
 * {@link DirectKafkaWordCount} without preparations: starts a Kafka broker, writes a short text to
 * a topic and, when all of it was counted, stops both.
 *
 * <pre>
 *   feeder thread --topic "lines"--> DirectKafkaWordCount.main (this thread) --print()--> output
 *        \--all written: stop gracefully--> awaitTermination() returns
 * </pre>
 */
public final class KafkaDemo {

  private static final String TOPIC = "lines";
  private static final int PARTITIONS = 2;

  /** Two or three lines in each batch of a second. */
  private static final Duration PACE = Duration.ofMillis(400);

  private KafkaDemo() {}

  public static void main(String[] args) throws InterruptedException {
    List<String> text = TextServer.textResource("river.txt");
    try (LocalKafka kafka = LocalKafka.builder().start()) {
      kafka.createTopic(TOPIC, PARTITIONS);
      System.out.println("Demo: a Kafka broker is up at " + kafka.bootstrapServers() + ".");
      Thread feeder = new Thread(() -> feed(kafka, text), "demo-feeder");
      // The demo must end also if the program fails before anything was fed.
      feeder.setDaemon(true);
      feeder.start();
      DirectKafkaWordCount.main(new String[] {kafka.bootstrapServers(), "demo", TOPIC});
      // The wait for termination may end a little before the stop that caused it.
      feeder.join();
    }
    System.out.println("Demo: all " + text.size() + " lines were written; stopped.");
  }

  private static void feed(LocalKafka kafka, List<String> text) {
    try (RecordWriter lines = kafka.records(TOPIC)) {
      while (StreamingContext.getActive().isEmpty()) {
        Thread.sleep(50);
      }
      for (int i = 0; i < text.size(); i++) {
        lines.send(i % PARTITIONS, null, text.get(i)).flush();
        Thread.sleep(PACE.toMillis());
      }
      Demo.stopWhenCounted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
