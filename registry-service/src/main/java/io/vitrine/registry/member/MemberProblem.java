package io.vitrine.registry.member;

import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;
import java.util.UUID;

/** What can go wrong with the sharing of an image. */
public sealed interface MemberProblem extends Problem {

  /** Unknown, or not for the caller to see: the answer is the same. */
  record Missing(UUID imageId, String memberId) implements MemberProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.NOT_FOUND;
    }

    @Override
    public String message() {
      return "%s not found in the member list of the image %s.".formatted(memberId, imageId);
    }
  }

  record NotShared() implements MemberProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.FORBIDDEN;
    }

    @Override
    public String message() {
      return "Only shared images have members.";
    }
  }

  /**
   * The caller sees it and may not do it.
   *
   * @param action what he wanted, as in "create members"
   */
  record Refused(UUID imageId, String action) implements MemberProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.FORBIDDEN;
    }

    @Override
    public String message() {
      return "Not allowed to %s for image %s.".formatted(action, imageId);
    }
  }

  record AlreadyMember(UUID imageId, String memberId) implements MemberProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.CONFLICT;
    }

    @Override
    public String message() {
      return "The target member %s is already associated with image %s."
          .formatted(memberId, imageId);
    }
  }

  record TooMany(UUID imageId, int max, long asked) implements MemberProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.TOO_LARGE;
    }

    @Override
    public String message() {
      return "Image member limit exceeded for image %s: Attempted: %d, Maximum: %d"
          .formatted(imageId, asked, max);
    }
  }

  record UnknownStatus() implements MemberProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }

    @Override
    public String message() {
      return "Status must be \"pending\", \"accepted\" or \"rejected\".";
    }
  }
}
