package io.vitrine.registry.importing.postgres;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vitrine.registry.importing.Destination;
import java.util.List;

/** What a task copies to, as earlier versions look for it. */
@JsonNaming(SnakeCaseStrategy.class)
record CopyRow(List<String> stores, boolean allMustSucceed) {

  static CopyRow of(Destination destination) {
    return new CopyRow(destination.stores(), destination.allMustSucceed());
  }
}
