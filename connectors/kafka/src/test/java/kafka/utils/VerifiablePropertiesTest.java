// SPDX-License-Identifier: Apache-2.0
package kafka.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Properties;
import kafka.serializer.DefaultDecoder;
import kafka.serializer.StringDecoder;
import org.junit.jupiter.api.Test;
import scala.Tuple2;
import scala.collection.JavaConverters;

/** What decoders read their configuration with, and those that come with it. */
class VerifiablePropertiesTest {

  private final VerifiableProperties properties = new VerifiableProperties();

  private VerifiableProperties set(String name, String value) {
    properties.props().setProperty(name, value);
    return properties;
  }

  @Test
  void valuesHaveTypesAndDefaults() {
    set("n", "12").props().setProperty("b", "true");

    assertThat(properties.getInt("n")).isEqualTo(12);
    assertThat(properties.getInt("none", 3)).isEqualTo(3);
    assertThat(properties.getShort("n", (short) 1)).isEqualTo((short) 12);
    assertThat(properties.getLong("n")).isEqualTo(12L);
    assertThat(properties.getLong("none", 4)).isEqualTo(4L);
    assertThat(properties.getDouble("n")).isEqualTo(12.0);
    assertThat(properties.getDouble("none", 0.5)).isEqualTo(0.5);
    assertThat(properties.getBoolean("b")).isTrue();
    assertThat(properties.getBoolean("none", true)).isTrue();
    assertThat(properties.getString("n")).isEqualTo("12");
    assertThat(properties.getString("none", "d")).isEqualTo("d");
    assertThat(properties.getProperty("none")).isNull();
    assertThat(properties.containsKey("n")).isTrue();
  }

  @Test
  void whatIsMissingOrOutOfRangeIsRefused() {
    set("n", "12");
    set("b", "yes");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> properties.getString("none"))
        .withMessage("requirement failed: Missing required property 'none'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> properties.getIntInRange("n", new Tuple2<>(0, 11)))
        .withMessage("requirement failed: n has value 12 which is not in the range (0,11).");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> properties.getBoolean("b", false))
        .withMessage(
            "requirement failed: Unacceptable value for property 'b', boolean values must be either"
                + " 'true' or 'false'");
    assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> properties.getInt("b"));
  }

  @Test
  void mapsAreListsOfPairs() {
    set("m", "a:1, b:c:2");
    set("bad", "a1");

    assertThat(JavaConverters.mapAsJavaMap(properties.getMap("m", value -> true)))
        .containsOnlyKeys("a", "b:c")
        .containsEntry("b:c", "2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> properties.getMap("m", value -> !value.equals("2")))
        .withMessage("Invalid entry 'b:c' = '2' for property 'm'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> properties.getMap("bad", value -> true))
        .withMessage("Invalid entry 'a1' = '' for property 'bad'");
  }

  @Test
  void textHasTheEncodingThatIsConfigured() {
    byte[] bytes = {(byte) 0xe4};

    assertThat(new StringDecoder(set("serializer.encoding", "ISO-8859-1")).fromBytes(bytes))
        .isEqualTo("ä");
    assertThat(new StringDecoder(null).encoding()).isEqualTo("UTF8");
    assertThat(new DefaultDecoder(null).fromBytes(bytes)).isSameAs(bytes);
    assertThatExceptionOfType(java.io.UnsupportedEncodingException.class)
        .isThrownBy(
            () -> {
              Properties wrong = new Properties();
              wrong.setProperty("serializer.encoding", "none-such");
              new StringDecoder(new VerifiableProperties(wrong)).fromBytes(bytes);
            });
  }
}
