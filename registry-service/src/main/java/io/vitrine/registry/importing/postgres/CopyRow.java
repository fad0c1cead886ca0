package io.vitrine.registry.importing.postgres;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vitrine.registry.importing.ImportSource.ActiveBytes;
import java.util.List;

/** What a task copies to as its column has it. */
@JsonNaming(SnakeCaseStrategy.class)
record CopyRow(List<String> stores, boolean allMustSucceed) {

  static CopyRow of(ActiveBytes copy) {
    return new CopyRow(copy.stores(), copy.allMustSucceed());
  }

  ActiveBytes toActiveBytes() {
    return new ActiveBytes(stores, allMustSucceed);
  }
}
