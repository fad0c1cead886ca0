package io.vitrine.store.upload.resumable;

import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;
import java.util.UUID;

/** Why a resumable or direct upload does not go on as asked. */
public sealed interface ResumableProblem extends Problem {

  record Gone(UUID uploadId) implements ResumableProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_FOUND;
    }

    @Override
    public String message() {
      return "There is no upload %s to this image any more.".formatted(uploadId);
    }
  }

  record Changed() implements ResumableProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }

    @Override
    public String message() {
      return "The upload has changed meanwhile; ask how far it is.";
    }
  }

  record WrongOffset(long asked, long actual) implements ResumableProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }

    @Override
    public String message() {
      return "The upload goes on at byte %d, not at %d.".formatted(actual, asked);
    }
  }

  /** More bytes than the upload has left. */
  record TooMuch(long length) implements ResumableProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.TOO_LARGE;
    }

    @Override
    public String message() {
      return "The upload was announced with %d bytes; there are more.".formatted(length);
    }
  }

  /** The client does not want it any more. */
  record Ended() implements ResumableProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.GONE;
    }

    @Override
    public String message() {
      return "The client ended the upload.";
    }
  }

  /** All bytes are there, and what was asked would have to come before that. */
  record Complete() implements ResumableProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }

    @Override
    public String message() {
      return "The upload is complete: its data belongs to the image.";
    }
  }

  /** The image has begun to come by an upload that whoever asks did not know of. */
  record UnderWay(UUID imageId, UUID uploadId, long offset, long length)
      implements ResumableProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }

    @Override
    public String message() {
      String path = "/v2/images/%s/uploads/%s".formatted(imageId, uploadId);
      return "The image has an upload already, with %d of %d bytes: %s. Go on with it, or DELETE it."
          .formatted(offset, length, path);
    }
  }

  /** The registry has not said that the upload is ended. */
  record NotEnded() implements ResumableProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNAVAILABLE;
    }

    @Override
    public String message() {
      return "The image registry has not confirmed that the upload is ended; try again in a moment.";
    }
  }

  /** Another request works on the same upload and does not let go. */
  record Occupied() implements ResumableProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNAVAILABLE;
    }

    @Override
    public String message() {
      return "Another request still works on this upload; try again in a moment.";
    }
  }

  /** The store is away; nothing is lost but the part under way. */
  record StoreAway(String store) implements ResumableProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNAVAILABLE;
    }

    @Override
    public String message() {
      return "Store %s does not take data now. The upload is kept: ask how far it is and go on."
          .formatted(store);
    }
  }

  /** What is asked for goes against the rules of parts. */
  record BadParts(String message) implements ResumableProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }
  }

  /** Parts are missing, or of another size. */
  record Incomplete(String message) implements ResumableProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }
  }

  record NotDirect(String store) implements ResumableProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }

    @Override
    public String message() {
      return "Store %s takes no direct uploads; send the data here.".formatted(store);
    }
  }
}
