// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkConfTypedValuesTest {
  private static final String NO_TIME =
      "Illegal value for config key k: Time must be specified as seconds (s), milliseconds (ms), "
          + "microseconds (us), minutes (m or min), hour (h), or day (d). E.g. 50s, 100ms, or 250us.\n";
  private static final String NO_SIZE =
      "Illegal value for config key k: Size must be specified as bytes (b), kibibytes (k), "
          + "mebibytes (m), gibibytes (g), tebibytes (t), or pebibytes(p). E.g. 50b, 100k, or 250m.\n";

  private final SparkConf conf = new SparkConf(false);

  @Test
  void readsNumbersAndBooleans() {
    conf.set("int", "+3").set("long", "2147483648").set("double", " 1e3 ").set("boolean", "TRUE");
    assertThat(conf.getInt("int", 0)).isEqualTo(3);
    assertThat(conf.getLong("long", 0)).isEqualTo(2147483648L);
    assertThat(conf.getDouble("double", 0)).isEqualTo(1000);
    assertThat(conf.getBoolean("boolean", false)).isTrue();
    assertThat(conf.set("boolean", "False").getBoolean("boolean", true)).isFalse();
  }

  @Test
  void fallsBackToTheDefaults() {
    assertThat(conf.getInt("k", 4)).isEqualTo(4);
    assertThat(conf.getLong("k", 5)).isEqualTo(5);
    assertThat(conf.getDouble("k", 2.5)).isEqualTo(2.5);
    assertThat(conf.getBoolean("k", true)).isTrue();
    assertThat(conf.getTimeAsMs("k", "5s")).isEqualTo(5000);
    assertThat(conf.getTimeAsSeconds("k", "5")).isEqualTo(5);
    assertThat(conf.getSizeAsBytes("k", "1k")).isEqualTo(1024);
    assertThat(conf.getSizeAsBytes("k", 12)).isEqualTo(12);
    assertThat(conf.getSizeAsKb("k", "1m")).isEqualTo(1024);
    assertThat(conf.getSizeAsMb("k", "1g")).isEqualTo(1024);
    assertThat(conf.getSizeAsGb("k", "1t")).isEqualTo(1024);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", " 1", "1.5", "2147483648"})
  void namesTheKeyOfAnUnreadableInt(String value) {
    assertThatThrownBy(() -> conf.set("k", value).getInt("k", 0))
        .isExactlyInstanceOf(NumberFormatException.class)
        .hasMessage("Illegal value for config key k: For input string: \"" + value + "\"")
        .hasCauseExactlyInstanceOf(NumberFormatException.class);
  }

  @Test
  void namesTheKeyOfAnUnreadableLongOrDouble() {
    assertThatThrownBy(() -> conf.set("k", "9223372036854775808").getLong("k", 0))
        .isExactlyInstanceOf(NumberFormatException.class)
        .hasMessage("Illegal value for config key k: For input string: \"9223372036854775808\"");
    assertThatThrownBy(() -> conf.set("k", "").getDouble("k", 0))
        .isExactlyInstanceOf(NumberFormatException.class)
        .hasMessage("Illegal value for config key k: empty String");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "yes", " true"})
  void namesTheKeyOfAnUnreadableBoolean(String value) {
    assertThatThrownBy(() -> conf.set("k", value).getBoolean("k", true))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("Illegal value for config key k: For input string: \"" + value + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          1,       1,         1
          10s,     10000,     10
          ' 10S ', 10000,     10
          1999ms,  1999,      1
          5Ms,     5,         0
          1500us,  1,         0
          2m,      120000,    120
          2min,    120000,    120
          2h,      7200000,   7200
          3d,      259200000, 259200
          -5s,     -5000,     -5
          -5,      -5,        -5
          9223372036854775807d, 9223372036854775807, 9223372036854775807
          """)
  void readsTimes(String value, long millis, long seconds) {
    conf.set("k", value);
    assertThat(conf.getTimeAsMs("k")).isEqualTo(millis);
    assertThat(conf.getTimeAsSeconds("k")).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '', 'Failed to parse time string: '
          ' 10 S ', 'Failed to parse time string:  10 S '
          1.5s, Failed to parse time string: 1.5s
          +5s, Failed to parse time string: +5s
          s, Failed to parse time string: s
          10s10, Failed to parse time string: 10s10
          10Sec, Invalid suffix: "sec"
          9223372036854775808, For input string: "9223372036854775808"
          """)
  void explainsWhatATimeIs(String value, String reason) {
    assertThatThrownBy(() -> conf.set("k", value).getTimeAsMs("k"))
        .isExactlyInstanceOf(NumberFormatException.class)
        .hasMessage(NO_TIME + reason)
        .hasCauseExactlyInstanceOf(NumberFormatException.class);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          1,        1,          1,       1,    1
          10B,      10,         0,       0,    0
          ' 10k ',  10240,      10,      0,    0
          1536k,    1572864,    1536,    1,    0
          100kb,    102400,     100,     0,    0
          1m,       1048576,    1024,    1,    0
          2mb,      2097152,    2048,    2,    0
          2g,       2147483648, 2097152, 2048, 2
          2gb,      2147483648, 2097152, 2048, 2
          2t,       2199023255552,       2147483648,       2097152,       2048
          2tb,      2199023255552,       2147483648,       2097152,       2048
          3pb,      3377699720527872,    3298534883328,    3221225472,    3145728
          8191p,    9222246136947933184, 9006099743113216, 8795019280384, 8588886016
          9007199254740991k, 9223372036854774784, 9007199254740991, 8796093022207, 8589934591
          """)
  void readsSizes(String value, long bytes, long kibibytes, long mebibytes, long gibibytes) {
    conf.set("k", value);
    assertThat(conf.getSizeAsBytes("k")).isEqualTo(bytes);
    assertThat(conf.getSizeAsKb("k")).isEqualTo(kibibytes);
    assertThat(conf.getSizeAsMb("k")).isEqualTo(mebibytes);
    assertThat(conf.getSizeAsGb("k")).isEqualTo(gibibytes);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '', 'Failed to parse byte string: '
          -5k, Failed to parse byte string: -5k
          10 k, Failed to parse byte string: 10 k
          1.5.5k, Failed to parse byte string: 1.5.5k
          5Kib, Invalid suffix: "kib"
          1.50M, Fractional values are not supported. Input was: 1.50
          1.5x, Fractional values are not supported. Input was: 1.5
          9223372036854775808b, For input string: "9223372036854775808"
          """)
  void explainsWhatASizeIs(String value, String reason) {
    assertThatThrownBy(() -> conf.set("k", value).getSizeAsMb("k"))
        .isExactlyInstanceOf(NumberFormatException.class)
        .hasMessage(NO_SIZE + reason);
  }

  @Test
  void refusesSizesThatDoNotFitALong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> conf.set("k", "8192p").getSizeAsBytes("k"))
        .withMessage(
            "Illegal value for config key k: Conversion of 8192 exceeds Long.MAX_VALUE in PiB. "
                + "Try a larger unit (e.g. MiB instead of KiB)");
    assertThat(conf.getSizeAsKb("k")).isEqualTo(9007199254740992L);
  }

  @Test
  void refusesANegativeDefaultSizeOnlyIfItIsNeeded() {
    assertThatThrownBy(() -> conf.getSizeAsBytes("k", -12))
        .isExactlyInstanceOf(NumberFormatException.class)
        .hasMessage(NO_SIZE + "Failed to parse byte string: -12B");
    assertThat(conf.set("k", "3").getSizeAsBytes("k", -12)).isEqualTo(3);
  }

  @Test
  void refusesNullAsADefaultWithAUnit() {
    assertThatNullPointerException().isThrownBy(() -> conf.getTimeAsMs("k", null));
    assertThatNullPointerException().isThrownBy(() -> conf.getSizeAsMb("k", null));
  }
}
