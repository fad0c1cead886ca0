package io.vitrine.objectstore;

import org.jspecify.annotations.Nullable;

/** A store did not do what it was asked. The message names the operation, never a credential. */
public final class ObjectStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  public ObjectStoreException(Failure failure, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
