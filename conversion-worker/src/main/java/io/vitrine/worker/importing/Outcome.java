package io.vitrine.worker.importing;

/** How a run ended. */
public sealed interface Outcome {

  /** All that was asked for is in the stores, and told. */
  record Done() implements Outcome {}

  /**
   * The image is at fault, or stores have no place for it, and another run would say the same.
   *
   * @param reason for the image's owner
   */
  record Refused(String reason) implements Outcome {}

  /** Nobody waits for the result here any more. Nothing is said, and nothing is left. */
  record Cancelled() implements Outcome {}

  /**
   * Something else is at fault: a store that is away, a bug. Another run may follow; reporting a
   * failure would blame the image.
   */
  record Abandoned(Throwable cause) implements Outcome {
    /** Whose fault it is, in one of a few words. */
    public String blame() {
      return Blame.word(cause);
    }
  }
}
