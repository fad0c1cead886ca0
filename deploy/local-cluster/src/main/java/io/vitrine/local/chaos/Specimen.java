package io.vitrine.local.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A kind of image that is imported, and how that has to end. */
enum Specimen {
  CONVERTED("qcow2", Optional.of("raw"), 3, ""),
  KEPT("qcow2", Optional.empty(), 1, ""),
  /** Compressed, from a web server. */
  FETCHED("qcow2", Optional.of("raw"), 2, ""),
  /** Wanted in all stores. */
  EVERYWHERE("qcow2", Optional.of("raw"), 1, ""),
  MISDECLARED("vmdk", Optional.of("raw"), 1, "declared as vmdk .*qcow2"),
  BAD_TABLES("qcow2", Optional.of("raw"), 1, "cannot be imported: "),
  TRUNCATED("qcow2", Optional.of("raw"), 1, "cannot be imported: ");

  private final String declared;
  private final Optional<String> output;
  private final int share;
  private final String blame;

  /**
   * A kind of image.
   *
   * @param declared the disk format that it claims
   * @param output the format that is asked for
   * @param share how many of ten imports are of it
   * @param blame what is found wrong with it, as a regular expression; empty if nothing is
   */
  Specimen(String declared, Optional<String> output, int share, String blame) {
    this.declared = declared;
    this.output = output;
    this.share = share;
    this.blame = blame;
  }

  static List<Specimen> deck() {
    List<Specimen> deck = new ArrayList<>();
    for (Specimen specimen : values()) {
      for (int i = 0; i < specimen.share; i++) {
        deck.add(specimen);
      }
    }
    return deck;
  }

  String declared() {
    return declared;
  }

  Optional<String> output() {
    return output;
  }

  boolean isGood() {
    return blame.isEmpty();
  }

  /** Whether this cause of a failure says what is wrong with such an image. */
  boolean isBlamedBy(String cause) {
    return !isGood() && Pattern.compile(blame).matcher(cause).find();
  }

  String title() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
