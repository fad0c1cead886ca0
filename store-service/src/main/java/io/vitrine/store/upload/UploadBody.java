package io.vitrine.store.upload;

/** The bytes that a client sends. Reading blocks, and it alone makes the client send more. */
public interface UploadBody {

  /**
   * Reads until the array is full or the body ends.
   *
   * @return how many bytes were read; fewer than the array holds only at the end
   * @throws CutException if the client is gone or silent before the end; the array may hold what
   *     came before
   */
  int read(byte[] into);

  /** The body ended before its end. */
  final class CutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int kept;

    public CutException(String message) {
      this(message, 0);
    }

    /**
     * The same with something to keep.
     *
     * @param kept bytes at the beginning of the array that came before
     */
    public CutException(String message, int kept) {
      super(message, null, false, false);
      this.kept = kept;
    }

    /** How many bytes of the array are good. */
    public int kept() {
      return kept;
    }
  }
}
