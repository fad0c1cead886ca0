package io.vitrine.worker.importing;

import io.vitrine.events.Blob;

/** How a run ended. */
public sealed interface Outcome {

  /** The result is in the store. */
  record Landed(Blob blob) implements Outcome {}

  /** The stores that have got a copy have been reported one by one, and there are no more. */
  record Told() implements Outcome {}

  /**
   * The image is at fault, and another run would say the same.
   *
   * @param reason for the image's owner
   */
  record Refused(String reason) implements Outcome {}

  /** Nobody waits for the result here any more. Nothing is said, and nothing is left. */
  record Cancelled() implements Outcome {}

  /**
   * Something else is at fault: a store that is away, a bug. The run says nothing any more, so its
   * lease runs out and the registry makes another run, or ends the task after too many attempts.
   * Reporting a failure here would blame the image for it.
   */
  record Abandoned(Throwable cause) implements Outcome {}
}
