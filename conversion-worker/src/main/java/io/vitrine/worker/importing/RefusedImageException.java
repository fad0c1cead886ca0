package io.vitrine.worker.importing;

import java.io.IOException;

/** The image is at fault, and trying again would not help. The stores and the network are not. */
final class RefusedImageException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Characters: it may repeat what some server said, and has to fit into a report. */
  private static final int MOST = 1_000;

  private final String reason;

  /**
   * @param reason a sentence for the image's owner
   */
  RefusedImageException(String reason) {
    super(reason);
    this.reason = reason.length() > MOST ? reason.substring(0, MOST) + "…" : reason;
  }

  String reason() {
    return reason;
  }
}
