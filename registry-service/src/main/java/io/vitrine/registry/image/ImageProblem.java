package io.vitrine.registry.image;

import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;
import java.util.UUID;

/** What can go wrong with an image. */
public sealed interface ImageProblem extends Problem {

  /** Unknown, deleted, or not for the caller to see: the answer is the same. */
  record Missing(String id) implements ImageProblem {
    public Missing(UUID id) {
      this(id.toString());
    }

    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_FOUND;
    }

    @Override
    public String message() {
      return "No image found with ID " + id;
    }
  }

  record Refused(String message) implements ImageProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.FORBIDDEN;
    }
  }

  record Protected(UUID id) implements ImageProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.FORBIDDEN;
    }

    @Override
    public String message() {
      return "Image %s is protected and cannot be deleted.".formatted(id);
    }
  }

  record IdTaken(UUID id) implements ImageProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }

    @Override
    public String message() {
      return "Image ID %s already exists!".formatted(id);
    }
  }

  /** The image is not in the state that the action needs. */
  record WrongStatus(UUID id, String status, String needs) implements ImageProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }

    @Override
    public String message() {
      return "Image %s is %s; %s.".formatted(id, status, needs);
    }
  }

  record FormatsUnset(ProblemKind kind) implements ImageProblem {
    @Override
    public String message() {
      return "Properties disk_format, container_format must be set prior to saving data.";
    }
  }

  /** The client decided on a version that is no more. */
  record Changed(UUID id) implements ImageProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.PRECONDITION_FAILED;
    }

    @Override
    public String message() {
      return "Image %s has changed meanwhile.".formatted(id);
    }
  }

  /** Whoever works on the image lost it meanwhile. */
  record NotHeld(UUID id, UUID holder) implements ImageProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }

    @Override
    public String message() {
      return "Image %s is no longer held by %s.".formatted(id, holder);
    }
  }

  record NotInStore(UUID id, String store) implements ImageProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_FOUND;
    }

    @Override
    public String message() {
      return "Image %s is not stored in store %s.".formatted(id, store);
    }
  }

  record NoSuchUpload(UUID id, UUID upload) implements ImageProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_FOUND;
    }

    @Override
    public String message() {
      return "Image %s has no upload %s.".formatted(id, upload);
    }
  }

  record NoSuchTag(UUID id, String tag) implements ImageProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_FOUND;
    }

    @Override
    public String message() {
      return "Image %s has no tag '%s'.".formatted(id, tag);
    }
  }

  /** A patch that does not fit the image as it is. */
  record PatchConflict(String message) implements ImageProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }
  }

  record TooMany(String what, int max, long asked) implements ImageProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.TOO_LARGE;
    }

    @Override
    public String message() {
      return "The limit has been exceeded on the number of allowed image %s. Attempted: %d, Maximum: %d"
          .formatted(what, asked, max);
    }
  }

  record TooLarge(long announced, long max) implements ImageProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.TOO_LARGE;
    }

    @Override
    public String message() {
      return "The image has %d bytes; at most %d are allowed.".formatted(announced, max);
    }
  }

  record UnknownStore(String store, ProblemKind kind) implements ImageProblem {
    @Override
    public String message() {
      return "Store %s is not known.".formatted(store);
    }
  }

  /** Images are read from there and removed, but no new ones go there. */
  record ReadOnlyStore(String store, ProblemKind kind) implements ImageProblem {
    @Override
    public String message() {
      return "Adding images to store %s is disabled: it is read-only.".formatted(store);
    }
  }

  record Invalid(String message) implements ImageProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }
  }
}
