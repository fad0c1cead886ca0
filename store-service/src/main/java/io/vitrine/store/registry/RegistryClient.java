package io.vitrine.store.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.store.Permissions;
import io.vitrine.store.RegistryProblem;
import io.vitrine.store.Requester;
import io.vitrine.store.cache.ImageStates;
import io.vitrine.store.download.BlobLocation;
import io.vitrine.store.download.BlobLocation.Copy;
import io.vitrine.store.download.BlobLocations;
import io.vitrine.store.scrub.KnownBlob;
import io.vitrine.store.scrub.KnownBlobs;
import io.vitrine.store.upload.Announcement;
import io.vitrine.store.upload.Grant;
import io.vitrine.store.upload.Purpose;
import io.vitrine.store.upload.UploadGrants;
import io.vitrine.store.upload.resumable.ResumableGrant;
import io.vitrine.store.upload.resumable.ResumableGrants;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** What this service asks of the registry. */
@ApplicationScoped
class RegistryClient
    implements UploadGrants, ResumableGrants, BlobLocations, KnownBlobs, ImageStates, Permissions {
  /** Some two minutes: a registry that starts again takes less. */
  private static final int EXTEND_ATTEMPTS = 30;

  private static final int READ_ATTEMPTS = 2;

  private final RegistryHttp registry;

  RegistryClient(RegistryHttp registry) {
    this.registry = registry;
  }

  @Override
  public Grant grant(Requester who, String imageId, Purpose purpose, Announcement announced) {
    return GrantJson.grant(open(who, imageId, wish(purpose, announced)));
  }

  @Override
  public ResumableGrant grantResumable(
      Requester who, String imageId, Purpose purpose, long length, Optional<String> store) {
    ObjectNode wish = wish(purpose, new Announcement(OptionalLong.of(length), store));
    return GrantJson.resumable(open(who, imageId, wish.put("resumable", true)));
  }

  private static ObjectNode wish(Purpose purpose, Announcement announced) {
    ObjectNode wish = document().put("purpose", purpose.name());
    announced.size().ifPresent(size -> wish.put("announced_size", size));
    announced.store().ifPresent(store -> wish.put("store", store));
    return wish;
  }

  private JsonNode open(Requester who, String imageId, ObjectNode wish) {
    return required(registry.post(who, path(imageId, "uploads"), wish));
  }

  @Override
  public ResumableGrant find(Requester who, String imageId, UUID uploadId) {
    return GrantJson.resumable(required(registry.get(who, path(imageId, "uploads/" + uploadId))));
  }

  /**
   * {@inheritDoc}
   *
   * @implSpec this service asks in its own name: the user's token may have ended during the upload.
   *     What fails for a moment is tried again: giving up would throw away what has come in hours,
   *     though the lease lives on by the heartbeat
   */
  @Override
  public long extend(Grant grant, String requestId) {
    String path = path(grant.imageId().toString(), "reservations/" + grant.uploadId());
    return registry
        .postInOwnName(requestId, path, document(), EXTEND_ATTEMPTS)
        .map(extended -> extended.path("max_size").asLong())
        .orElse(grant.maxSize());
  }

  /**
   * {@inheritDoc}
   *
   * @implSpec this service asks in its own name, as above
   */
  @Override
  public boolean hasAdopted(Grant grant, String requestId) {
    String path = path(grant.imageId().toString(), "adoption?key=" + encoded(grant.key().value()));
    return registry
        .getInOwnName(requestId, path)
        .filter(answer -> answer.path("adopted").asBoolean())
        .isPresent();
  }

  @Override
  public Optional<BlobLocation> locate(Requester who, String imageId) {
    return registry
        .get(who, path(imageId, "blob"))
        .map(found ->
            new BlobLocation(
                copies(found),
                found.path("owner").textValue(),
                found.path("size").asLong(),
                found.path("checksum").asText(),
                found.path("os_hash_value").asText()));
  }

  private static List<Copy> copies(JsonNode found) {
    List<Copy> copies = new ArrayList<>();
    for (JsonNode copy : found.path("locations")) {
      copies.add(copy(copy));
    }
    // A registry that knows of one place only says so in another way.
    return copies.isEmpty() ? List.of(copy(found)) : copies;
  }

  private static Copy copy(JsonNode place) {
    return new Copy(place.path("store").asText(), new ObjectKey(place.path("key").asText()));
  }

  @Override
  public void require(Requester who, String rule) {
    registry.get(who, "/internal/rules/" + rule);
  }

  /**
   * {@inheritDoc}
   *
   * @implSpec this service asks in its own name, as above: a scrub outlives its user's token
   */
  @Override
  public Set<ObjectKey> unknown(String requestId, String store, List<ObjectKey> keys) {
    ObjectNode body = document().put("store", store);
    keys.forEach(key -> body.withArray("keys").add(key.value()));
    JsonNode answer =
        required(registry.postInOwnName(requestId, "/internal/blobs/known", body, READ_ATTEMPTS));
    Set<ObjectKey> unknown = new HashSet<>();
    answer.path("unknown").forEach(key -> unknown.add(new ObjectKey(key.asText())));
    return unknown;
  }

  @Override
  public List<KnownBlob> in(String requestId, String store, Optional<KnownBlob> after, int limit) {
    String marker = after.map(blob -> "&marker=" + blob.imageId()).orElse("");
    String path = "/internal/blobs?store=%s&limit=%d%s".formatted(encoded(store), limit, marker);
    List<KnownBlob> blobs = new ArrayList<>();
    for (JsonNode blob : required(registry.getInOwnName(requestId, path)).path("blobs")) {
      blobs.add(
          new KnownBlob(
              UUID.fromString(blob.path("image_id").asText()),
              new ObjectKey(blob.path("key").asText()),
              blob.path("size").asLong(),
              blob.path("os_hash_value").asText()));
    }
    return blobs;
  }

  /**
   * {@inheritDoc}
   *
   * @implSpec what the public API says of the image
   */
  @Override
  public String status(Requester who, String imageId) {
    return required(registry.get(who, "/v2/images/" + encoded(imageId))).path("status").asText();
  }

  private static JsonNode required(Optional<JsonNode> answer) {
    return answer.orElseThrow(() -> new RegistryProblem.Silent().asException());
  }

  private static ObjectNode document() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static String path(String imageId, String resource) {
    return "/internal/images/" + encoded(imageId) + "/" + resource;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
