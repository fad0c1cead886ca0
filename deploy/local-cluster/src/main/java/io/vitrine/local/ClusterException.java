package io.vitrine.local;

/** The cluster cannot do as told; the message says why in words for the person at the terminal. */
public class ClusterException extends RuntimeException {
  private final String message;

  public ClusterException(String message) {
    super(message);
    this.message = message;
  }

  public ClusterException(String message, Throwable cause) {
    super(message, cause);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
