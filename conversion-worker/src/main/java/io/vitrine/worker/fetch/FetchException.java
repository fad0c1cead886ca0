package io.vitrine.worker.fetch;

import java.io.IOException;

/** The source cannot be had, and trying again at once would not help. */
public sealed class FetchException extends IOException permits ProxyAwayException {
  private static final int LONGEST = 300;

  private final String reason;

  FetchException(String reason) {
    super(plain(reason));
    this.reason = plain(reason);
  }

  /** Some of it are the server's words, which end up in the owner's terminal and in the log. */
  private static String plain(String reason) {
    String printable = reason.replaceAll("\\p{C}", "?");
    return printable.codePointCount(0, printable.length()) > LONGEST
        ? printable.substring(0, printable.offsetByCodePoints(0, LONGEST)) + "…"
        : printable;
  }

  /** Why, as a sentence for whoever named the source. */
  public String reason() {
    return reason;
  }
}
