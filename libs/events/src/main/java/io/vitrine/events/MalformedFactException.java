package io.vitrine.events;

/** A record that claims a known type and does not hold it: it belongs on the dead-letter topic. */
public final class MalformedFactException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedFactException(String type, Throwable cause) {
    super("not a valid " + type, cause);
  }
}
