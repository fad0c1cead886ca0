package io.vitrine.registry.image.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A date as ISO 8601 writes it, in the basic or the extended form, a day or a moment; without a
 * zone it is UTC.
 */
final class IsoDate {
  private static final Pattern FORM =
      Pattern.compile(
          """
          (?x) ([0-9]{4}) (?: -([0-9]{1,2}) (?: -([0-9]{1,2}) )? | ([0-9]{2}) ([0-9]{2}) )?
          (?: [T\\ ] ([0-9]{2}) (?: :?([0-9]{2}) (?: :?([0-9]{2}) (?: [.,]([0-9]{1,9})[0-9]* )? )? )? )?
          (Z | [+-][0-9]{2} (?: :?[0-9]{2} )? )?\
          """);

  private IsoDate() {}

  static Optional<Instant> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      int year = Integer.parseInt(form.group(1));
      OffsetDateTime date =
          OffsetDateTime.of(
              year,
              Math.max(number(form, 2, 1), number(form, 4, 1)),
              Math.max(number(form, 3, 1), number(form, 5, 1)),
              number(form, 6, 0),
              number(form, 7, 0),
              number(form, 8, 0),
              fraction(form.group(9)),
              form.group(10) == null ? ZoneOffset.UTC : ZoneOffset.of(form.group(10)));
      return year == 0 ? Optional.empty() : Optional.of(date.toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher form, int group, int otherwise) {
    String digits = form.group(group);
    return digits == null ? otherwise : Integer.parseInt(digits);
  }

  private static int fraction(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt((digits + "00000000").substring(0, 9));
  }
}
