package io.vitrine.registry.image.postgres;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vitrine.registry.image.Copying;
import java.util.List;
import java.util.UUID;

/** The copying of an image's data as its column has it. */
@JsonNaming(SnakeCaseStrategy.class)
record CopyingRow(UUID taskId, List<String> pending, List<String> failed) {

  static CopyingRow of(Copying copying) {
    return new CopyingRow(copying.taskId(), copying.pending(), copying.failed());
  }

  Copying toCopying() {
    return new Copying(taskId, pending, failed);
  }
}
