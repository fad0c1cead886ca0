package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What there is, and what can be done with one store. */
class InfoIT {
  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");
  private final ImageApi admin = cluster.as("admin");

  @Test
  void namesTheWaysToImport() {
    JsonNode methods =
        cluster.as("demo_reader").get("/v2/info/import").json().get("import-methods");

    assertThat(methods.get("type").asText()).isEqualTo("array");
    assertThat(methods.get("description").asText()).isNotBlank();
    assertThat(methods.get("value"))
        .extracting(JsonNode::asText)
        .containsExactly("glance-direct", "web-download", "glance-download", "copy-image");
  }

  @Test
  void namesTheStores() {
    JsonNode stores = cluster.as("demo_reader").get("/v2/info/stores").json().get("stores");

    assertThat(stores).hasSize(1);
    assertThat(stores.get(0).get("id").asText()).isEqualTo("primary");
    assertThat(stores.get(0).get("description").asText()).isEqualTo("for everything");
    assertThat(stores.get(0).get("default").isTextual()).isTrue();
    assertThat(stores.get(0).get("default").asText()).isEqualTo("true");
  }

  @Test
  void aNewImageNamesWaysAndStoresToo() {
    Answer created = demo.post("/v2/images", "{}");

    assertThat(created.header("OpenStack-image-import-methods"))
        .isEqualTo("glance-direct,web-download,glance-download,copy-image");
    assertThat(created.header("OpenStack-image-store-ids")).isEqualTo("primary");
  }

  @Test
  void tellsAdministratorsAndServicesMoreOfTheStores() {
    // Given
    ImageApi service =
        new ImageApi(cluster.gateway(), new KeycloakAdmin(cluster).tokenOfAService());
    // When
    Answer told = admin.get("/v2/info/stores/detail");
    // Then
    assertThat(told.status()).isEqualTo(200);
    assertThat(service.get("/v2/info/stores/detail").json()).isEqualTo(told.json());
    JsonNode store = told.json().get("stores").get(0);
    assertThat(store.get("id").asText()).isEqualTo("primary");
    assertThat(store.get("type").asText()).isEqualTo("s3");
    assertThat(store.get("weight").isInt()).isTrue();
    assertThat(store.get("properties").isObject()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "demo_reader"})
  void tellsNobodyElseMoreOfTheStores(String user) {
    assertThat(cluster.as(user).get("/v2/info/stores/detail").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"import", "stores", "stores/detail"})
  void needsAToken(String what) {
    assertThat(new ImageApi(cluster.gateway(), Map.of()).get("/v2/info/" + what).status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"import", "stores", "stores/detail"})
  void isOnlyRead(String what) {
    assertThat(admin.post("/v2/info/" + what, "{}").status()).isEqualTo(405);
  }

  @ParameterizedTest
  @CsvSource({
    "admin, nowhere, 409",
    "demo, nowhere, 409",
    "demo, primary, 403",
    "demo_reader, primary, 403",
    "alt_demo, primary, 404",
    "admin, primary, 403"
  })
  void theOnlyStoreOfAnImageIsNotEmptied(String user, String store, int status) {
    // Given
    String id = demo.create("raw");
    byte[] bytes = Disks.raw(1 << 18, 5);
    demo.upload(id, bytes);
    // When
    Answer answer = cluster.as(user).delete("/v2/stores/" + store + "/" + id);
    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(demo.download(id).body()).isEqualTo(bytes);
  }

  @Test
  void onlyAnActiveImageLeavesAStore() {
    assertThat(admin.delete("/v2/stores/primary/" + demo.create("raw")).status()).isEqualTo(409);
    assertThat(admin.delete("/v2/stores/primary/" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(admin.get("/v2/stores/primary/" + UUID.randomUUID()).status()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "stage"})
  void refusesToUploadToAStoreThatItDoesNotKnow(String how) {
    String id = demo.create("raw");

    assertThat(uploadTo("nowhere", id, how).status()).isEqualTo(400);
    assertThat(demo.status(id)).isEqualTo("queued");
    assertThat(uploadTo("primary", id, how).status()).isEqualTo(204);
  }

  private Answer uploadTo(String store, String id, String how) {
    return demo.send(
        "PUT",
        "/v2/images/" + id + "/" + how,
        Map.of("Content-Type", "application/octet-stream", "X-Image-Meta-Store", store),
        BodyPublishers.ofByteArray(new byte[] {1, 2, 3}));
  }
}
