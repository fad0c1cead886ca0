package io.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class DoorTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static Vertx vertx;
  private static PlayedService registry;
  private static PlayedService store;
  private static PlayedService metadefs;

  @TestHTTPResource("/")
  URI gateway;

  @TestHTTPResource(value = "/metrics", management = true)
  URI inside;

  @BeforeAll
  static void startServices() {
    vertx = Vertx.vertx();
    registry = new PlayedService(vertx, "registry");
    store = new PlayedService(vertx, "store");
    metadefs = new PlayedService(vertx, "metadefs");
  }

  @AfterAll
  static void stopServices() {
    registry.close();
    store.close();
    metadefs.close();
    vertx.close();
  }

  @BeforeEach
  void forget() {
    registry.forget();
    store.forget();
    metadefs.forget();
  }

  @ParameterizedTest
  @CsvSource({"/,300", "/versions,200", "/v1/images,300", "/v2.99/images,300"})
  void tellsItsVersionsToAnyone(String path, int status) throws Exception {
    // When
    HttpResponse<String> answer = send(request(path).header("X-Forwarded-Host", "evil.example"));
    // Then
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body())
        .startsWith(
            "{\"versions\": [{\"id\": \"v2.18\", \"status\": \"CURRENT\", \"links\": [{\"rel\":"
                + " \"self\", \"href\": \"http://"
                + gateway.getAuthority()
                + "/v2/\"}]}");
  }

  @Test
  void redirectsTheBareVersion() throws Exception {
    HttpResponse<String> answer = send(request("/v2"));
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location"))
        .hasValue("http://" + gateway.getAuthority() + "/v2/");
  }

  @ParameterizedTest
  @CsvSource({
    "/,POST",
    "/,OPTIONS",
    "/,TRACE",
    "/versions,POST",
    "/healthcheck,DELETE",
    "/v2,PUT",
    "/versions,OPTIONS"
  })
  void itsOwnPlacesAreOnlyRead(String path, String method) throws Exception {
    // When
    HttpResponse<String> answer =
        send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    // Then
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  @ParameterizedTest
  @CsvSource({
    "/q/openapi,*/*,application/json,{\"openapi\":\"3.1",
    "/q/openapi,application/yaml,application/yaml,openapi: 3.1",
    "/q/openapi?format=yaml,application/json,application/yaml,openapi: 3.1",
    "/q/openapi?format=json,application/yaml,application/json,{\"openapi\":\"3.1",
    "/q/asyncapi/asyncapi.yaml,*/*,application/yaml,asyncapi: 3",
    "/q/asyncapi/facts/io.vitrine.image.created.v1.json,*/*,application/schema+json,{"
  })
  void givesTheDocumentsToAnyone(String path, String accept, String type, String start)
      throws Exception {
    // When
    HttpResponse<String> answer = send(request(path).header("Accept", accept));
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(answer.body()).startsWith(start);
  }

  @Test
  void answersTheHealthcheck() throws Exception {
    HttpResponse<String> answer = send(request("/healthcheck"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("OK");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
  }

  @Test
  void isReady() throws Exception {
    assertThat(send(request("/q/health/ready")).statusCode()).isEqualTo(200);
  }

  @Test
  void keepsMetricsInside() throws Exception {
    assertThat(send(request("/q/metrics")).statusCode()).isEqualTo(404);
    assertThat(send(HttpRequest.newBuilder(inside)).statusCode()).isEqualTo(200);
  }

  static Stream<String> badTokens() {
    return Stream.of(
        Tokens.expired(),
        Tokens.forAnotherAudience(),
        Tokens.tampered(),
        "garbage",
        "a.b.c",
        "x.bnVsbA.y",
        "");
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("badTokens")
  void turnsAwayABadToken(String token) throws Exception {
    // When
    HttpResponse<String> answer = send(request("/v2/images").header("X-Auth-Token", token));
    // Then
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Keystone uri=\"http://" + gateway.getAuthority() + "/identity/v3\"");
    assertThat(registry.pathsSeen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "application/json,application/json,'\"code\": \"401 Unauthorized\"'",
    "application/problem+json,application/problem+json,'\"status\": 401'",
    "*/*,text/html,<h1>401 Unauthorized</h1>",
    "text/plain,text/plain,401 Unauthorized"
  })
  void saysWhyInTheFormAskedFor(String accept, String type, String part) throws Exception {
    // When
    HttpResponse<String> answer = send(request("/v2/images").header("Accept", accept));
    // Then
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
    assertThat(answer.body()).contains(part);
  }

  @ParameterizedTest
  @CsvSource({
    "application/problem+json,application/problem+json,'\"detail\"'",
    "application/json,application/json,'\"error\"'",
    "*/*,application/json,'\"error\"'"
  })
  void theIdentityApiKnowsProblemDetailsToo(String accept, String type, String part)
      throws Exception {
    // When
    HttpResponse<String> answer = send(request("/identity/v3/nothing").header("Accept", accept));
    // Then
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(answer.body()).contains(part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Auth-Token", "Authorization"})
  void letsAValidTokenPassInEitherHeader(String header) throws Exception {
    // Given
    String token = Tokens.valid();
    AtomicReference<MultiMap> seen = recordHeaders();
    // When
    HttpResponse<String> answer =
        send(
            request("/v2/images?limit=2&name=a%20b")
                .header(header, header.equals("Authorization") ? "Bearer " + token : token));
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(seen.get().getAll("X-Auth-Token")).containsExactly(token);
    assertThat(seen.get().contains("Authorization")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Identity-Status",
        "X-User-Id",
        "X-User-Name",
        "X-User",
        "X-User-Domain-Id",
        "X-Tenant",
        "X-Tenant-Id",
        "X-Tenant-Name",
        "X-Project-Name",
        "X-Project-Domain-Id",
        "X-Roles",
        "X-Role",
        "X-Is-Admin-Project",
        "X-Service-Roles",
        "X-Service-Identity-Status",
        "X-Service-Catalog",
        "X-Domain-Id",
        "X_Roles",
        "x_project_id",
        "X-Forwarded-Prefix",
        "Forwarded",
        "OpenStack-System-Scope"
      })
  @Tag("attack")
  @Tag("OSSA-2026-001")
  void dropsIdentityFromOutside(String header) throws Exception {
    // Given
    AtomicReference<MultiMap> seen = recordHeaders();
    // When
    HttpResponse<String> answer = send(authorized("/v2/images").header(header, "admin"));
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(seen.get().contains(header)).isFalse();
  }

  @Test
  void handsOnWhatIsTheClientsToSay() throws Exception {
    // Given
    AtomicReference<MultiMap> seen = recordHeaders();
    // When
    send(
        authorized("/v2/images")
            .header("X-Project-Id", "demo")
            .header("X-Image-Meta-Store", "fast")
            .header("X-Forwarded-Host", "evil.example"));
    // Then
    assertThat(seen.get().get("X-Project-Id")).isEqualTo("demo");
    assertThat(seen.get().get("X-Image-Meta-Store")).isEqualTo("fast");
    assertThat(seen.get().getAll("X-Forwarded-Host")).containsExactly(gateway.getAuthority());
    assertThat(seen.get().get("X-Forwarded-For")).isEqualTo("127.0.0.1");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-001")
  void connectionHeaderCannotRemoveWhatTheGatewaySets() throws Exception {
    // Given
    AtomicReference<MultiMap> seen = recordHeaders();
    // When
    try (RawClient client = new RawClient(gateway.getPort())) {
      client
          .send(
              "GET /v2/images HTTP/1.1\r\nHost: h\r\nX-Auth-Token: %s\r\nX-Secret: 1\r\n"
                      .formatted(Tokens.valid())
                  + "Connection: X-Auth-Token, X-Openstack-Request-Id, X-Secret\r\n\r\n")
          .readHead();
    }
    // Then
    assertThat(seen.get().contains("X-Auth-Token")).isTrue();
    assertThat(seen.get().contains("X-Openstack-Request-Id")).isTrue();
    assertThat(seen.get().contains("X-Secret")).isFalse();
  }

  @Test
  void sendsEachCallToItsService() throws Exception {
    // When
    send(authorized("/v2.7/images/1"));
    send(authorized("/v2/images/1/file"));
    send(authorized("/v2/metadefs/namespaces"));
    // Then
    assertThat(registry.pathsSeen()).containsExactly("/v2/images/1");
    assertThat(store.pathsSeen()).containsExactly("/v2/images/1/file");
    assertThat(metadefs.pathsSeen()).containsExactly("/v2/metadefs/namespaces");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/internal/images/1/blob",
        "/v2/../internal/images/1/blob",
        "/v2/%2e%2e/internal/images/1/blob",
        "/v2/images/..%2f..%2f../internal/x",
        "/v2/..;a/internal/images",
        "/v2/..\\..\\internal",
        "//internal/x",
        "/v2/../q/metrics",
        "/v2/%2e%2e/q/health",
        "/v2//../internal/x",
        "http://127.0.0.1/internal/x",
        "/q/../internal/x",
        "/q/%2e%2e/internal/x",
        "/Q/metrics"
      })
  void hidesTheInsideOfTheServices(String target) throws Exception {
    // When
    String head;
    try (RawClient client = new RawClient(gateway.getPort())) {
      head =
          client
              .send(
                  "GET %s HTTP/1.1\r\nHost: h\r\nX-Auth-Token: %s\r\n\r\n"
                      .formatted(target, Tokens.valid()))
              .readHead();
    }
    // Then
    assertThat(head).matches("(?s)HTTP/1.1 (404|400) .*");
    assertThat(registry.pathsSeen()).isEmpty();
    assertThat(store.pathsSeen()).isEmpty();
    assertThat(metadefs.pathsSeen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"req-abc,req-abc", "abc,req-abc"})
  void keepsTheRequestId(String sent, String expected) throws Exception {
    // Given
    AtomicReference<MultiMap> seen = recordHeaders();
    // When
    HttpResponse<String> answer =
        send(authorized("/v2/images").header("X-Openstack-Request-Id", sent));
    // Then
    assertThat(answer.headers().allValues("X-Openstack-Request-Id")).containsExactly(expected);
    assertThat(seen.get().getAll("X-Openstack-Request-Id")).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/nowhere", "/v2/images", "/healthcheck"})
  void everyAnswerHasARequestId(String path) throws Exception {
    assertThat(send(request(path)).headers().firstValue("X-Openstack-Request-Id").orElseThrow())
        .startsWith("req-");
  }

  @Test
  void refusesAnOverlongRequestId() throws Exception {
    HttpResponse<String> answer =
        send(authorized("/v2/images").header("X-Openstack-Request-Id", "x".repeat(65)));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("64 characters");
  }

  @Test
  void publishesLocationsOfServices() throws Exception {
    // Given
    registry.behave(request ->
        request
            .response()
            .setStatusCode(201)
            .putHeader("Location", registry.address() + "/v2/images/1")
            .end());
    // When
    HttpResponse<String> answer =
        send(authorized("/v2/images").POST(HttpRequest.BodyPublishers.ofString("{}")));
    // Then
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Location"))
        .hasValue("http://" + gateway.getAuthority() + "/v2/images/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "PROPFIND", "OPTIONS"})
  void letsTheServiceRefuseAMethodThatNoPathHas(String method) throws Exception {
    // Given
    AtomicReference<HttpMethod> seen = new AtomicReference<>();
    registry.behave(request -> {
      seen.set(request.method());
      request.response().setStatusCode(405).putHeader("Allow", "GET, HEAD, POST").end();
    });
    // When
    HttpResponse<String> answer =
        send(authorized("/v2/images").method(method, HttpRequest.BodyPublishers.noBody()));
    // Then
    assertThat(seen).hasValue(HttpMethod.OPTIONS);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD, POST");
  }

  @Test
  void answersAnUnknownMethodItself() throws Exception {
    HttpResponse<String> answer =
        send(authorized("/v2/images").method("BREW", HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(501);
    assertThat(registry.pathsSeen()).isEmpty();
  }

  @Test
  void refusesADocumentThatIsTooLarge() throws Exception {
    // When
    HttpResponse<String> answer =
        send(
            authorized("/v2/images")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[2 << 20])));
    // Then
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("too large");
    assertThat(registry.pathsSeen()).isEmpty();
  }

  @Test
  void refusesADocumentThatTurnsOutTooLarge() throws Exception {
    // Given
    InputStream much = new ByteArrayInputStream(new byte[4 << 20]);
    // When
    HttpResponse<String> answer =
        send(authorized("/v2/images").POST(HttpRequest.BodyPublishers.ofInputStream(() -> much)));
    // Then
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("too large");
    assertThat(registry.pathsSeen()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 10", "Transfer-Encoding: chunked"})
  void aHalfSentDocumentKeepsNoServiceBusy(String length) throws Exception {
    // When
    String answer;
    try (RawClient client = new RawClient(gateway.getPort())) {
      answer = client.send(post(length)).send("5\r\n{\"a\"").readToEnd();
    }
    // Then
    assertThat(answer)
        .startsWith("HTTP/1.1 408 ")
        .containsIgnoringCase("connection: close")
        .contains("did not arrive in time");
    assertThat(registry.pathsSeen()).isEmpty();
  }

  @Test
  void handsADocumentOnWhole() throws Exception {
    // Given
    registry.behave(request ->
        request
            .body()
            .onSuccess(
                body -> request.response().end(request.getHeader("Content-Length") + " " + body)));
    // When
    String inPieces;
    try (RawClient client = new RawClient(gateway.getPort())) {
      client.send(post("Transfer-Encoding: chunked", "Connection: close"));
      inPieces = client.send("3\r\n{\"a\r\n3\r\n\":1\r\n1\r\n}\r\n0\r\n\r\n").readToEnd();
    }
    // Then
    assertThat(inPieces).startsWith("HTTP/1.1 200 ").endsWith("7 {\"a\":1}");
  }

  @Test
  void tellsAClientToGoOnWithADocument() throws Exception {
    // Given
    registry.behave(request -> request.body().onSuccess(request.response()::end));
    // When
    try (RawClient client = new RawClient(gateway.getPort())) {
      client.send(post("Content-Length: 2", "Expect: 100-continue"));
      String first = client.readHead();
      String second = client.send("{}").readHead();
      // Then
      assertThat(first).startsWith("HTTP/1.1 100 ");
      assertThat(second).startsWith("HTTP/1.1 200 ").doesNotContainIgnoringCase("close");
    }
  }

  private static String post(String... headers) {
    return "POST /v2/images HTTP/1.1\r\nHost: h\r\nX-Auth-Token: %s\r\n%s\r\n\r\n"
        .formatted(Tokens.valid(), String.join("\r\n", headers));
  }

  private static AtomicReference<MultiMap> recordHeaders() {
    AtomicReference<MultiMap> seen = new AtomicReference<>();
    registry.behave(request -> {
      seen.set(request.headers());
      request.response().end("{}");
    });
    return seen;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + gateway.getAuthority() + path));
  }

  private HttpRequest.Builder authorized(String path) {
    return request(path).header("X-Auth-Token", Tokens.valid());
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
