package io.vitrine.diskformats;

import java.io.IOException;

/** Lays out a disk in some format; gets the guest's bytes in order, each once. */
public interface DiskWriter {

  /** The length of the whole image, known before the first byte. */
  long outputSize();

  /** Writes what comes before the guest's bytes. */
  void begin() throws IOException;

  void data(byte[] bytes, int offset, int length) throws IOException;

  void zeros(long count) throws IOException;
}
