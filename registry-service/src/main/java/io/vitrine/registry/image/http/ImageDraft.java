package io.vitrine.registry.image.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.registry.image.ImageAttributes;
import io.vitrine.registry.image.Visibility;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The body of a create request, read and checked. */
public record ImageDraft(Optional<UUID> id, Optional<String> owner, ImageAttributes attributes) {

  public static ImageDraft parse(JsonNode body, ImageForm form) {
    // First what is not allowed at all, then what is wrong: Glance answers in this order.
    body.fieldNames().forEachRemaining(form::requireWritable);
    Reader reader = new Reader(form);
    body.properties().forEach(property -> reader.read(property.getKey(), property.getValue()));
    return reader.draft();
  }

  private static final class Reader {
    private final ImageForm form;
    private Optional<UUID> id = Optional.empty();
    private Optional<String> owner = Optional.empty();
    private @Nullable String name;
    private Visibility visibility = ImageAttributes.DEFAULT.visibility();
    private @Nullable String diskFormat;
    private @Nullable String containerFormat;
    private int minDisk;
    private int minRam;
    private boolean isProtected;
    private boolean osHidden;
    private Set<String> tags = Set.of();
    private final Map<String, String> properties = new TreeMap<>();

    Reader(ImageForm form) {
      this.form = form;
    }

    void read(String key, JsonNode value) {
      switch (key) {
        case "id" -> id = Optional.of(ImageForm.uuid(value));
        case "owner" -> owner = form.owner(value);
        case "name" -> name = form.name(value);
        case "visibility" -> visibility = form.visibility(value);
        case "disk_format" -> diskFormat = form.diskFormat(value);
        case "container_format" -> containerFormat = form.containerFormat(value);
        case "min_disk" -> minDisk = ImageForm.size(key, value);
        case "min_ram" -> minRam = ImageForm.size(key, value);
        case "protected" -> isProtected = ImageForm.flag(key, value);
        case "os_hidden" -> osHidden = ImageForm.flag(key, value);
        case "tags" -> tags = ImageForm.tags(value);
        default -> {
          @Nullable String text = form.customValue(ImageForm.customName(key), value);
          if (text != null) {
            properties.put(key, text);
          }
        }
      }
    }

    ImageDraft draft() {
      return new ImageDraft(
          id,
          owner,
          new ImageAttributes(
              name,
              visibility,
              diskFormat,
              containerFormat,
              minDisk,
              minRam,
              isProtected,
              osHidden,
              tags,
              properties));
    }
  }
}
