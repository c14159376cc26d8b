// SPDX-License-Identifier: Apache-2.0
package kafka.serializer;

import kafka.utils.VerifiableProperties;
import org.jspecify.annotations.Nullable;

/** Leaves bytes as they are. */
public class DefaultDecoder implements Decoder<byte[]> {

  /**
   * @param props without effect
   */
  public DefaultDecoder(@Nullable VerifiableProperties props) {}

  @Override
  public byte[] fromBytes(byte[] bytes) {
    return bytes;
  }
}
