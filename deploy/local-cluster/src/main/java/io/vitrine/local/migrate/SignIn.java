package io.vitrine.local.migrate;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes whoever calls known to a cloud. */
interface SignIn {
  Session open() throws IOException, InterruptedException;

  /**
   * What one has for a while.
   *
   * @param token none where nobody asks for one
   * @param endpoint of the Image API
   * @param roles empty where nobody has said which
   * @param end when the token is no more
   */
  record Session(
      Optional<String> token, String endpoint, Optional<List<String>> roles, Instant end) {
    public Session {
      endpoint = endpoint.replaceFirst("/+(v2/*)?$", "");
      roles = roles.map(List::copyOf);
    }

    /** Whether Image APIs show all images. */
    boolean isKnownAsOrdinary() {
      return roles.isPresent() && roles.get().stream().noneMatch("admin"::equalsIgnoreCase);
    }

    @Override
    public String toString() {
      return "Session[" + endpoint + "]";
    }
  }
}
