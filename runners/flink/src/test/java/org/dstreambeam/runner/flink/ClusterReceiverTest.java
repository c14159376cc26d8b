// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.flinkcluster.ClusterProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Receivers in TaskManagers: one for each stream, whatever happens, and none that is left over. */
@Timeout(300)
class ClusterReceiverTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private static final int MANY = 500;

  @TempDir private Path directory;

  @Test
  void oneLivesForEachStreamAllTaskManagersWorkAndAGracefulStopLosesNothing() throws Exception {
    ReceiverProgram program = new ReceiverProgram(directory, CLUSTER.master());
    JavaStreamingContext context = program.context();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      JavaDStream<String> lines =
          context.socketTextStream(server.getInetAddress().getHostAddress(), server.getLocalPort());
      program.write(program.receive("a").union(program.receive("b")).union(lines));
      context.start();
      try (Socket client = server.accept()) {
        send(client, "socket 1\nsocket 2\n");
        awaitUnlessEnded(
            context,
            () ->
                program.processes("a") > 1
                    && program.processes("b") > 1
                    && program.numbers("b").size() > MANY
                    && program.numbers("socket").size() == 2);
        send(client, "socket 3\n");
        awaitUnlessEnded(context, () -> program.numbers("socket").size() == 3);
        context.stop(true, true);
      }
    }

    assertThat(program.numbers("socket")).containsExactly(1L, 2L, 3L);
    for (String name : List.of("a", "b")) {
      ReceiverLog log = program.log(name);
      assertThat(log.all("start")).hasSize(1);
      assertThat(log.all("second")).isEmpty();
      assertThat(log.stops()).isEqualTo(1);
      assertThat(log.isOneAlive()).isFalse();
      assertThat(program.numbers(name))
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, log.all("stored").get(0)).boxed().toList());
    }
  }

  @Test
  void itLivesAgainWhenItsTaskManagerIsKilledAndNotAfterAStop() throws Exception {
    ReceiverProgram program = new ReceiverProgram(directory, CLUSTER.master());
    JavaStreamingContext context = program.context();
    context.checkpoint(directory.resolve("checkpoints").toString());
    program.write(program.receive("a"));
    ReceiverLog log = program.log("a");
    context.start();
    awaitUnlessEnded(context, () -> program.numbers("a").size() > MANY);

    long killed = log.all("start").get(0);
    taskManager(killed).kill();
    ClusterProcess unused = CLUSTER.cluster().startTaskManager();
    awaitUnlessEnded(context, () -> log.all("start").size() == 2);
    int before = program.numbers("a").size();
    awaitUnlessEnded(context, () -> program.numbers("a").size() > before + MANY);

    assertThat(log.isOneAlive()).isTrue();
    context.stop(true, false);
    assertThat(log.all("start")).hasSize(2).last().isNotEqualTo(killed);
    assertThat(log.all("second")).isEmpty();
    assertThat(log.stops()).isEqualTo(1);
    assertThat(log.isOneAlive()).isFalse();
  }

  @Test
  void withAWriteAheadLogNothingIsLostWithItsTaskManager() throws Exception {
    LoggedOutput output = new LoggedOutput(directory.resolve("out"));
    JavaStreamingContext context =
        LoggedReceiverProgram.newContext(
            directory.resolve("checkpoints").toString(),
            output.out().toString(),
            directory.toString(),
            CLUSTER.master());
    context.start();
    awaitUnlessEnded(context, () -> output.records().size() > MANY);

    long killed = AcknowledgingReceiver.processes(directory).get(0);
    taskManager(killed).kill();
    ClusterProcess unused = CLUSTER.cluster().startTaskManager();
    awaitUnlessEnded(context, () -> AcknowledgingReceiver.processes(directory).size() == 2);
    int before = output.records().size();
    awaitUnlessEnded(context, () -> output.records().size() > before + MANY);
    context.stop(true, true);

    LoggedOutput.Findings findings = output.check(AcknowledgingReceiver.noted(directory));
    assertThat(findings.complaints()).isEmpty();
    assertThat(findings.acknowledged()).isGreaterThan(MANY);
  }

  @Test
  void noneLivesWhenTheJobHasFailed() throws Exception {
    ReceiverProgram program = new ReceiverProgram(directory, CLUSTER.master());
    JavaStreamingContext context = program.context();
    program.write(program.receive("a").union(program.receive("b")));
    context.start();
    awaitUnlessEnded(context, () -> program.numbers("a").size() > MANY);

    program.fail();
    assertThatThrownBy(context::awaitTermination).hasStackTraceContaining("asked to fail");

    for (String name : List.of("a", "b")) {
      assertThat(program.log(name).all("start")).hasSize(1);
      assertThat(program.log(name).stops()).isEqualTo(1);
      assertThat(program.log(name).isOneAlive()).isFalse();
    }
    context.stop(true, false);
  }

  private static ClusterProcess taskManager(long pid) {
    return CLUSTER.cluster().taskManagers().stream()
        .filter(taskManager -> taskManager.pid() == pid)
        .findFirst()
        .orElseThrow();
  }

  private static void send(Socket client, String text) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void awaitUnlessEnded(JavaStreamingContext context, Callable<Boolean> condition)
      throws Exception {
    while (!condition.call()) {
      assertThat(context.awaitTerminationOrTimeout(50)).isFalse();
    }
  }
}
