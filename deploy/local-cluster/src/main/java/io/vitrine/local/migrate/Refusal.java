package io.vitrine.local.migrate;

import io.vitrine.local.ClusterException;
import java.net.http.HttpResponse;

/** An Image API does not do what it was asked for. */
final class Refusal extends ClusterException {
  private static final int LONGEST = 300;

  private final int status;

  private Refusal(int status, String message) {
    super(message);
    this.status = status;
  }

  static Refusal of(HttpResponse<?> answer, String body) {
    return new Refusal(
        answer.statusCode(),
        "%s %s answered %d: %s"
            .formatted(
                answer.request().method(),
                answer.request().uri().getPath(),
                answer.statusCode(),
                reason(body)));
  }

  /** What the service says, without the status that Glance's texts begin with. */
  static String reason(String body) {
    String text = body.replaceAll("<[^>]*>", " ").strip();
    String said = text.replaceFirst("^\\d{3} [^\\n]*\\n", "").replaceAll("\\s+", " ").strip();
    return said.length() <= LONGEST ? said : said.substring(0, LONGEST) + "…";
  }

  int status() {
    return status;
  }

  /** Whether the same may succeed a little later. */
  static boolean isPassing(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }
}
