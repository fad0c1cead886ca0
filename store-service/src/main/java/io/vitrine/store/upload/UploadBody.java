package io.vitrine.store.upload;

/** The bytes that a client sends. Reading blocks, and it alone makes the client send more. */
public interface UploadBody {

  /**
   * Reads until the array is full or the body ends.
   *
   * @return how many bytes were read; fewer than the array holds only at the end
   * @throws CutException if the client is gone or silent before the end
   */
  int read(byte[] into);

  /** The body ended before its end. */
  final class CutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CutException(String message) {
      super(message, null, false, false);
    }
  }
}
