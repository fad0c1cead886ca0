package io.vitrine.registry.importing.postgres;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vitrine.registry.importing.ExpectedDigest;
import io.vitrine.registry.importing.ImportSource.RemoteLocation;
import io.vitrine.remote.RefusedSourceException;
import io.vitrine.remote.RemoteUrl;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The remote source of a task as its column has it. */
@JsonNaming(SnakeCaseStrategy.class)
record RemoteRow(
    String url, @Nullable String osHashAlgo, @Nullable String osHashValue, String store) {

  static RemoteRow of(RemoteLocation location) {
    return new RemoteRow(
        location.url().uri().toString(),
        location.expected().map(ExpectedDigest::algorithm).orElse(null),
        location.expected().map(ExpectedDigest::value).orElse(null),
        location.store());
  }

  RemoteLocation toLocation() {
    try {
      return new RemoteLocation(RemoteUrl.parse(url), expected(), store);
    } catch (RefusedSourceException e) {
      throw new IllegalStateException("the table has a URL that was refused", e);
    }
  }

  private Optional<ExpectedDigest> expected() {
    return osHashAlgo == null || osHashValue == null
        ? Optional.empty()
        : Optional.of(new ExpectedDigest(osHashAlgo, osHashValue));
  }
}
