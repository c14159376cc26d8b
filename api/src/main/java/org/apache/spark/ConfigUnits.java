// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads configuration values with a unit, such as {@code 10s} or {@code 64m}, in Spark's grammar:
 * digits, then letters without a space between, in either case; spaces around are ignored. Times
 * may be negative, sizes may not.
 */
final class ConfigUnits {
  private static final Pattern TIME = Pattern.compile("(-?[0-9]+)([a-z]+)?");
  private static final Pattern SIZE = Pattern.compile("([0-9]+)([a-z]+)?");
  private static final Pattern FRACTION = Pattern.compile("([0-9]+\\.[0-9]+)([a-z]+)?");

  private static final String TIME_GRAMMAR =
      "Time must be specified as seconds (s), milliseconds (ms), microseconds (us), minutes (m or min), hour (h),"
          + " or day (d). E.g. 50s, 100ms, or 250us.\n";
  private static final String SIZE_GRAMMAR =
      "Size must be specified as bytes (b), kibibytes (k), mebibytes (m), gibibytes (g), tebibytes (t),"
          + " or pebibytes(p). E.g. 50b, 100k, or 250m.\n";

  private static final Map<String, TimeUnit> TIME_UNITS =
      Map.of(
          "us", TimeUnit.MICROSECONDS,
          "ms", TimeUnit.MILLISECONDS,
          "s", TimeUnit.SECONDS,
          "m", TimeUnit.MINUTES,
          "min", TimeUnit.MINUTES,
          "h", TimeUnit.HOURS,
          "d", TimeUnit.DAYS);

  private static final Map<String, SizeUnit> SIZE_UNITS =
      Map.ofEntries(
          entry("b", SizeUnit.BYTE),
          entry("k", SizeUnit.KIB),
          entry("kb", SizeUnit.KIB),
          entry("m", SizeUnit.MIB),
          entry("mb", SizeUnit.MIB),
          entry("g", SizeUnit.GIB),
          entry("gb", SizeUnit.GIB),
          entry("t", SizeUnit.TIB),
          entry("tb", SizeUnit.TIB),
          entry("p", SizeUnit.PIB),
          entry("pb", SizeUnit.PIB));

  private ConfigUnits() {}

  /** The units of sizes, each 1024 times the one before: two to the power of the bits. */
  enum SizeUnit {
    BYTE("B", 0),
    KIB("KiB", 10),
    MIB("MiB", 20),
    GIB("GiB", 30),
    TIB("TiB", 40),
    PIB("PiB", 50);

    private final String symbol;
    private final int bits;

    SizeUnit(String symbol, int bits) {
      this.symbol = symbol;
      this.bits = bits;
    }

    /** Converts a size in this unit, which must not be negative; a fraction is cut off. */
    private long to(SizeUnit target, long size) {
      int shift = bits - target.bits;
      if (shift <= 0) {
        return size >> -shift;
      }
      if (size > Long.MAX_VALUE >> shift) {
        // The advice is Spark's; a smaller number is meant.
        throw new IllegalArgumentException(
            "Conversion of "
                + size
                + " exceeds Long.MAX_VALUE in "
                + symbol
                + ". Try a larger unit (e.g. MiB instead of KiB)");
      }
      return size << shift;
    }
  }

  /**
   * Reads a time.
   *
   * @param unit the unit of the result, and of a value without one; a fraction is cut off, a result
   *     out of range becomes the nearest long
   * @throws NumberFormatException if the value is not a time
   */
  static long time(String str, TimeUnit unit) {
    String value = str.toLowerCase(Locale.ROOT).trim();
    try {
      Matcher matcher = TIME.matcher(value);
      if (!matcher.matches()) {
        throw new NumberFormatException("Failed to parse time string: " + str);
      }
      long number = Long.parseLong(matcher.group(1));
      return unit.convert(number, unitNamed(matcher.group(2), TIME_UNITS, unit));
    } catch (NumberFormatException e) {
      throw new NumberFormatException(TIME_GRAMMAR + e.getMessage());
    }
  }

  /**
   * Reads a size.
   *
   * @param unit the unit of the result, and of a value without one; a fraction of the result is cut
   *     off
   * @throws NumberFormatException if the value is not a size, is negative or has a fraction
   * @throws IllegalArgumentException if the result exceeds a long
   */
  static long size(String str, SizeUnit unit) {
    String value = str.toLowerCase(Locale.ROOT).trim();
    try {
      Matcher matcher = SIZE.matcher(value);
      if (matcher.matches()) {
        long number = Long.parseLong(matcher.group(1));
        return unitNamed(matcher.group(2), SIZE_UNITS, unit).to(unit, number);
      }
      Matcher fraction = FRACTION.matcher(value);
      throw new NumberFormatException(
          fraction.matches()
              ? "Fractional values are not supported. Input was: " + fraction.group(1)
              : "Failed to parse byte string: " + str);
    } catch (NumberFormatException e) {
      throw new NumberFormatException(SIZE_GRAMMAR + e.getMessage());
    }
  }

  private static <U> U unitNamed(@Nullable String suffix, Map<String, U> units, U unitIfNone) {
    if (suffix == null) {
      return unitIfNone;
    }
    U unit = units.get(suffix);
    if (unit == null) {
      throw new NumberFormatException("Invalid suffix: \"" + suffix + "\"");
    }
    return unit;
  }
}
