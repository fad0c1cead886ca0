package io.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class KeycloakFaultsTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String SIGN_IN =
      """
      {"auth": {"identity": {"methods": ["password"], "password": {"user":
      {"name": "demo", "password": "very-secret", "domain": {"id": "default"}}}}}}\
      """;
  private static Vertx vertx;
  private static PlayedService keycloak;
  private static PlayedService registry;

  @TestHTTPResource("/")
  URI gateway;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    keycloak = PlayedService.keycloak(vertx);
    registry = new PlayedService(vertx, "registry");
  }

  @AfterAll
  static void stop() {
    keycloak.close();
    registry.close();
    vertx.close();
  }

  @BeforeEach
  void forget() {
    keycloak.forget();
    registry.forget();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("error", says(500, "{}")),
        Arguments.of("page", says(200, "<html>It works!</html>")),
        Arguments.of("list", says(200, "[]")),
        Arguments.of("nothing", says(200, "")),
        Arguments.of("no token", says(200, "{\"access_token\":\"abc\"}")),
        Arguments.of("broken token", says(200, "{\"access_token\":\"a.%%%.c\"}")),
        Arguments.of("other client", says(401, "{\"error\":\"invalid_client\"}")),
        Arguments.of("refusal in clear text", says(400, "no")),
        Arguments.of("silence", (Handler<HttpServerRequest>) request -> {}),
        Arguments.of("hang-up", (Handler<HttpServerRequest>) r -> r.connection().close()));
  }

  private static Handler<HttpServerRequest> says(int status, String body) {
    return request -> request.response().setStatusCode(status).end(body);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aSignInSaysThatItCannotBeDoneNow(String name, Handler<HttpServerRequest> fault)
      throws Exception {
    // Given
    keycloak.behave(fault);
    // When
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(gateway.resolve("/identity/v3/auth/tokens"))
                .POST(BodyPublishers.ofString(SIGN_IN))
                .build(),
            BodyHandlers.ofString());
    // Then
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.body())
        .startsWith("{\"error\":{\"code\":503,")
        .doesNotContain("very-secret")
        .doesNotContain("Exception");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aWellSignedTokenGoesOn(String name, Handler<HttpServerRequest> fault) throws Exception {
    // Given
    keycloak.behave(fault);
    // When
    HttpResponse<String> answer = images(Tokens.valid());
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void aTokenThatKeycloakDoesNotKnowIsRefused() throws Exception {
    // Given
    keycloak.behave(says(200, "{\"active\":false}"));
    // When
    HttpResponse<String> answer = images(Tokens.valid());
    // Then
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(registry.pathsSeen()).isEmpty();
  }

  @Test
  void aWrongPasswordIsNoFault() throws Exception {
    // Given
    keycloak.behave(says(401, "{\"error\":\"invalid_grant\"}"));
    // When
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(gateway.resolve("/identity/v3/auth/tokens"))
                .POST(BodyPublishers.ofString(SIGN_IN))
                .build(),
            BodyHandlers.ofString());
    // Then
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Keystone");
  }

  private HttpResponse<String> images(String token) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(gateway.resolve("/v2/images")).header("X-Auth-Token", token).build(),
        BodyHandlers.ofString());
  }
}
