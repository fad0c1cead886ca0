package io.vitrine.worker.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.events.ImportRun.Unpacked;
import io.vitrine.remote.RefusedSourceException;
import io.vitrine.remote.RemoteUrl;
import io.vitrine.worker.fetch.FetchException;
import io.vitrine.worker.fetch.RemoteSources;
import io.vitrine.worker.fetch.SourceRequest;
import io.vitrine.worker.importing.ImportSource.ExpectedDigest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Another image service's record of an image, of which the bytes are to be fetched. */
final class OtherGlance {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_BYTES = 1 << 20;

  /** What says how an image is to be run; the rest belongs to the other cloud. */
  private static final List<String> COPIED =
      List.of("hw_", "trait:", "os_distro", "os_secure_boot", "os_type");

  /** What an image may be wrapped in; anything else would be taken without a look into it. */
  private static final Set<String> CONTAINERS =
      Set.of("ami", "ari", "aki", "bare", "ovf", "ova", "docker", "compressed");

  private static final Set<String> DISKS =
      Set.of("ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop");

  /** Of a property's name or value, in characters. */
  private static final int MOST_TEXT = 255;

  private static final int MOST_PROPERTIES = 128;

  private static final Set<String> DIGESTS = Set.of("sha256", "sha512");

  private static final String IT = "the other image service";

  private OtherGlance() {}

  /** Asks for the record; what is fetched has to be what it says. */
  static FetchRemote.Origin look(
      RemoteSources remote, ImportSource.Glance glance, Optional<ExpectedDigest> expected)
      throws FetchException, RefusedImageException, InterruptedException {
    if (glance.token() == null) {
      throw new RefusedImageException("The token for the other image service is gone.");
    }
    Map<String, String> headers = Map.of("X-Auth-Token", glance.token());
    JsonNode image = record(remote.document(url(glance, ""), headers, MOST_BYTES));
    String status = text(image, "status");
    if (!status.equals("active")) {
      throw new RefusedImageException(
          "In the other image service, %s is '%s' and not active.".formatted(glance, status));
    }
    return new FetchRemote.Origin(
        SourceRequest.of(url(glance, "/file")).with(headers),
        expected.or(() -> digest(image)),
        new Unpacked(
            required(image, "container_format", CONTAINERS),
            required(image, "disk_format", DISKS),
            Math.max(0, image.path("min_disk").asInt()),
            Math.max(0, image.path("min_ram").asInt()),
            copied(image)));
  }

  private static RemoteUrl url(ImportSource.Glance glance, String what)
      throws RefusedImageException {
    String base = glance.endpoint().uri().toString().replaceAll("/+$", "");
    try {
      return RemoteUrl.parse("%s/v2/images/%s%s".formatted(base, glance.imageId(), what));
    } catch (RefusedSourceException e) {
      throw new RefusedImageException(e.reason());
    }
  }

  private static JsonNode record(byte[] document) throws RefusedImageException {
    try {
      return JSON.readTree(document);
    } catch (IOException e) {
      throw new RefusedImageException("The other image service does not answer with an image.");
    }
  }

  /** Empty where there is none; null is none. */
  private static String text(JsonNode image, String name) {
    String value = image.path(name).textValue();
    return value == null ? "" : value;
  }

  private static String required(JsonNode image, String name, Set<String> known)
      throws RefusedImageException {
    String value = text(image, name);
    if (!known.contains(value)) {
      throw new RefusedImageException(
          "The other image service says no %s that is known here.".formatted(name));
    }
    return value;
  }

  private static Optional<ExpectedDigest> digest(JsonNode image) {
    String algorithm = text(image, "os_hash_algo");
    String value = text(image, "os_hash_value");
    if (DIGESTS.contains(algorithm) && !value.isEmpty()) {
      return Optional.of(new ExpectedDigest(algorithm, value, IT));
    }
    String checksum = text(image, "checksum");
    return checksum.isEmpty()
        ? Optional.empty()
        : Optional.of(new ExpectedDigest("md5", checksum, IT));
  }

  private static Map<String, String> copied(JsonNode image) {
    Map<String, String> properties = new HashMap<>();
    for (Map.Entry<String, JsonNode> property : image.properties()) {
      String name = property.getKey();
      JsonNode value = property.getValue();
      boolean wanted = COPIED.stream().anyMatch(name::startsWith) && value.isTextual();
      if (wanted
          && properties.size() < MOST_PROPERTIES
          && isModest(name)
          && isModest(value.textValue())) {
        properties.put(name, value.textValue());
      }
    }
    return properties;
  }

  private static boolean isModest(String text) {
    return text.length() <= MOST_TEXT && text.chars().noneMatch(Character::isISOControl);
  }
}
