package io.vitrine.packed;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amounts in the programmatic units of DSP0004, and in the words that were used before. */
final class OvfUnits {
  private static final Pattern UNIT =
      Pattern.compile("byte(?: ?\\* ?(2|10|1024) ?\\^ ?([0-9]{1,2}))?");
  private static final Map<String, Long> WORDS =
      Map.of("kilobytes", 1L << 10, "megabytes", 1L << 20, "gigabytes", 1L << 30);

  private OvfUnits() {}

  /** Null for what is no amount, such as {@code ${a variable}}, or too large to be one. */
  static @Nullable Long bytes(String amount, String unit) {
    try {
      long count = Long.parseLong(amount.strip());
      return count < 0 ? null : Math.multiplyExact(count, bytes(unit));
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /** In whole units, rounded up. */
  static @Nullable Integer ceil(@Nullable Long bytes, long unit) {
    if (bytes == null) {
      return null;
    }
    long units = Math.ceilDiv(bytes, unit);
    return units > Integer.MAX_VALUE ? null : (Integer) (int) units;
  }

  private static long bytes(String unit) {
    String plain = unit.strip().toLowerCase(Locale.ROOT);
    Long word = WORDS.get(plain);
    if (word != null) {
      return word;
    }
    Matcher power = UNIT.matcher(plain);
    if (!power.matches()) {
      throw new NumberFormatException(unit);
    }
    long bytes = 1;
    if (power.group(1) != null) {
      for (int i = Integer.parseInt(power.group(2)); i > 0; i--) {
        bytes = Math.multiplyExact(bytes, Long.parseLong(power.group(1)));
      }
    }
    return bytes;
  }
}
