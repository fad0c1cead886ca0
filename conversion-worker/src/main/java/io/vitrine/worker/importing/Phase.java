package io.vitrine.worker.importing;

import java.util.Locale;

/** What a run is doing. It begins with the phase that no run before it has done. */
public enum Phase {
  /** Receiving, digesting and storing, all at once. */
  FETCH,
  /** Finding out what the bytes are. */
  INSPECT,
  /** Taking the disk out of what it is packed in. */
  DECOMPRESS,
  /** Reading, decoding, digesting and uploading, all at once. */
  CONVERT,
  /** Completing the result in its first store. */
  LAND,
  /** Reading what has landed. */
  VERIFY,
  /** Bringing the result to more stores. */
  COPY;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
