package io.vitrine.store.upload.http;

import io.vitrine.problem.RequestProblem;

/** A number of bytes in a header. */
final class ByteCount {
  private ByteCount() {}

  static long parse(String header, String text) {
    // Not by parseLong alone, which takes signs and the digits of every script.
    String digits = text.strip();
    if (digits.matches("[0-9]{1,19}")) {
      try {
        return Long.parseLong(digits);
      } catch (NumberFormatException e) {
        // Refused below.
      }
    }
    throw new RequestProblem.Malformed(header + " is not a number of bytes: " + text).asException();
  }
}
