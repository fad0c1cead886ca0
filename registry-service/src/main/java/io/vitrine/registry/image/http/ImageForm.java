package io.vitrine.registry.image.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.PropertySchema;
import io.vitrine.registry.image.Visibility;
import jakarta.ws.rs.NotFoundException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules for each property that a client writes, the same for create and patch.
 *
 * @param schema of the custom properties
 * @param pageSize images on a page unless the request says otherwise
 */
public record ImageForm(
    Set<String> diskFormats,
    Set<String> containerFormats,
    PropertySchema schema,
    int pageSize,
    int maxPageSize) {
  private static final int MAX_LENGTH = 255;
  private static final int MAX_VALUE = 65_535;
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Set<String> READ_ONLY =
      Set.of(
          "status",
          "checksum",
          "size",
          "virtual_size",
          "created_at",
          "updated_at",
          "direct_url",
          "self",
          "file",
          "schema",
          "stores",
          "os_hash_algo",
          "os_hash_value");
  static final Set<String> BASE =
      Set.of(
          "name",
          "visibility",
          "disk_format",
          "container_format",
          "min_disk",
          "min_ram",
          "protected",
          "os_hidden",
          "tags",
          "owner");
  private static final Set<String> RESERVED =
      Set.of("location", "locations", "deleted", "deleted_at");

  public ImageForm {
    diskFormats = Set.copyOf(diskFormats);
    containerFormats = Set.copyOf(containerFormats);
  }

  /** Refuses names that are not for clients to write. */
  void requireWritable(String name) {
    if (READ_ONLY.contains(name)) {
      throw refused("Attribute '%s' is read-only.".formatted(name));
    }
    if (isReserved(name)) {
      throw refused("Attribute '%s' is reserved.".formatted(name));
    }
  }

  private static boolean isReserved(String name) {
    return RESERVED.contains(name) || name.startsWith("os_glance");
  }

  static boolean isWritable(String name) {
    return !READ_ONLY.contains(name) && !isReserved(name);
  }

  /** Whether properties of this name are custom ones. */
  public static boolean isCustom(String name) {
    return isWritable(name) && !BASE.contains(name) && !name.equals("id");
  }

  static UUID uuid(JsonNode value) {
    String text = value.isTextual() ? value.textValue() : "";
    if (!UUID_TEXT.matcher(text).matches()) {
      throw invalid("id", value, "a UUID");
    }
    return UUID.fromString(text);
  }

  /** The id in a path; what is no UUID names no image. */
  public static UUID pathId(String text) {
    if (!UUID_TEXT.matcher(text).matches()) {
      throw new ImageProblem.Missing(text).asException();
    }
    return UUID.fromString(text);
  }

  public static Optional<UUID> optionalUuid(String text) {
    return UUID_TEXT.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  @Nullable String name(JsonNode value) {
    return value.isNull() ? null : text("name", value);
  }

  Optional<String> owner(JsonNode value) {
    return value.isNull() ? Optional.empty() : Optional.of(text("owner", value));
  }

  Visibility visibility(JsonNode value) {
    return Optional.ofNullable(value.textValue())
        .flatMap(Visibility::named)
        .orElseThrow(
            () -> invalid("visibility", value, "one of public, private, shared, community"));
  }

  @Nullable String diskFormat(JsonNode value) {
    return format("disk_format", value, diskFormats);
  }

  @Nullable String containerFormat(JsonNode value) {
    return format("container_format", value, containerFormats);
  }

  private static @Nullable String format(String property, JsonNode value, Set<String> allowed) {
    if (value.isNull()) {
      return null;
    }
    if (!value.isTextual() || !allowed.contains(value.textValue())) {
      throw invalid(
          property, value, "one of " + String.join(", ", allowed.stream().sorted().toList()));
    }
    return value.textValue();
  }

  static int size(String property, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw invalid(property, value, "an integer from 0 to 2147483647");
    }
    return value.intValue();
  }

  static boolean flag(String property, JsonNode value) {
    if (!value.isBoolean()) {
      throw invalid(property, value, "true or false");
    }
    return value.booleanValue();
  }

  public static Set<String> tags(JsonNode value) {
    if (!value.isArray()) {
      throw invalid("tags", value, "an array of strings");
    }
    Set<String> tags = new LinkedHashSet<>();
    value.forEach(tag -> tags.add(text("tags", tag)));
    return tags;
  }

  /** A tag as the last segment of a path names it. */
  static String pathTag(String tag) {
    if (tag.isEmpty() || tag.indexOf('/') >= 0) {
      // Such a path is no tag's anywhere: most servers and proxies read another path from it.
      throw new NotFoundException();
    }
    return text("tags", TextNode.valueOf(tag));
  }

  static String customName(String name) {
    if (name.isEmpty() || !Text.fits(name, MAX_LENGTH)) {
      throw JsonBody.malformed(
          "Custom property names have 1 to %d characters.".formatted(MAX_LENGTH));
    }
    return name;
  }

  /** The value, or null where the operator allows that. */
  @Nullable String customValue(String name, JsonNode value) {
    if (value.isNull() && schema.isNullable(name)) {
      return null;
    }
    if (!value.isTextual() || !Text.fits(value.textValue(), MAX_VALUE)) {
      throw invalid(name, value, "a string of at most %d characters".formatted(MAX_VALUE));
    }
    schema
        .expected(name, value.textValue())
        .ifPresent(expected -> {
          throw invalid(name, value, expected);
        });
    return value.textValue();
  }

  private static String text(String property, JsonNode value) {
    if (!value.isTextual() || !Text.fits(value.textValue(), MAX_LENGTH)) {
      throw invalid(property, value, "a string of at most %d characters".formatted(MAX_LENGTH));
    }
    return value.textValue();
  }

  private static RuntimeException refused(String message) {
    return new ImageProblem.Refused(message).asException();
  }

  private static RuntimeException invalid(String property, JsonNode value, String expected) {
    String shown = value.toString();
    String cut = shown.length() > 80 ? shown.substring(0, 80) + "…" : shown;
    return JsonBody.malformed(
        "Provided object does not match schema 'image': %s is not valid for property '%s': expected %s."
            .formatted(cut, property, expected));
  }
}
