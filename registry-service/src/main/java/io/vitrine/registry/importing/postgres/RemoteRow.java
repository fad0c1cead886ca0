package io.vitrine.registry.importing.postgres;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vitrine.registry.importing.Destination;
import io.vitrine.registry.importing.ExpectedDigest;
import io.vitrine.registry.importing.ImportMethod;
import io.vitrine.registry.importing.ImportSource;
import io.vitrine.registry.importing.ImportSource.OtherGlance;
import io.vitrine.registry.importing.ImportSource.RemoteBytes;
import io.vitrine.remote.RefusedSourceException;
import io.vitrine.remote.RemoteUrl;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The remote source of a task as its column has it.
 *
 * @param store where it goes, as earlier versions look for it
 * @param method null is location
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record RemoteRow(
    String url,
    @Nullable String osHashAlgo,
    @Nullable String osHashValue,
    String store,
    @Nullable ImportMethod method,
    @Nullable String region,
    @Nullable UUID otherId,
    @Nullable String token) {

  static RemoteRow of(RemoteBytes source, Destination destination) {
    return new RemoteRow(
        source.url().uri().toString(),
        source.expected().map(ExpectedDigest::algorithm).orElse(null),
        source.expected().map(ExpectedDigest::value).orElse(null),
        destination.first(),
        source.method(),
        null,
        null,
        null);
  }

  static RemoteRow of(OtherGlance source, Destination destination) {
    return new RemoteRow(
        source.endpoint().uri().toString(),
        source.expected().map(ExpectedDigest::algorithm).orElse(null),
        source.expected().map(ExpectedDigest::value).orElse(null),
        destination.first(),
        source.method(),
        source.region(),
        source.imageId(),
        source.token().orElse(null));
  }

  RemoteRow withoutToken() {
    return new RemoteRow(url, osHashAlgo, osHashValue, store, method, region, otherId, null);
  }

  ImportSource toSource() {
    try {
      RemoteUrl where = RemoteUrl.parse(url);
      return otherId == null || region == null
          ? new RemoteBytes(method == null ? ImportMethod.LOCATION : method, where, expected())
          : new OtherGlance(region, where, otherId, Optional.ofNullable(token), expected());
    } catch (RefusedSourceException e) {
      throw new IllegalStateException("the table has a URL that was refused", e);
    }
  }

  /** Without token and URL, which may be signed: this may get into a log. */
  @Override
  public String toString() {
    return otherId == null
        ? "what a URL names"
        : "image %s of region %s".formatted(otherId, region);
  }

  @JsonIgnore
  private Optional<ExpectedDigest> expected() {
    return osHashAlgo == null || osHashValue == null
        ? Optional.empty()
        : Optional.of(new ExpectedDigest(osHashAlgo, osHashValue));
  }
}
