// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class LinkAddressTest {

  private static final String TOKEN = "0123456789abcdef".repeat(4);

  @Test
  void doesNotShowTheToken() {
    assertThat(new LinkAddress("example.org", 7077, TOKEN)).hasToString("example.org:7077");
    assertThat(new LinkAddress("::1", 7077, TOKEN)).hasToString("[::1]:7077");
    assertThat(new LinkAddress("[::1]", 7077, TOKEN)).hasToString("[::1]:7077");
  }

  @Test
  void travelsWithTheToken() throws Exception {
    LinkAddress address = new LinkAddress("example.org", 7077, TOKEN);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(address);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(address);
    }
  }

  @Test
  void isComplete() {
    assertThatIllegalArgumentException().isThrownBy(() -> new LinkAddress("", 1, TOKEN));
    assertThatIllegalArgumentException().isThrownBy(() -> new LinkAddress("a", 0, TOKEN));
    assertThatIllegalArgumentException().isThrownBy(() -> new LinkAddress("a", 65536, TOKEN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinkAddress("a", 1, "secret"))
        .withMessage("The token is not of 64 hexadecimal digits");
  }

  @Test
  void tokensAreNotRepeated() {
    assertThat(Handshake.newToken()).hasSize(64).isNotEqualTo(Handshake.newToken());
  }
}
