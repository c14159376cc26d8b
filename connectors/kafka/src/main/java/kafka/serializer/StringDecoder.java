// SPDX-License-Identifier: Apache-2.0
package kafka.serializer;

import java.io.UnsupportedEncodingException;
import kafka.utils.VerifiableProperties;
import org.dstreambeam.compute.Rethrow;
import org.jspecify.annotations.Nullable;

/** Text, in UTF-8 unless the parameter {@code serializer.encoding} names another encoding. */
public class StringDecoder implements Decoder<String> {

  private static final String UTF_8 = "UTF8";

  private final String encoding;

  /**
   * @param props may be null
   */
  public StringDecoder(@Nullable VerifiableProperties props) {
    encoding = props == null ? UTF_8 : props.getString("serializer.encoding", UTF_8);
  }

  public String encoding() {
    return encoding;
  }

  /**
   * The text; throws {@link UnsupportedEncodingException}, undeclared as in Kafka, if there is no
   * such encoding.
   */
  @Override
  public String fromBytes(byte[] bytes) {
    try {
      return new String(bytes, encoding);
    } catch (UnsupportedEncodingException e) {
      throw Rethrow.as(e);
    }
  }
}
