package io.vitrine.registry.importing.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.importing.ExpectedDigest;
import java.util.Locale;
import java.util.Optional;

/** {@code validation_data}: what a caller knows of the bytes to come. */
final class ValidationData {
  static final String NAME = "validation_data";

  private ValidationData() {}

  static Optional<ExpectedDigest> of(JsonNode body) {
    JsonNode validation = body.path(NAME);
    if (validation.isMissingNode() || validation.isNull()) {
      return Optional.empty();
    }
    JsonNode algorithm = validation.path("os_hash_algo");
    JsonNode value = validation.path("os_hash_value");
    if (validation.isObject() && algorithm.isMissingNode() && value.isMissingNode()) {
      return Optional.empty();
    }
    if (!algorithm.isTextual() || !value.isTextual()) {
      throw JsonBody.malformed(
          "'validation_data' has both 'os_hash_algo' and 'os_hash_value', which are strings.");
    }
    try {
      return Optional.of(
          new ExpectedDigest(algorithm.textValue(), value.textValue().toLowerCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw JsonBody.malformed(String.valueOf(e.getMessage()));
    }
  }
}
