package io.vitrine.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedImageTest {
  private static final Instant RELEASE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant BEFORE = RELEASE.minusSeconds(1000);
  private static final Instant MONDAY = RELEASE.plusSeconds(1000);
  private static final Instant TUESDAY = RELEASE.plusSeconds(90_000);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void whatWasBuiltOnTwoDaysIsOneImage() throws IOException {
    Map<String, byte[]> monday = stamped(saved(MONDAY, layer("base", BEFORE)));
    Map<String, byte[]> tuesday = stamped(saved(TUESDAY, layer("base", BEFORE)));

    assertThat(monday.keySet()).isEqualTo(tuesday.keySet());
    assertThat(monday.get("manifest.json")).isEqualTo(tuesday.get("manifest.json"));
  }

  @Test
  void otherContentIsAnotherImage() throws IOException {
    Map<String, byte[]> one = stamped(saved(MONDAY, layer("base", BEFORE)));
    Map<String, byte[]> other = stamped(saved(MONDAY, layer("another base", BEFORE)));

    assertThat(one.keySet()).isNotEqualTo(other.keySet());
  }

  @Test
  void aBaseStaysByteForByte() throws IOException {
    byte[] base = layer("base", BEFORE);

    Map<String, byte[]> image = stamped(saved(MONDAY, base));

    assertThat(image.get(layerOf(image, 0))).isEqualTo(base);
  }

  @Test
  void nothingIsNewerThanTheRelease() throws IOException {
    Map<String, byte[]> image = stamped(saved(MONDAY, layer("base", BEFORE)));

    byte[] top = image.get(layerOf(image, 1));
    try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(top))) {
      TarArchiveEntry entry = tar.getNextEntry();
      assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(RELEASE);
      assertThat(entry.getLongUserId()).isEqualTo(10001);
      assertThat(new String(tar.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("top");
      assertThat(tar.getNextEntry()).isNull();
    }
    JsonNode config = config(image);
    assertThat(config.path("created").asText()).isEqualTo(RELEASE.toString());
    assertThat(config.path("history").path(0).path("created").asText())
        .isEqualTo(RELEASE.toString());
    assertThat(config.has("container")).isFalse();
    assertThat(config.path("config").has("Hostname")).isFalse();
    assertThat(config.path("config").path("User").asText()).isEqualTo("10001:10001");
  }

  @Test
  void hasTheNameThatItIsGiven() throws IOException {
    Map<String, byte[]> image = stamped(saved(MONDAY, layer("base", BEFORE)));

    assertThat(manifest(image).path("RepoTags").path(0).asText()).isEqualTo("vitrine/some:1");
  }

  @Test
  void unpacksLayersThatTheEngineHasPacked() throws IOException {
    byte[] base = layer("base", BEFORE);
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(base);
    }

    // Names are digests.
    assertThat(stamped(saved(MONDAY, packed.toByteArray())).keySet())
        .isEqualTo(stamped(saved(MONDAY, base)).keySet());
  }

  @Test
  void followsALinkToALayerThatComesTwice() throws IOException {
    Path twice = saved(MONDAY, layer("top", MONDAY), true);

    Map<String, byte[]> image = stamped(twice);

    assertThat(layerOf(image, 0)).isEqualTo(layerOf(image, 1));
  }

  private static String layerOf(Map<String, byte[]> image, int index) throws IOException {
    return manifest(image).path("Layers").path(index).asText();
  }

  private static JsonNode manifest(Map<String, byte[]> image) throws IOException {
    return JSON.readTree(image.get("manifest.json")).get(0);
  }

  private static JsonNode config(Map<String, byte[]> image) throws IOException {
    return JSON.readTree(image.get(manifest(image).path("Config").asText()));
  }

  private Map<String, byte[]> stamped(Path saved) throws IOException {
    Path target = folder.resolve("stamped.tar");
    try (var image = new SavedImage(saved)) {
      image.stamp(RELEASE, "vitrine/some:1", target);
    }
    var files = new LinkedHashMap<String, byte[]>();
    try (var tar = new TarArchiveInputStream(Files.newInputStream(target))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        files.put(e.getName(), tar.readAllBytes());
      }
    }
    return files;
  }

  private Path saved(Instant built, byte[] base) throws IOException {
    return saved(built, base, false);
  }

  /** As Docker 20.10 does it: a folder for each layer, and what it knows of the build. */
  private Path saved(Instant built, byte[] base, boolean linked) throws IOException {
    String config =
        """
        {"architecture": "amd64", "os": "linux", "created": "%1$s", "container": "c%1$s",
         "docker_version": "20.10", "config": {"Hostname": "h%1$s", "User": "10001:10001"},
         "history": [{"created": "%1$s", "created_by": "COPY"}],
         "rootfs": {"type": "layers", "diff_ids": ["sha256:1", "sha256:2"]}}
        """
            .formatted(built);
    Path file = folder.resolve("saved.tar");
    try (OutputStream out = Files.newOutputStream(file);
        var tar = new TarArchiveOutputStream(out)) {
      put(tar, "aa/layer.tar", base, built, 0);
      if (linked) {
        var link = new TarArchiveEntry("bb/layer.tar", TarConstants.LF_SYMLINK);
        link.setLinkName("../aa/layer.tar");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      } else {
        put(tar, "bb/layer.tar", layer("top", built), built, 0);
      }
      put(tar, "cc.json", config.getBytes(StandardCharsets.UTF_8), built, 0);
      String manifest =
          """
          [{"Config": "cc.json", "RepoTags": null, "Layers": ["aa/layer.tar", "bb/layer.tar"]}]
          """;
      put(tar, "manifest.json", manifest.getBytes(StandardCharsets.UTF_8), built, 0);
    }
    return file;
  }

  private static byte[] layer(String content, Instant time) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      put(tar, "opt/file", content.getBytes(StandardCharsets.UTF_8), time, 10001);
    }
    return bytes.toByteArray();
  }

  private static void put(
      TarArchiveOutputStream tar, String name, byte[] content, Instant time, int user)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setLastModifiedTime(FileTime.from(time));
    entry.setUserId(user);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
