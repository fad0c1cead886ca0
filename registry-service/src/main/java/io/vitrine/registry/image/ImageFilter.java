package io.vitrine.registry.image;

import io.vitrine.identity.Caller;
import io.vitrine.registry.policy.Check;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * What an image of a list must fulfil. A filter sees an image as the API shows it: a value that is
 * shown as null equals nothing and lies within no bound.
 */
public sealed interface ImageFilter {

  record IdIn(Set<UUID> ids) implements ImageFilter {
    public IdIn {
      ids = Set.copyOf(ids);
    }
  }

  /** No image fulfils it. */
  ImageFilter NOTHING = new IdIn(Set.of());

  /** The text is one of these, letter by letter. */
  record TextIn(TextField field, Set<String> values) implements ImageFilter {
    public TextIn {
      values = Set.copyOf(values);
    }
  }

  /** The name has this somewhere in it; upper and lower case are the same. */
  record NameContains(String text) implements ImageFilter {}

  record NumberIs(NumberField field, Comparison comparison, long value) implements ImageFilter {}

  /** Dates compare as they are shown: to the second. */
  record DateIs(DateField field, Comparison comparison, Instant value) implements ImageFilter {}

  record IsProtected(boolean value) implements ImageFilter {}

  record HasTag(String tag) implements ImageFilter {}

  /** A custom property with this value. */
  record HasProperty(String name, String value) implements ImageFilter {}

  /**
   * The operator's rule, asked for the caller: what does not fulfil it is not seen at all.
   *
   * @param admin whether the caller is no member, whatever is shared with his project
   */
  record Allowed(Check rule, Caller caller, boolean admin) implements ImageFilter {}

  /** Base properties that hold text. */
  enum TextField {
    NAME,
    STATUS,
    OWNER,
    DISK_FORMAT,
    CONTAINER_FORMAT,
    CHECKSUM,
    OS_HASH_ALGO,
    OS_HASH_VALUE
  }

  /** Base properties that hold a number. */
  enum NumberField {
    SIZE,
    VIRTUAL_SIZE,
    MIN_DISK,
    MIN_RAM
  }

  /** Base properties that hold a date. */
  enum DateField {
    CREATED_AT,
    UPDATED_AT
  }

  /** How the image's value stands to the given one. */
  enum Comparison {
    EQUAL,
    NOT_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    LESS,
    LESS_OR_EQUAL
  }
}
