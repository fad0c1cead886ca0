package io.vitrine.diskformats.deflate;

/** What is around the deflated bytes. */
public enum Wrapping {
  /** Nothing (RFC 1951). */
  BARE,
  /** A header, and a checksum behind them (RFC 1950). */
  ZLIB
}
