package io.vitrine.metadefs.namespace.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vitrine.metadefs.namespace.part.Part;
import io.vitrine.metadefs.namespace.part.Tag;
import org.jspecify.annotations.Nullable;

/** A tag as clients see it; among others without its times. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TagJson(
    String name,
    @JsonProperty("created_at") @Nullable String createdAt,
    @JsonProperty("updated_at") @Nullable String updatedAt) {

  static TagJson from(Part<Tag> tag) {
    return new TagJson(tag.name(), TimeText.of(tag.createdAt()), TimeText.of(tag.updatedAt()));
  }

  static TagJson nameOf(String name) {
    return new TagJson(name, null, null);
  }
}
