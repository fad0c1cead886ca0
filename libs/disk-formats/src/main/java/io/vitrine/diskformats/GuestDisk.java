package io.vitrine.diskformats;

import java.io.IOException;

/**
 * A disk as the guest sees it, whatever the format underneath.
 *
 * @implSpec Safe for use by several threads at once.
 */
public interface GuestDisk {

  long virtualSize();

  /**
   * Fills {@code target[offset, offset + length)} with the guest's bytes from {@code from} on; the
   * range lies inside {@link #virtualSize()}.
   *
   * @throws DiskFormatException if the image is damaged there
   */
  void read(long from, byte[] target, int offset, int length) throws IOException;

  /**
   * Whether the format's own tables say that the range is zeros. False means unknown: the data is
   * not looked at.
   */
  boolean readsAsZero(long from, long length) throws IOException;
}
