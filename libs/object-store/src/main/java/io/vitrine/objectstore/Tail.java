package io.vitrine.objectstore;

import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an upload has received of a part that is not whole yet, as an object of its own: S3 gives no
 * part back, so it could not be added to. No two have the same key, so that a late writer replaces
 * none.
 *
 * @param part the number of its part
 * @param size bytes, from the beginning of the part
 */
public record Tail(int part, long size, UUID id) {
  static final Comparator<Tail> BY_SIZE =
      Comparator.comparingLong(Tail::size).thenComparing(Tail::id);
  private static final Pattern NAME =
      Pattern.compile("([0-9]{1,5})\\.([0-9]{1,18})\\.([0-9a-f-]+)");

  static Tail of(int part, long size) {
    return new Tail(part, size, UUID.randomUUID());
  }

  static Optional<Tail> named(String name) {
    Matcher tail = NAME.matcher(name);
    return tail.matches()
        ? Optional.of(
            new Tail(
                Integer.parseInt(tail.group(1)),
                Long.parseLong(tail.group(2)),
                UUID.fromString(tail.group(3))))
        : Optional.empty();
  }

  String name() {
    return part + "." + size + "." + id;
  }
}
