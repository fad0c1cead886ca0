package io.vitrine.gateway.identity.http;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer of the Identity API. */
record Reply(int status, Map<String, String> headers, @Nullable JsonObject body) {
  Reply {
    headers = Map.copyOf(headers);
  }

  /** Headers and bodies hold tokens and secrets. */
  @Override
  public String toString() {
    return "Reply[status=" + status + "]";
  }

  static Reply ok(JsonObject body) {
    return new Reply(200, Map.of(), body);
  }

  static Reply created(JsonObject body) {
    return new Reply(201, Map.of(), body);
  }

  static Reply noContent() {
    return new Reply(204, Map.of(), null);
  }
}
