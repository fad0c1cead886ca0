package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions, in paths and elsewhere, and what holds for every call whatever it asks for. */
class VersionsIT {
  private final TestCluster cluster = TestCluster.get();
  private final ImageApi nobody = new ImageApi(cluster.gateway(), Map.of());
  private final ImageApi demo = cluster.as("demo");

  @ParameterizedTest
  @CsvSource({
    "GET, /, 300",
    "GET, /versions, 200",
    "GET, /v1, 300",
    "GET, /v1/images, 300",
    "GET, /v2.99, 300",
    "GET, /v2.99/images, 300",
    "GET, /v3/images, 300",
    "POST, /v1/images, 300"
  })
  void anyoneIsToldTheVersions(String method, String path, int status) {
    // When
    Answer answer = nobody.send(method, path, Map.of(), BodyPublishers.noBody());
    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    List<String> names = new ArrayList<>();
    for (JsonNode version : answer.json().get("versions")) {
      names.add(version.get("id").asText());
      assertThat(version.get("status").asText())
          .isEqualTo(names.size() == 1 ? "CURRENT" : "SUPPORTED");
      assertThat(version.at("/links/0/rel").asText()).isEqualTo("self");
      assertThat(version.at("/links/0/href").asText()).isEqualTo(cluster.gateway() + "/v2/");
      assertThat(version.size()).isEqualTo(3);
    }
    assertThat(names)
        .isEqualTo(IntStream.rangeClosed(0, 18).mapToObj(age -> "v2." + (18 - age)).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v2.0", "v2.5", "v2.9", "v2.17", "v2.18"})
  void everyMinorVersionIsTheSame(String version) {
    Answer answer = demo.get("/" + version + "/images?limit=0");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("first").asText()).isEqualTo("/v2/images?limit=0");
  }

  @ParameterizedTest
  @CsvSource({
    "application/vnd.openstack.images-v2, 200", "application/vnd.openstack.images-v2.5, 200",
    "application/vnd.openstack.images-v1, 300", "application/vnd.openstack.images-v9, 300",
    "application/json, 404", "*/*, 404"
  })
  void acceptMayNameTheVersion(String accept, int status) {
    assertThat(demo.get("/images", Map.of("Accept", accept)).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "text/html", "application/problem+json", "image/png", "x", ""})
  void acceptNeverRefusesAnAnswer(String accept) {
    for (String path : List.of("/v2/images", "/v2/schemas/image", "/v2/metadefs/namespaces")) {
      Answer answer = demo.get(path, Map.of("Accept", accept));

      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.header("Content-Type")).startsWith("application/json");
    }
  }

  @Test
  void theBareVersionLeadsToItsRoot() {
    Answer answer = nobody.get("/v2");

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location")).isEqualTo(cluster.gateway() + "/v2/");
    assertThat(nobody.get("/v2/").status()).isEqualTo(404);
  }

  @Test
  void theHealthcheckNeedsNoToken() {
    Answer answer = nobody.get("/healthcheck");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("OK");
    assertThat(answer.header("Content-Type")).startsWith("text/plain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nowhere",
        "/v2/nowhere",
        "/v2/images/",
        "/versions/",
        "/healthcheck/",
        "/v2/metadefs",
        "/v2/metadefs/namespaces/",
        "/v2/schemas/nothing",
        "/v2/info",
        "/internal/images"
      })
  void aPathThatIsNotThereIsNotFound(String path) {
    assertThat(demo.get(path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere", "/v2/nowhere", "/v2/images", "/v2/images/x/file", "/"})
  void aMethodThatHttpDoesNotHaveIsNotImplemented(String path) {
    assertThat(demo.send("BREW", path, Map.of(), BodyPublishers.noBody()).status()).isEqualTo(501);
  }

  @ParameterizedTest
  @CsvSource({"abc, req-abc", "req-abc, req-abc", "A.b_c-9, req-A.b_c-9"})
  void aRequestIdIsKept(String sent, String answered) {
    for (String path : List.of("/", "/v2/images", "/v2/nowhere", "/identity/v3")) {
      assertThat(
              demo.get(path, Map.of("X-Openstack-Request-Id", sent))
                  .header("X-Openstack-Request-Id"))
          .as(path)
          .isEqualTo(answered);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "<script>", "", "req-é"})
  void aRequestIdThatCannotBeRepeatedIsReplaced(String sent) {
    assertThat(
            demo.get("/v2/images", Map.of("X-Openstack-Request-Id", sent))
                .header("X-Openstack-Request-Id"))
        .matches("req-[0-9a-f-]{36}");
  }

  @Test
  void aRequestIdHas64CharactersAtMost() {
    String longest = "req-" + "x".repeat(60);
    assertThat(
            demo.get("/v2/images", Map.of("X-Openstack-Request-Id", longest))
                .header("X-Openstack-Request-Id"))
        .isEqualTo(longest);

    Answer refused = demo.get("/v2/images", Map.of("X-Openstack-Request-Id", longest + "x"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.header("X-Openstack-Request-Id")).startsWith("req-");
  }

  @Test
  void successesSayWhatTheyAre() {
    String id = demo.create("raw");

    assertThat(demo.get("/v2/images/" + id).header("Content-Type")).startsWith("application/json");
    Answer deleted = demo.delete("/v2/images/" + id);
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
    assertThat(demo.get("/v2/images/" + UUID.randomUUID()).status()).isEqualTo(404);
  }
}
