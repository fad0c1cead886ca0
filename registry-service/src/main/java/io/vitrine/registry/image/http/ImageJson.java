package io.vitrine.registry.image.http;

import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageAttributes;
import io.vitrine.registry.image.StoredData;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An image as the Image API shows it: custom properties beside the base ones. */
public final class ImageJson {
  private ImageJson() {}

  /**
   * The image.
   *
   * @param stores where its bytes lie, first those that are read first; empty to say nothing of it
   */
  static Map<String, @Nullable Object> from(Image image, List<String> stores) {
    ImageAttributes attributes = image.attributes();
    Optional<StoredData> data = image.data();
    Map<String, @Nullable Object> json = new LinkedHashMap<>(attributes.properties());
    String self = "/v2/images/" + image.id();
    json.put("id", image.id().toString());
    json.put("name", attributes.name());
    json.put("status", image.status().wireName());
    json.put("visibility", attributes.visibility().wireName());
    json.put("owner", image.owner());
    json.put("protected", attributes.isProtected());
    json.put("os_hidden", attributes.osHidden());
    json.put("disk_format", attributes.diskFormat());
    json.put("container_format", attributes.containerFormat());
    json.put("min_disk", attributes.minDisk());
    json.put("min_ram", attributes.minRam());
    json.put("size", data.or(image::staged).map(StoredData::size).orElse(null));
    json.put("virtual_size", data.map(StoredData::virtualSize).orElse(null));
    json.put("checksum", data.map(StoredData::checksum).orElse(null));
    json.put("os_hash_algo", data.map(StoredData::osHashAlgo).orElse(null));
    json.put("os_hash_value", data.map(StoredData::osHashValue).orElse(null));
    json.put("tags", List.copyOf(attributes.tags()));
    json.put("created_at", timestamp(image.createdAt()));
    json.put("updated_at", timestamp(image.updatedAt()));
    if (!stores.isEmpty()) {
      json.put("stores", String.join(",", stores));
    }
    if (image.copying() != null) {
      json.put("os_glance_importing_to_stores", String.join(",", image.copying().pending()));
      json.put("os_glance_failed_import", String.join(",", image.copying().failed()));
    }
    json.put("self", self);
    json.put("file", self + "/file");
    json.put("schema", "/v2/schemas/image");
    return json;
  }

  /** UTC to the second, as Glance writes it. */
  public static String timestamp(Instant instant) {
    return DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.SECONDS));
  }
}
