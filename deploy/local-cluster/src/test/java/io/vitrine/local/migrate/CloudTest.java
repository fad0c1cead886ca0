package io.vitrine.local.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.vitrine.local.ClusterException;
import io.vitrine.local.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudTest {
  private static final String ANSWER =
      """
      {"token": {"expires_at": "2030-01-01T00:00:00.000000Z", "roles": [{"name": "member"}],
        "catalog": [
          {"type": "compute", "endpoints": [
            {"interface": "public", "region_id": "one", "url": "http://nova"}]},
          {"type": "image", "endpoints": [
            {"interface": "admin", "region_id": "one", "url": "http://admin"},
            {"interface": "public", "region_id": "one", "url": "http://one/image/v2/"},
            {"interface": "public", "region_id": "two", "url": "http://two"}]}]}}\
      """;

  @TempDir private Path folder;
  @AutoClose private final TestServer server = new TestServer(this::handle);
  private JsonNode asked = Records.json("{}");

  private void handle(HttpExchange exchange) throws IOException {
    asked = new ObjectMapper().readTree(exchange.getRequestBody());
    exchange.getResponseHeaders().add("X-Subject-Token", "t");
    boolean known = exchange.getRequestURI().getPath().equals("/identity/v3/auth/tokens");
    TestServer.answer(exchange, known ? 201 : 404, known ? ANSWER : "");
  }

  private Cloud cloud(Map<String, String> more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("A_OS_AUTH_URL", server.url() + "/identity");
    variables.putAll(more);
    return new Cloud("A_OS_", variables, Optional.empty());
  }

  private static final Map<String, String> PASSWORD =
      Map.of(
          "A_OS_USERNAME", "u",
          "A_OS_PASSWORD", "p",
          "A_OS_PROJECT_NAME", "q",
          "A_OS_PROJECT_DOMAIN_ID", "d");

  @Test
  void signsInWithAPassword() throws Exception {
    SignIn.Session session = cloud(PASSWORD).signIn().open();
    assertThat(session.token()).contains("t");
    assertThat(session.endpoint()).isEqualTo("http://one/image");
    assertThat(session.isKnownAsOrdinary()).isTrue();
    assertThat(asked)
        .isEqualTo(
            Records.json(
                """
                {'auth': {'identity': {'methods': ['password'], 'password': {'user':
                  {'name': 'u', 'domain': {'name': 'Default'}, 'password': 'p'}}},
                  'scope': {'project': {'name': 'q', 'domain': {'id': 'd'}}}}}\
                """));
  }

  @Test
  void signsInWithAnApplicationCredential() throws Exception {
    cloud(
            Map.of(
                "A_OS_APPLICATION_CREDENTIAL_ID", "i",
                "A_OS_APPLICATION_CREDENTIAL_SECRET", "s",
                "A_OS_REGION_NAME", "two"))
        .signIn()
        .open();
    assertThat(asked)
        .isEqualTo(
            Records.json(
                """
                {'auth': {'identity': {'methods': ['application_credential'],
                  'application_credential': {'secret': 's', 'id': 'i'}}}}\
                """));
  }

  @Test
  void looksForTheRegion() throws Exception {
    Map<String, String> variables = new HashMap<>(PASSWORD);
    variables.put("A_OS_REGION_NAME", "two");
    assertThat(cloud(variables).signIn().open().endpoint()).isEqualTo("http://two");
    variables.put("A_OS_REGION_NAME", "three");
    assertThatThrownBy(() -> cloud(variables).signIn().open())
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("in region three");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> cloud(Map.of()).signIn().open())
        .hasMessageContaining("set A_OS_USERNAME");
    assertThatThrownBy(() -> new Cloud("A_OS_", Map.of(), Optional.empty()).signIn())
        .hasMessageContaining("A_OS_AUTH_URL");
  }

  @Test
  void findsACloudByItsName() throws Exception {
    // Given
    Files.writeString(
        folder.resolve("clouds.yaml"),
        """
        clouds:
          old:
            auth: {auth_url: '%s/identity/v3', username: u, project_id: q}
            region_name: two
        """
            .formatted(server.url()));
    Files.writeString(folder.resolve("secure.yaml"), "clouds: {old: {auth: {password: p}}}");
    Map<String, String> variables =
        Map.of(
            "OS_CLIENT_CONFIG_FILE",
            folder.resolve("clouds.yaml").toString(),
            "A_OS_REGION_NAME",
            "one");
    // When
    Cloud named = Cloud.of("A_OS_", variables, Optional.of("old"), Optional.empty());
    // Then
    assertThat(named.signIn().open().endpoint()).isEqualTo("http://two");
    assertThat(asked.at("/auth/identity/password/user/password").asText()).isEqualTo("p");
    assertThat(asked.at("/auth/scope/project")).isEqualTo(Records.json("{'id': 'q'}"));
    assertThatThrownBy(() -> Cloud.of("A_OS_", variables, Optional.of("new"), Optional.empty()))
        .hasMessageContaining("no cloud new in");
  }

  @Test
  void needsNothingButAnEndpoint() throws Exception {
    Optional<String> endpoint = Optional.of("http://glance:9292/v2/");
    SignIn.Session session = new Cloud("A_OS_", Map.of(), endpoint).signIn().open();
    assertThat(session.endpoint()).isEqualTo("http://glance:9292");
    assertThat(session.token()).isEmpty();
    assertThat(session.isKnownAsOrdinary()).isFalse();
    assertThat(new Cloud("A_OS_", Map.of("A_OS_TOKEN", "x"), endpoint).signIn().open().token())
        .contains("x");
  }
}
