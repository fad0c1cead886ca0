package io.vitrine.worker.fetch;

/**
 * The bytes that have come cannot be gone on with: the source is another one by now, or its server
 * cannot tell. Fetching it anew, from its first byte, may help.
 */
public final class CannotGoOnException extends FetchException {
  private CannotGoOnException(String reason) {
    super(reason);
  }

  static CannotGoOnException changed(long position) {
    return new CannotGoOnException(
        "The connection broke after %d bytes, and what the server has now is something else."
            .formatted(position));
  }

  static CannotGoOnException elsewhere(long position) {
    return new CannotGoOnException(
        "The connection broke after %d bytes, and the server does not go on from there."
            .formatted(position));
  }
}
