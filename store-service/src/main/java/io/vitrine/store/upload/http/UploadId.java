package io.vitrine.store.upload.http;

import io.vertx.ext.web.RoutingContext;
import io.vitrine.problem.RequestProblem;
import java.util.Objects;
import java.util.UUID;

/** The upload that a path names. */
final class UploadId {
  private UploadId() {}

  /** What is no id at all names no upload either. */
  static UUID of(RoutingContext routing) {
    try {
      return UUID.fromString(Objects.requireNonNullElse(routing.pathParam("upload"), ""));
    } catch (IllegalArgumentException e) {
      throw new RequestProblem.NotFound("There is no such upload.").asException();
    }
  }
}
