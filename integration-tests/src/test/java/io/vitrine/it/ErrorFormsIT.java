package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever refuses a request, it is told in the form that the client asked for. */
class ErrorFormsIT {
  private static final String UNKNOWN = UUID.randomUUID().toString();
  private static final byte[] MANY = new byte[2 << 20];

  private static final TestCluster CLUSTER = TestCluster.get();

  /** By user; to sign in for each request takes most of the time. */
  private static final Map<String, ImageApi> APIS = new HashMap<>();

  private record Refusal(int status, String user, String method, String path, byte[] body) {
    Refusal(int status, String user, String method, String path) {
      this(status, user, method, path, new byte[0]);
    }

    @Override
    public String toString() {
      return status + " " + user + " " + method + " " + path;
    }
  }

  static Stream<Refusal> refusals() {
    return Stream.of(
        // by the gateway
        new Refusal(401, "", "GET", "/v2/images"),
        new Refusal(401, "", "PUT", "/v2/images/" + UNKNOWN + "/file", new byte[100]),
        new Refusal(404, "demo", "GET", "/nowhere"),
        new Refusal(404, "demo", "GET", "/v2//images"),
        new Refusal(405, "demo", "DELETE", "/healthcheck"),
        new Refusal(501, "demo", "BREW", "/v2/images"),
        // by the registry
        new Refusal(400, "demo", "POST", "/v2/images", "{".getBytes()),
        new Refusal(400, "demo", "GET", "/v2/images?limit=x"),
        new Refusal(403, "demo_reader", "POST", "/v2/images", "{}".getBytes()),
        new Refusal(404, "demo", "GET", "/v2/images/" + UNKNOWN),
        new Refusal(404, "demo", "GET", "/v2/nowhere"),
        new Refusal(405, "demo", "DELETE", "/v2/images"),
        new Refusal(405, "demo", "OPTIONS", "/v2/images"),
        new Refusal(413, "demo", "POST", "/v2/images", MANY),
        new Refusal(415, "demo", "PATCH", "/v2/images/" + UNKNOWN, "[]".getBytes()),
        // by the store
        new Refusal(404, "demo", "GET", "/v2/images/" + UNKNOWN + "/file"),
        new Refusal(405, "demo", "DELETE", "/v2/images/" + UNKNOWN + "/file"),
        new Refusal(415, "demo", "PUT", "/v2/images/" + UNKNOWN + "/file", new byte[100]),
        // by the catalogue of metadata definitions
        new Refusal(400, "admin", "POST", "/v2/metadefs/namespaces", "[]".getBytes()),
        new Refusal(
            403, "demo", "POST", "/v2/metadefs/namespaces", "{\"namespace\":\"x\"}".getBytes()),
        new Refusal(404, "demo", "GET", "/v2/metadefs/namespaces/" + UNKNOWN),
        new Refusal(404, "demo", "GET", "/v2/metadefs/nowhere"),
        new Refusal(405, "demo", "PATCH", "/v2/metadefs/namespaces"),
        new Refusal(413, "admin", "POST", "/v2/metadefs/namespaces", MANY));
  }

  private static ImageApi as(String user) {
    return APIS.computeIfAbsent(
        user,
        name -> name.isEmpty() ? new ImageApi(CLUSTER.gateway(), Map.of()) : CLUSTER.as(name));
  }

  private Answer ask(Refusal refusal, String accept) {
    Answer answer =
        as(refusal.user())
            .send(
                refusal.method(),
                refusal.path(),
                Map.of("Accept", accept),
                refusal.body().length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(refusal.body()));
    assertThat(answer.status()).isEqualTo(refusal.status());
    return answer;
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void asProblemDetails(Refusal refusal) {
    // When
    Answer answer = ask(refusal, "application/problem+json");
    // Then
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.get("type").asText()).isEqualTo("about:blank");
    assertThat(problem.get("title").asText()).isNotBlank();
    assertThat(problem.get("status").asInt()).isEqualTo(refusal.status());
    assertThat(problem.get("detail").asText()).isNotBlank();
    assertThat(problem.get("instance").asText()).isEqualTo(refusal.path().split("\\?")[0]);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void asJsonLikeGlance(Refusal refusal) {
    // When
    Answer answer = ask(refusal, "application/json");
    // Then
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    JsonNode problem = answer.json();
    assertThat(problem.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("message", "code", "title");
    assertThat(problem.get("message").asText()).endsWith("<br /><br />\n\n\n");
    assertThat(problem.get("code").asText())
        .isEqualTo(refusal.status() + " " + problem.get("title").asText());
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void asHtmlForWhoTakesAnything(Refusal refusal) {
    for (String accept : List.of("*/*", "text/html", "application/json;q=0.5, */*")) {
      Answer answer = ask(refusal, accept);

      assertThat(answer.header("Content-Type")).as(accept).startsWith("text/html");
      assertThat(answer.text()).contains("<h1>" + refusal.status() + " ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/images", "/v2/metadefs/namespaces"})
  void aBodyThatIsTooLargeMayComeInChunks(String path) {
    Answer answer =
        as("admin")
            .send(
                "POST",
                path,
                Map.of("Accept", "application/json"),
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(MANY)));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().get("code").asText()).startsWith("413 ");
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void asPlainText(Refusal refusal) {
    Answer answer = ask(refusal, "text/plain");

    assertThat(answer.header("Content-Type")).startsWith("text/plain");
    assertThat(answer.text()).startsWith(refusal.status() + " ").contains("\n\n");
  }
}
