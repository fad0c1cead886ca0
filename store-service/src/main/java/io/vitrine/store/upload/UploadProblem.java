package io.vitrine.store.upload;

import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;

/** Why an upload did not make it, each with the status that the Image API has for it. */
public sealed interface UploadProblem extends Problem {

  record SizeMismatch(long announced, long received) implements UploadProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }

    @Override
    public String message() {
      return received > announced
          ? "The image is larger than the %d bytes announced.".formatted(announced)
          : "%d bytes were announced, but %d came.".formatted(announced, received);
    }
  }

  record TooLarge(long maxSize) implements UploadProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.TOO_LARGE;
    }

    @Override
    public String message() {
      return "The image is larger than the %d bytes that are allowed.".formatted(maxSize);
    }
  }

  record FormatRefused(String reason) implements UploadProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNSUPPORTED_MEDIA;
    }

    @Override
    public String message() {
      return "The image was refused: " + reason + ".";
    }
  }

  record ImageGone() implements UploadProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.GONE;
    }

    @Override
    public String message() {
      return "The image was deleted during the upload; its data was removed.";
    }
  }

  /** The registry gave the upload up while bytes were still coming. */
  record LeaseLost(String reason) implements UploadProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNAVAILABLE;
    }

    @Override
    public String message() {
      return "The upload was given up: " + reason + ". Upload again.";
    }
  }

  record StoreFull() implements UploadProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.TOO_LARGE;
    }

    @Override
    public String message() {
      return "The store has no room for the image.";
    }
  }

  record StoreUnavailable(String store) implements UploadProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNAVAILABLE;
    }

    @Override
    public String message() {
      return "Store %s does not take data now. The image is queued again; try later."
          .formatted(store);
    }
  }

  /** The bytes are safe, only the registry's word is missing. */
  record Unconfirmed() implements UploadProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNAVAILABLE;
    }

    @Override
    public String message() {
      return "The data is stored safely, but the image registry has not confirmed it yet. Do not"
          + " upload again: look at the image, which becomes active as soon as the registry is"
          + " back.";
    }
  }

  /** Too many transfers at once for this replica. */
  record Busy(String what) implements UploadProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNAVAILABLE;
    }

    @Override
    public String message() {
      return "Too many %s are running; try again in a moment.".formatted(what);
    }
  }
}
