package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How clients find out that this is Keystone's API v3, and where. */
class KeystoneDiscoveryIT {
  private final TestCluster cluster = TestCluster.get();
  private final IdentityApi identity = new IdentityApi(cluster.gateway());

  @ParameterizedTest
  @ValueSource(strings = {"", "/"})
  void theListOfVersionsLeadsToVersion3(String path) {
    Answer answer = identity.get(path, Map.of());

    assertThat(answer.status()).isEqualTo(300);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    JsonNode values = answer.json().at("/versions/values");
    assertThat(values).hasSize(1);
    assertIsVersion3(values.get(0), cluster.gateway());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v3", "/v3/"})
  void version3DescribesItself(String path) {
    Answer answer = identity.get(path, Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertIsVersion3(answer.json().get("version"), cluster.gateway());
  }

  private static void assertIsVersion3(JsonNode version, String base) {
    assertThat(version.get("id").asText()).startsWith("v3.");
    assertThat(version.get("status").asText()).isEqualTo("stable");
    assertThat(version.get("updated").asText()).isNotEmpty();
    assertThat(version.at("/links/0/rel").asText()).isEqualTo("self");
    assertThat(version.at("/links/0/href").asText()).isEqualTo(base + "/identity/v3/");
    assertThat(version.at("/media-types/0/type").asText())
        .isEqualTo("application/vnd.openstack.identity-v3+json");
  }

  @Test
  void linksNameTheHostThatTheClientAskedFor() throws IOException {
    assertIsVersion3(
        asked("Host: images.example:8080\r\n").get("version"), "http://images.example:8080");
  }

  @Test
  void linksNameTheHostThatATrustedProxyWasAskedFor() {
    // When
    Answer answer =
        identity.get(
            "/v3", Map.of("X-Forwarded-Proto", "https", "X-Forwarded-Host", "cloud.example"));
    // Then
    assertIsVersion3(answer.json().get("version"), "https://cloud.example");
  }

  @Test
  void aForgedHostDoesNotBreakTheDocument() throws IOException {
    try (var socket = new Socket("127.0.0.1", cluster.parts().ports().of(PartName.GATEWAY))) {
      // When
      String text = exchange(socket, "Host: a\"b<script>\r\n");
      // Then
      assertThat(text).startsWith("HTTP/1.1 ").doesNotContain("<script>", "HTTP/1.1 5");
    }
  }

  @Test
  void discoveryNeedsNoTokenAndMindsNone() {
    assertThat(identity.get("/v3", Map.of("X-Auth-Token", "garbage")).status()).isEqualTo(200);
    assertThat(identity.get("", Map.of("X-Auth-Token", "garbage")).status()).isEqualTo(300);
  }

  @Test
  void everyAnswerHasARequestId() {
    assertThat(identity.get("/v3", Map.of()).header("x-openstack-request-id")).startsWith("req-");
    assertThat(identity.get("/v3/nothing", Map.of()).header("x-openstack-request-id"))
        .startsWith("req-");
  }

  private JsonNode asked(String headers) throws IOException {
    try (var socket = new Socket("127.0.0.1", cluster.parts().ports().of(PartName.GATEWAY))) {
      String text = exchange(socket, headers);
      return new ObjectMapper().readTree(text.substring(text.indexOf("\r\n\r\n") + 4));
    }
  }

  /** By hand, since Java's client chooses the Host itself. */
  private static String exchange(Socket socket, String headers) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET /identity/v3 HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
