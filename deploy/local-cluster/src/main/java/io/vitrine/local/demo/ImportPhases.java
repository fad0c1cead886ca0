package io.vitrine.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.terminal.Meter;
import org.jspecify.annotations.Nullable;

/** Follows an import through its phases, a bar for each. */
final class ImportPhases {
  private String phase = "";
  private long done;
  private long total;
  private @Nullable Meter meter;

  void show(JsonNode task) {
    JsonNode progress = task.path("progress");
    String now = progress.path("phase").asText("");
    if (now.isEmpty()) {
      return;
    }
    if (!now.equals(phase)) {
      end();
      phase = now;
      total = progress.path("total_bytes").asLong();
      meter = new Meter("import: " + now, total);
    }
    done = progress.path("done_bytes").asLong();
    if (meter != null) {
      meter.update(done);
    }
  }

  /** The next phase, or the image's activation, tells that this one is done. */
  void end() {
    if (meter != null) {
      meter.end(Math.max(done, total));
      meter = null;
    }
  }
}
