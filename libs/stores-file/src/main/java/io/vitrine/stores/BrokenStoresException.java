package io.vitrine.stores;

import org.jspecify.annotations.Nullable;

/** The stores cannot be as they are written down. The message says what to mend. */
public final class BrokenStoresException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokenStoresException(String message) {
    this(message, null);
  }

  public BrokenStoresException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
