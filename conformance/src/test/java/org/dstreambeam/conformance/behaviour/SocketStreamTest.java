// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.pair;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.SparkConf;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.api.java.JavaReceiverInputDStream;
import org.junit.jupiter.api.Test;

/** {@code socketStream}, with a converter of the program's. */
class SocketStreamTest {

  private static final int WRONG = -1;

  /** Numbers up to a zero; a negative one is more than the converter can take. */
  private static Iterable<Integer> numbers(InputStream bytes) throws IOException {
    DataInputStream in = new DataInputStream(bytes);
    List<Integer> numbers = new ArrayList<>();
    for (int number = in.readInt(); number != 0; number = in.readInt()) {
      if (number == WRONG) {
        throw new IllegalStateException("wrong");
      }
      numbers.add(number);
    }
    return numbers;
  }

  @Test
  void readsWhatTheConverterGivesOfEachConnectionAndGoesOnAfterItsFailure() throws Exception {
    List<Integer> seen = new CopyOnWriteArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread serving = new Thread(() -> serve(server));
      serving.setDaemon(true);
      serving.start();
      SparkConf conf = Table.conf().set("spark.streaming.receiverRestartDelay", "20");
      Table.run(
          conf,
          table -> {
            JavaReceiverInputDStream<Integer> numbers =
                table
                    .context()
                    .socketStream(
                        server.getInetAddress().getHostAddress(),
                        server.getLocalPort(),
                        SocketStreamTest::numbers,
                        StorageLevel.MEMORY_ONLY());
            numbers.foreachRDD(rdd -> seen.addAll(rdd.collect()));
            table.until(() -> seen.size() >= 4);
          });
      serving.join();
    }
    assertThat(seen).containsExactly(1, 2, 4, 5);
  }

  static byte[] serialized(Object... records) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      for (Object record : records) {
        out.writeObject(record);
      }
    }
    return bytes.toByteArray();
  }

  private static void sendBlock(DataOutputStream out, Object... records) throws IOException {
    byte[] block = serialized(records);
    out.writeInt(block.length);
    out.write(block);
  }

  @Test
  void ofARawSocketEachBlockIsAPartitionOfSerializedRecords() throws Exception {
    List<List<Object>> seen = new CopyOnWriteArrayList<>();
    CountDownLatch first = new CountDownLatch(1); // Spark loses what is stored at the end
    CountDownLatch all = new CountDownLatch(1);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread serving =
          new Thread(
              () -> {
                try (Socket client = server.accept();
                    DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
                  sendBlock(out, "a", 1, pair("k", List.of().size()));
                  sendBlock(out, new ArrayList<>(Arrays.asList(1, 2)), new int[] {3, 4});
                  sendBlock(out);
                  sendBlock(out, 'c');
                  out.flush();
                  first.await();
                  out.writeInt(100);
                  out.write(1); // and no more
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                try (Socket client = server.accept();
                    DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
                  sendBlock(out, "again");
                  out.flush();
                  all.await();
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      serving.setDaemon(true);
      serving.start();
      Table.run(
          table -> {
            table
                .context()
                .<Object>rawSocketStream(
                    server.getInetAddress().getHostAddress(), server.getLocalPort())
                .map(record -> record instanceof int[] ints ? Arrays.toString(ints) : record)
                .glom()
                .foreachRDD(
                    rdd -> {
                      seen.addAll(rdd.collect());
                      if (seen.contains(List.<Object>of('c'))) {
                        first.countDown();
                      }
                    });
            table.until(() -> seen.stream().mapToInt(List::size).sum() >= 7);
            table.afterwards(
                last -> {
                  all.countDown();
                  server.close(); // Spark's receiver cannot be stopped while it reads
                });
          });
      serving.join();
    }
    assertThat(seen)
        .containsExactly(
            List.of("a", 1, pair("k", 0)),
            List.of(List.of(1, 2), "[3, 4]"),
            List.of(),
            List.of('c'),
            List.of("again"));
  }

  /** Bytes that are no text, half a line, and a line that is longer than any buffer. */
  @Test
  void whateverComesIsALine() throws Exception {
    int length = 16 * 1024 * 1024;
    List<String> seen = new CopyOnWriteArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread serving =
          new Thread(
              () -> {
                byte[] endless = new byte[length];
                Arrays.fill(endless, (byte) 'x');
                send(server, new byte[] {(byte) 0xff, 'a', (byte) 0xc3, '\n', 0, '\n', 'h'});
                send(server, endless);
                send(server, "last\n".getBytes(UTF_8));
              });
      serving.setDaemon(true);
      serving.start();
      SparkConf conf = Table.conf().set("spark.streaming.receiverRestartDelay", "20");
      Table.run(
          conf,
          table -> {
            table
                .context()
                .socketTextStream(server.getInetAddress().getHostAddress(), server.getLocalPort())
                .map(line -> line.length() == length ? "endless" : line)
                .foreachRDD(rdd -> seen.addAll(rdd.collect()));
            table.until(() -> seen.size() >= 5);
          });
      serving.join();
    }
    assertThat(seen).containsExactly("\ufffda\ufffd", "\0", "h", "endless", "last");
  }

  /** What came before is there, and what comes over the next connection. */
  @Test
  void aConnectionThatIsResetCostsTheLineThatWasOnItsWay() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CountDownLatch arrived = new CountDownLatch(1);
      Thread serving =
          new Thread(
              () -> {
                sendAndReset(server, "one\ntwo\nhal".getBytes(UTF_8), arrived);
                send(server, "three\n".getBytes(UTF_8));
              });
      serving.setDaemon(true);
      serving.start();
      SparkConf conf = Table.conf().set("spark.streaming.receiverRestartDelay", "20");
      Table.run(
          conf,
          table -> {
            table
                .context()
                .socketTextStream(server.getInetAddress().getHostAddress(), server.getLocalPort())
                .foreachRDD(
                    rdd -> {
                      seen.addAll(rdd.collect());
                      if (seen.size() >= 2) {
                        arrived.countDown();
                      }
                    });
            table.until(() -> seen.size() >= 3);
          });
      serving.join();
    }
    assertThat(seen).containsExactly("one", "two", "three");
  }

  private static void sendAndReset(ServerSocket server, byte[] bytes, CountDownLatch arrived) {
    try (Socket client = server.accept()) {
      client.getOutputStream().write(bytes);
      arrived.await();
      client.setSoLinger(true, 0); // so that close resets
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(ServerSocket server, byte[] bytes) {
    try (Socket client = server.accept()) {
      client.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Three connections; of the second nothing is to be had. */
  private static void serve(ServerSocket server) {
    for (int[] numbers : new int[][] {{1, 2, 0}, {3, WRONG}, {4, 5, 0}}) {
      try (Socket client = server.accept();
          DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
        for (int number : numbers) {
          out.writeInt(number);
        }
        out.flush();
        client.getInputStream().read(); // until the client closes
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
