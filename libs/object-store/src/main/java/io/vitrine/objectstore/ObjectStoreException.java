package io.vitrine.objectstore;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store did not do what it was asked. The message names the operation, never a credential. */
public final class ObjectStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;
  private final @Nullable String store;

  public ObjectStoreException(Failure failure, String message, @Nullable Throwable cause) {
    this(failure, message, cause, null);
  }

  private ObjectStoreException(
      Failure failure,
      @Nullable String message,
      @Nullable Throwable cause,
      @Nullable String store) {
    super(message, cause);
    this.failure = failure;
    this.store = store;
  }

  /** The same, of the store of that name, unless it is known to be another one's. */
  public ObjectStoreException in(String name) {
    return store == null ? new ObjectStoreException(failure, getMessage(), this, name) : this;
  }

  public Failure failure() {
    return failure;
  }

  /** The store's name, where somebody has said it. */
  public Optional<String> store() {
    return Optional.ofNullable(store);
  }
}
