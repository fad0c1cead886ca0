package io.vitrine.local.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An image as an Image API shows it.
 *
 * @param said all that another Image API can be told; what is null is left out
 * @param members their answers; of a shared image only, nobody is told of others
 */
record ImageRecord(
    String id,
    String status,
    SortedMap<String, JsonNode> said,
    Content content,
    SortedMap<String, String> members) {
  static final String OWNER = "owner";
  static final String PROTECTED = "protected";

  /** What the service itself says, and where it keeps the bytes. */
  private static final Set<String> NOT_TOLD =
      Set.of(
          "id",
          "status",
          "size",
          "virtual_size",
          "checksum",
          "os_hash_algo",
          "os_hash_value",
          "created_at",
          "updated_at",
          "self",
          "file",
          "schema",
          "stores",
          "direct_url",
          "locations");

  private static final String INTERNAL = "os_glance";

  ImageRecord {
    said = Collections.unmodifiableSortedMap(new TreeMap<>(said));
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
  }

  static ImageRecord from(JsonNode image, Map<String, String> members) {
    SortedMap<String, JsonNode> said = new TreeMap<>();
    image
        .properties()
        .forEach(property -> {
          String key = property.getKey();
          if (!NOT_TOLD.contains(key)
              && !key.startsWith(INTERNAL)
              && !property.getValue().isNull()) {
            said.put(key, key.equals("tags") ? sorted(property.getValue()) : property.getValue());
          }
        });
    return new ImageRecord(
        image.path("id").asText(),
        image.path("status").asText(),
        said,
        Content.from(image),
        new TreeMap<>(members));
  }

  private static ArrayNode sorted(JsonNode tags) {
    Set<String> sorted = new TreeSet<>();
    tags.forEach(tag -> sorted.add(tag.asText()));
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    sorted.forEach(array::add);
    return array;
  }

  /** With the projects' ids of the other side. */
  ImageRecord in(Projects projects) {
    SortedMap<String, JsonNode> mapped = new TreeMap<>(said);
    mapped.computeIfPresent(OWNER, (_, owner) -> TextNode.valueOf(projects.mapped(owner.asText())));
    SortedMap<String, String> others = new TreeMap<>();
    members.forEach((member, answer) -> others.put(projects.mapped(member), answer));
    return new ImageRecord(id, status, mapped, content, others);
  }

  /**
   * As it is at its beginning: without bytes and members, and nothing keeps it from being deleted.
   */
  ImageRecord asCreated() {
    SortedMap<String, JsonNode> open = new TreeMap<>(said);
    open.computeIfPresent(PROTECTED, (_, _) -> BooleanNode.FALSE);
    return new ImageRecord(
        id, "queued", open, new Content(null, null, null, null), new TreeMap<>());
  }

  ImageRecord with(Content other) {
    return new ImageRecord(id, status, said, other, members);
  }

  boolean hasBytes() {
    return status.equals("active") || isDeactivated();
  }

  boolean isDeactivated() {
    return status.equals("deactivated");
  }

  boolean isQueued() {
    return status.equals("queued");
  }

  /** Its bytes are on their way. */
  boolean isUnderWay() {
    return !hasBytes() && !isQueued();
  }

  boolean isProtected() {
    return said.getOrDefault(PROTECTED, BooleanNode.FALSE).asBoolean();
  }

  boolean isShared() {
    return said.getOrDefault("visibility", TextNode.valueOf("")).asText().equals("shared");
  }
}
