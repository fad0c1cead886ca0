package io.vitrine.gateway.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The OpenAPI document. It is written by hand and comes first: the tests hold the services to it.
 *
 * @param yaml as it is written
 */
record ApiDocument(String yaml) {
  private static final String RESOURCE = "/openapi/image-api.yaml";

  static ApiDocument read() {
    try (InputStream file = ApiDocument.class.getResourceAsStream(RESOURCE)) {
      return new ApiDocument(
          new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String json() {
    try {
      return new ObjectMapper().writeValueAsString(new YAMLMapper().readTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }
}
