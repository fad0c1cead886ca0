package io.vitrine.store.download;

import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemKind;

/** Why bytes cannot be handed out. */
public sealed interface DownloadProblem extends Problem {

  record SeveralRanges() implements DownloadProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }

    @Override
    public String message() {
      return "Several ranges in one request are not supported; ask for them one by one.";
    }
  }

  record MalformedRange(String header) implements DownloadProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }

    @Override
    public String message() {
      return "Not a range of bytes: " + header;
    }
  }

  /**
   * Bytes that the image does not have.
   *
   * @param size bytes that there are
   */
  record NoSuchRange(String header, long size) implements DownloadProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.RANGE_NOT_SATISFIABLE;
    }

    @Override
    public String message() {
      return "The image has %d bytes, which has no range %s.".formatted(size, header);
    }
  }

  record UnknownStore(String store) implements DownloadProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.BAD_REQUEST;
    }

    @Override
    public String message() {
      return "Store %s is not known.".formatted(store);
    }
  }

  record StoreUnavailable() implements DownloadProblem {
    @Override
    public ProblemKind kind() {
      return ProblemKind.UNAVAILABLE;
    }

    @Override
    public String message() {
      return "No store with the image's data gives it now; try later.";
    }
  }
}
