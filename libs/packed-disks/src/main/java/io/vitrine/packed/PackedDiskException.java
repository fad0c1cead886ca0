package io.vitrine.packed;

import io.vitrine.diskformats.DiskFormatException;

/**
 * What the disk is wrapped in is at fault: damaged, cut short, too large, or of a kind that is not
 * unpacked. As with every {@link DiskFormatException}, trying again does not help, and the message
 * is fit for the image's owner.
 */
public final class PackedDiskException extends DiskFormatException {

  public PackedDiskException(String message) {
    super(message);
  }

  public PackedDiskException(String message, Throwable cause) {
    super(message, cause);
  }
}
