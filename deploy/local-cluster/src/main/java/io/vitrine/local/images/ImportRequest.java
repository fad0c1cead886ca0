package io.vitrine.local.images;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What an import is asked for.
 *
 * @param url from where the bytes come; empty for those that are staged
 * @param outputFormat empty to keep the one that the image has
 * @param everywhere whether all stores must have the image before it is active; else it goes to the
 *     default one
 */
public record ImportRequest(
    Optional<String> url, Optional<String> outputFormat, boolean everywhere) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static ImportRequest staged(Optional<String> outputFormat) {
    return new ImportRequest(Optional.empty(), outputFormat, false);
  }

  ObjectNode json() {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode method = body.putObject("method");
    method.put("name", url.isPresent() ? "web-download" : "glance-direct");
    url.ifPresent(from -> method.put("uri", from));
    outputFormat.ifPresent(format -> body.put("output_format", format));
    if (everywhere) {
      body.put("all_stores", true).put("all_stores_must_succeed", true);
    }
    return body;
  }
}
