package io.vitrine.remote;

import java.io.IOException;

/** Nothing is fetched from there. The message says why, to whoever named the source. */
public final class RefusedSourceException extends IOException {
  public RefusedSourceException(String message) {
    super(message);
  }
}
