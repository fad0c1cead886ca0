package io.vitrine.diskformats;

import java.io.IOException;

/**
 * The image itself is at fault: damaged, cut short, dangerous or of a kind that is not supported.
 * Reading it again gives the same answer, unlike any other {@link IOException}, which is the
 * source's or the sink's. The message is fit for the image's owner.
 */
public class DiskFormatException extends IOException {

  public DiskFormatException(String message) {
    super(message);
  }

  public DiskFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
