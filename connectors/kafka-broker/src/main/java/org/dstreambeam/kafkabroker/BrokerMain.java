// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafkabroker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A broker's process: a broker and controller that ends at once when its standard input does.
 *
 * <p>That is a pipe from the process that started it. The system closes it when that process ends,
 * even by SIGKILL, which no hook would notice.
 */
final class BrokerMain {

  private BrokerMain() {}

  /**
   * @param arguments the broker's {@code server.properties}, and the file that it creates when it
   *     takes requests
   */
  public static void main(String[] arguments) throws IOException {
    daemon("parent-watch", BrokerMain::endWithParent).start();
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
      properties.load(reader);
    }
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
    server.startup();
    Files.createFile(Path.of(arguments[1]));
    server.awaitShutdown();
  }

  private static void endWithParent() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      System.err.println("the parent cannot be watched any longer: " + e);
    }
    Runtime.getRuntime().halt(1);
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
