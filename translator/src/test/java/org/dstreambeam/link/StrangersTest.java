// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.dstreambeam.fixture.Threads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who finds the port by chance or on purpose, and peers that break. */
@Timeout(120)
class StrangersTest {

  private static final int GREETING_BYTES = 13;
  private static final int NONCE_BYTES = 32;
  private static final int PROOF_BYTES = 32;

  private final Driver driver = Driver.start();

  @AfterEach
  void close() {
    driver.close();
  }

  /** Ours, of a TaskManager that came after whatever happened. */
  private void theNextOneIsHeard() throws Exception {
    try (LinkClient client = LinkClient.to(driver.address())) {
      client.print("mine");
      assertThat(driver.next()).isEqualTo("printed mine");
    }
  }

  /** Flushed by a frame; or the other side would be gone in the middle of it. */
  private static DataOutputStream inOnePiece(Socket socket) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  private static void awaitEnd(Socket socket) throws IOException {
    try {
      while (socket.getInputStream().read() >= 0) {
        // the greeting, perhaps
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset"); // closed with something unread
    }
  }

  @Test
  void aWrongTokenIsRefused() throws Exception {
    try (Socket socket = driver.socket()) {
      assertThatThrownBy(
              () -> Handshake.asClient(socket, Handshake.newToken(), Driver.HANDSHAKE_MILLIS))
          .isInstanceOf(IOException.class);
      awaitEnd(socket);
    }
    theNextOneIsHeard();
  }

  @Test
  void nothingIsReadOfWhoSendsOnWithoutTheToken() throws Exception {
    try (Socket socket = driver.socket()) {
      InputStream in = socket.getInputStream();
      byte[] greeting = in.readNBytes(GREETING_BYTES);
      in.readNBytes(NONCE_BYTES);
      DataOutputStream out = inOnePiece(socket);
      out.write(greeting);
      out.write(new byte[NONCE_BYTES + PROOF_BYTES]);
      Frame.of(Frame.Type.PRINTED, "not mine").writeTo(out);
      awaitEnd(socket);
    }
    theNextOneIsHeard();
  }

  @Test
  void garbageIsRefused() throws Exception {
    try (Socket socket = driver.socket()) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: somewhere\r\n\r\n".getBytes(UTF_8));
      awaitEnd(socket);
    }
    theNextOneIsHeard();
  }

  @Test
  void whoSaysNothingIsNotWaitedForLong() throws Exception {
    try (Driver hasty = Driver.start(1);
        Socket socket = hasty.socket()) {
      awaitEnd(socket);
    }
  }

  @Test
  void whoGoesAwayAtOnceDoesNoHarm() throws Exception {
    driver.socket().close();
    theNextOneIsHeard();
  }

  @Test
  void onlySoManyStrangersAreLookedAtAtATime() throws Exception {
    Deque<Socket> silent = new ArrayDeque<>();
    for (int i = 0; i < LinkServer.MOST_STRANGERS; i++) {
      Socket socket = driver.socket();
      silent.add(socket);
      assertThat(socket.getInputStream().readNBytes(GREETING_BYTES)).isNotEmpty();
    }
    Threads.awaitWaiting(threadThatAccepts());
    try (Socket last = driver.socket()) {
      assertThat(last.getInputStream().available()).isZero();
      silent.remove().close();
      assertThat(last.getInputStream().readNBytes(GREETING_BYTES)).hasSize(GREETING_BYTES);
    }
    for (Socket socket : silent) {
      socket.close();
    }
    theNextOneIsHeard();
  }

  private static Thread threadThatAccepts() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("driver-link-accept"))
        .findAny()
        .orElseThrow();
  }

  @Test
  void anOversizedFrameEndsTheConnection() throws Exception {
    for (int length : new int[] {Frame.MOST_BYTES + 1, Integer.MAX_VALUE, -1, 0}) {
      try (Socket socket = admitted()) {
        DataOutputStream out = inOnePiece(socket);
        out.writeInt(length);
        out.writeByte(Frame.Type.PRINTED.ordinal());
        out.flush();
        awaitEnd(socket);
      }
    }
    theNextOneIsHeard();
  }

  @Test
  void anUnknownFrameEndsTheConnection() throws Exception {
    for (int type : new int[] {Frame.Type.values().length, 255, 0 /* instructions */}) {
      try (Socket socket = admitted()) {
        DataOutputStream out = inOnePiece(socket);
        out.writeInt(1);
        out.writeByte(type);
        out.flush();
        awaitEnd(socket);
      }
    }
    theNextOneIsHeard();
  }

  @Test
  void aNumberOfAnotherLengthEndsTheConnection() throws Exception {
    try (Socket socket = admitted()) {
      DataOutputStream out = inOnePiece(socket);
      new Frame(Frame.Type.COMPLETED, new byte[3]).writeTo(out);
      awaitEnd(socket);
    }
    assertThat(driver.server.lastCompleted()).isEqualTo(Long.MIN_VALUE);
    theNextOneIsHeard();
  }

  @Test
  void ofAFrameThatWasCutNothingIsHeard() throws Exception {
    try (Socket socket = admitted()) {
      DataOutputStream out = inOnePiece(socket);
      Frame.of(Frame.Type.PRINTED, "whole").writeTo(out);
      out.writeInt(100);
      out.writeByte(Frame.Type.PRINTED.ordinal());
      out.write("ha".getBytes(UTF_8));
      out.flush();
    }
    assertThat(driver.next()).isEqualTo("printed whole");
    theNextOneIsHeard();
  }

  private Socket admitted() throws IOException {
    Socket socket = driver.socket();
    Handshake.asClient(socket, driver.address().token(), Driver.HANDSHAKE_MILLIS);
    return socket;
  }

  /** Who takes over the port of a driver that is gone gets neither the token nor a text. */
  @Test
  void aTaskManagerTellsNothingToAStranger() throws Exception {
    try (ServerSocket stranger = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"));
        LinkClient client =
            LinkClient.to(
                new LinkAddress("127.0.0.1", stranger.getLocalPort(), driver.address().token()))) {
      client.print("secret");
      try (Socket accepted = stranger.accept()) {
        DataOutputStream out = new DataOutputStream(accepted.getOutputStream());
        try (Socket real = driver.socket()) {
          out.write(real.getInputStream().readNBytes(GREETING_BYTES));
        }
        out.write(new byte[NONCE_BYTES]);
        byte[] answer =
            accepted.getInputStream().readNBytes(GREETING_BYTES + NONCE_BYTES + PROOF_BYTES);
        assertThat(HexFormat.of().formatHex(answer)).doesNotContain(driver.address().token());
        assertThat(new String(answer, UTF_8)).doesNotContain(driver.address().token());
        out.write(new byte[PROOF_BYTES]);
        assertThat(accepted.getInputStream().readAllBytes()).isEmpty();
      }
    }
  }

  @Test
  void theLogWarnsOncePerAddressAndKeepsTheToken() throws Exception {
    PrintStream standardError = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, UTF_8));
    try {
      for (int i = 0; i < 3; i++) {
        garbageIsRefused();
      }
    } finally {
      System.setErr(standardError);
    }
    String lines = log.toString(UTF_8);
    assertThat(Pattern.compile("was refused").matcher(lines).results()).hasSize(1);
    assertThat(lines).contains("127.0.0.1").doesNotContain(driver.address().token());
  }
}
