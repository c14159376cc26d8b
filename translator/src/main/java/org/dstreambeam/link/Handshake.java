// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Both sides prove that they know the token, without saying it:
 *
 * <pre>
 *   server: greeting, nonce s
 *   client: greeting, nonce c, HMAC(token, 'c' s c)
 *   server: HMAC(token, 's' s c)
 * </pre>
 *
 * <p>All parts have a fixed length, and all must have come when the time is over.
 */
final class Handshake {

  /** Says whom one talks to, and in which version of the protocol: the last byte. */
  private static final byte[] GREETING = "dstream-beam\u0001".getBytes(StandardCharsets.US_ASCII);

  private static final int NONCE_BYTES = 32;
  private static final int PROOF_BYTES = 32;
  private static final byte CLIENT = 'c';
  private static final byte SERVER = 's';

  /** The other side is none of ours. The message says what is wrong with it. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  private final Socket socket;
  private final String token;
  private final long deadline;

  private Handshake(Socket socket, String token, long millis) {
    this.socket = socket;
    this.token = token;
    this.deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** 256 random bits. */
  static String newToken() {
    return HexFormat.of().formatHex(random());
  }

  /**
   * Lets a client in.
   *
   * @throws RefusedException if it is none
   * @throws IOException if it does not answer in time, or goes away
   */
  static void asServer(Socket socket, String token, long millis) throws IOException {
    new Handshake(socket, token, millis).admit();
  }

  /**
   * Introduces this JVM to a server.
   *
   * @throws RefusedException if it is not the one that made the token
   * @throws IOException if it does not answer in time, or does not know this token
   */
  static void asClient(Socket socket, String token, long millis) throws IOException {
    new Handshake(socket, token, millis).introduce();
  }

  private void admit() throws IOException {
    byte[] own = random();
    send(GREETING, own);
    readGreeting();
    byte[] others = read(NONCE_BYTES);
    checkProof(CLIENT, own, others);
    send(proof(SERVER, own, others));
    socket.setSoTimeout(0);
  }

  private void introduce() throws IOException {
    readGreeting();
    byte[] others = read(NONCE_BYTES);
    byte[] own = random();
    send(GREETING, own, proof(CLIENT, others, own));
    checkProof(SERVER, others, own);
    socket.setSoTimeout(0);
  }

  private void readGreeting() throws IOException {
    if (!MessageDigest.isEqual(GREETING, read(GREETING.length))) {
      throw new RefusedException("it speaks another protocol, or another version of it");
    }
  }

  private void checkProof(byte role, byte[] ofServer, byte[] ofClient) throws IOException {
    if (!MessageDigest.isEqual(proof(role, ofServer, ofClient), read(PROOF_BYTES))) {
      throw new RefusedException("it has not the token of this program");
    }
  }

  private byte[] proof(byte role, byte[] ofServer, byte[] ofClient) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(token), "HmacSHA256"));
      mac.update(role);
      mac.update(ofServer);
      return mac.doFinal(ofClient);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JVM has it", e);
    }
  }

  private void send(byte[]... parts) throws IOException {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer message = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      message.put(part);
    }
    socket.getOutputStream().write(message.array());
  }

  /** A timeout of the socket alone would begin anew with each byte. */
  private byte[] read(int length) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] bytes = new byte[length];
    int have = 0;
    while (have < length) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left < 1) {
        throw new SocketTimeoutException("it takes too long to say who it is");
      }
      socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
      int more = in.read(bytes, have, length - have);
      if (more < 0) {
        throw new EOFException("it closed the connection before it said who it is");
      }
      have += more;
    }
    return bytes;
  }

  private static byte[] random() {
    byte[] bytes = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
