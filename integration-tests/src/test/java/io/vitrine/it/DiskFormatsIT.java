package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes are what their image says they are, and lead to no other file. */
class DiskFormatsIT {
  private static final String SPARSE = "SPARSE \"disk.vmdk\"";

  private final ImageApi demo = TestCluster.get().as("demo");

  private static byte[] bytes(String kind) {
    return switch (kind) {
      case "qcow2" -> Disks.qcow2(Disks.raw(1 << 20, 31));
      case "vmdk, monolithicSparse" -> ForeignDisks.vmdk("monolithicSparse", SPARSE);
      case "vmdk, streamOptimized" -> ForeignDisks.vmdk("streamOptimized", SPARSE);
      case "vmdk, an extent elsewhere" ->
          ForeignDisks.vmdk("monolithicSparse", "SPARSE \"/etc/passwd\"");
      case "vmdk, flat" -> ForeignDisks.vmdk("monolithicFlat", "FLAT \"disk-flat.vmdk\" 0");
      case "vmdk, a descriptor only" ->
          ForeignDisks.vmdkDescriptor("monolithicFlat", "FLAT \"disk-flat.vmdk\" 0")
              .getBytes(StandardCharsets.US_ASCII);
      case "partitioned" -> ForeignDisks.partitioned(0);
      case "partitioned, boot flag 3" -> ForeignDisks.partitioned(3);
      case "vmdk, a descriptor without its title" ->
          ForeignDisks.vmdkDescriptor("monolithicFlat", "FLAT \"/etc/passwd\" 0")
              .replace("# Disk DescriptorFile\n", "")
              .getBytes(StandardCharsets.US_ASCII);
      case "vmdk, a parent in a comment" ->
          ForeignDisks.vmdk("monolithicSparse", SPARSE + "\n# parentFileNameHint=\"/etc/passwd\"");
      case "vhd" -> ForeignDisks.vhd();
      case "vhd, fixed" -> ForeignDisks.vhdWithFooterOnly(2);
      case "vhd, differencing" -> ForeignDisks.vhdWithFooterOnly(4);
      case "vhdx" -> ForeignDisks.vhdx();
      case "vdi" -> ForeignDisks.vdi();
      case "ploop" -> ForeignDisks.ploop();
      case "iso" -> ForeignDisks.iso();
      case "iso, partitioned" -> ForeignDisks.isoWithPartitions();
      case "luks 1" -> ForeignDisks.luks(1);
      case "luks 2" -> ForeignDisks.luks(2);
      case "luks 3" -> ForeignDisks.luks(3);
      case "qed" -> ForeignDisks.qed();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vmdk, monolithicSparse | vmdk
          vmdk, streamOptimized  | vmdk
          vhd                    | vhd
          vhd, fixed             | vhd
          vhdx                   | vhdx
          vdi                    | vdi
          ploop                  | ploop
          iso                    | iso
          iso, partitioned       | iso
          """)
  void aDiskIsAsLargeAsItsHeaderSays(String kind, String declared) {
    String id = demo.create(declared);

    assertThat(demo.upload(id, bytes(kind)).status()).isEqualTo(204);

    JsonNode image = demo.show(id);
    assertThat(image.get("status").asText()).isEqualTo("active");
    assertThat(image.get("virtual_size").asLong()).isEqualTo(ForeignDisks.VIRTUAL_SIZE);
  }

  /** It says that nobody is to look inside. */
  @ParameterizedTest
  @ValueSource(strings = {"partitioned", "luks 1", "luks 2", "vhd", "vhd, fixed", "iso"})
  void whatIsSafeMayBeKeptAsRaw(String kind) {
    byte[] bytes = bytes(kind);
    String id = demo.create("raw");

    assertThat(demo.upload(id, bytes).status()).isEqualTo(204);

    assertThat(demo.show(id).get("virtual_size").asLong()).isEqualTo(bytes.length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          qcow2                     | vmdk
          qcow2                     | iso
          vhd                       | vhdx
          vdi                       | qcow2
          vdi                       | ploop
          ploop                     | vdi
          partitioned               | qcow2
          vmdk, flat                | vmdk
          vmdk, a descriptor only   | vmdk
          vmdk, an extent elsewhere | vmdk
          vmdk, an extent elsewhere | raw
          partitioned, boot flag 3  | raw
          iso, partitioned          | raw
          luks 3                    | raw
          vhd, differencing         | raw
          vhd, differencing         | vhd
          vhd, fixed                | qcow2
          vmdk, a parent in a comment          | vmdk
          vmdk, a descriptor without its title | raw
          qed                       | raw
          """)
  void refusesWhatIsNotAsDeclaredOrNotSafe(String kind, String declared) {
    // Given
    String id = demo.create(declared);
    // When
    Answer answer =
        demo.send(
            "PUT",
            "/v2/images/" + id + "/file",
            Map.of("Content-Type", "application/octet-stream", "Accept", "application/json"),
            BodyPublishers.ofByteArray(bytes(kind)));
    // Then
    assertThat(answer.status()).as("%s", answer).isEqualTo(415);
    assertThat(answer.json().get("message").asText()).isNotBlank();
    assertThat(demo.status(id)).isEqualTo("queued");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ovf", "ova", "docker", "compressed"})
  void whatIsInsideAContainerIsNotJudged(String container) {
    // Given
    String body = "{\"disk_format\":\"qcow2\",\"container_format\":\"%s\"}".formatted(container);
    String id = demo.post("/v2/images", body).json().get("id").asText();
    byte[] anything = Disks.raw(1 << 20, 32);
    // When
    Answer answer = demo.upload(id, anything);
    // Then
    assertThat(answer.status()).isEqualTo(204);
    assertThat(demo.download(id).body()).isEqualTo(anything);
  }

  @Test
  void aFormatThatTheOperatorDidNotNameIsRefused() {
    assertThat(demo.post("/v2/images", "{\"disk_format\":\"luks\"}").status()).isEqualTo(400);
  }
}
