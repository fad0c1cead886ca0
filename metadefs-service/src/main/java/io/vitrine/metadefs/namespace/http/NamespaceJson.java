package io.vitrine.metadefs.namespace.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceDraft;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A namespace as clients see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record NamespaceJson(
    String namespace,
    @JsonProperty("display_name") @Nullable String displayName,
    @Nullable String description,
    String visibility,
    @JsonProperty("protected") boolean isProtected,
    String owner,
    @JsonProperty("created_at") String createdAt,
    @JsonProperty("updated_at") String updatedAt,
    String self,
    String schema) {
  static final String ROOT = "/v2/metadefs/namespaces";

  static NamespaceJson from(Namespace namespace) {
    NamespaceDraft content = namespace.content();
    return new NamespaceJson(
        content.name().text(),
        content.displayName(),
        content.description(),
        content.visibility().text(),
        content.isProtected(),
        content.owner(),
        time(namespace.createdAt()),
        time(namespace.updatedAt()),
        ROOT + "/" + PathText.encode(content.name().text()),
        "/v2/schemas/metadefs/namespace");
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
