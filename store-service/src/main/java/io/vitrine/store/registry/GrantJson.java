package io.vitrine.store.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.store.upload.Grant;
import io.vitrine.store.upload.Purpose;
import io.vitrine.store.upload.resumable.ResumableGrant;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** What the registry says of an upload. */
final class GrantJson {
  private GrantJson() {}

  static Grant grant(JsonNode granted) {
    return new Grant(
        UUID.fromString(granted.path("upload_id").asText()),
        UUID.fromString(granted.path("image_id").asText()),
        Purpose.valueOf(granted.path("purpose").asText()),
        granted.path("store").asText(),
        new ObjectKey(granted.path("key").asText()),
        Optional.ofNullable(granted.path("disk_format").textValue()),
        Optional.ofNullable(granted.path("container_format").textValue()),
        granted.path("max_size").asLong(),
        Duration.ofSeconds(granted.path("lease_seconds").asLong()));
  }

  static ResumableGrant resumable(JsonNode granted) {
    return new ResumableGrant(
        grant(granted),
        granted.path("announced_size").asLong(),
        granted.path("state").asText().equals("adopted"),
        granted.path("known").asBoolean());
  }
}
