package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API says of images, and that it means it. */
class SchemasIT {
  private final ImageApi demo = TestCluster.get().as("demo");
  private final JsonNode image = demo.get("/v2/schemas/image").json();

  private static List<String> relations(JsonNode schema) {
    return schema.get("links").findValuesAsText("rel");
  }

  @Test
  void describesAnImage() {
    JsonNode shown = demo.show(demo.create("raw"));

    assertThat(image.get("name").asText()).isEqualTo("image");
    assertThat(image.at("/additionalProperties/type").asText()).isEqualTo("string");
    assertThat(relations(image)).containsExactly("self", "enclosure", "describedby");
    assertThat(image.at("/properties/status/readOnly").asBoolean()).isTrue();
    assertThat(shown.fieldNames())
        .toIterable()
        .allSatisfy(name -> assertThat(image.get("properties").has(name)).as(name).isTrue());
  }

  @Test
  void describesAPageOfImages() {
    JsonNode images = demo.get("/v2/schemas/images").json();

    assertThat(images.get("name").asText()).isEqualTo("images");
    assertThat(images.at("/properties/images/items")).isEqualTo(image);
    assertThat(relations(images)).containsExactly("first", "next", "describedby");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kernel_id",
        "ramdisk_id",
        "instance_uuid",
        "architecture",
        "os_distro",
        "os_version",
        "description",
        "cinder_encryption_key_id",
        "cinder_encryption_key_deletion_policy"
      })
  void namesUsualPropertiesThatAreNotOfEveryImage(String property) {
    assertThat(image.at("/properties/" + property + "/is_base").asBoolean(true)).isFalse();
    assertThat(image.at("/properties/" + property + "/type").isMissingNode()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "kernel_id, x, 400",
    "kernel_id, 6a1c1a43-8e4a-4bd0-8a0a-0f6f3a1f7a11, 201",
    "ramdisk_id, x, 400",
    "cinder_encryption_key_deletion_policy, x, 400",
    "cinder_encryption_key_deletion_policy, do_not_delete, 201",
    "os_distro, anything, 201"
  })
  void holdsNewImagesToIt(String property, String value, int status) {
    String body = "{\"%s\":\"%s\"}".formatted(property, value);

    assertThat(demo.post("/v2/images", body).status()).isEqualTo(status);
  }

  @Test
  void holdsChangesToIt() {
    String id = demo.create("raw");
    String add = "[{\"op\":\"add\",\"path\":\"/kernel_id\",\"value\":\"%s\"}]";

    assertThat(demo.patch(id, add.formatted("x")).status()).isEqualTo(400);
    assertThat(demo.patch(id, add.formatted(UUID.randomUUID())).status()).isEqualTo(200);
  }
}
