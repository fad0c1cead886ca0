package io.vitrine.worker.importing;

import java.util.Locale;

/**
 * What a run is doing: {@code inspect → convert → land} or {@code inspect} alone with staged bytes,
 * {@code fetch → land} with remote ones.
 */
public enum Phase {
  /** Receiving, digesting, inspecting and uploading, all at once. */
  FETCH,
  /** Finding out what the bytes are. */
  INSPECT,
  /** Reading, decoding, digesting and uploading, all at once. */
  CONVERT,
  /** Completing the upload and looking at what has landed. */
  LAND;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
