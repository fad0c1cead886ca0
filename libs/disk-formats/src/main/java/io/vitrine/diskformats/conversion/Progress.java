package io.vitrine.diskformats.conversion;

/** Hears how far a conversion is, from the converting thread, after each few MiB of the guest. */
@FunctionalInterface
public interface Progress {

  /** Guest bytes, times the passes that the conversion makes over them. */
  void advanced(long doneBytes, long totalBytes);
}
