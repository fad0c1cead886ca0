package io.vitrine.gateway;

import static io.vitrine.gateway.PlayedKeystone.moment;
import static io.vitrine.gateway.PlayedKeystone.projectScoped;
import static io.vitrine.gateway.PlayedKeystone.unscoped;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = KeystoneSurroundings.class, restrictToAnnotatedClass = true)
class KeystoneTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static Vertx vertx;
  private static PlayedService registry;
  private static PlayedKeystone keystone;

  private final AtomicReference<MultiMap> passedOn = new AtomicReference<>();

  @TestHTTPResource("/")
  URI gateway;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    registry = new PlayedService(vertx, "registry");
    keystone = new PlayedKeystone(vertx);
  }

  @AfterAll
  static void stop() {
    registry.close();
    keystone.close();
    vertx.close();
  }

  @BeforeEach
  void recover() {
    keystone.recover();
    registry.forget();
    registry.behave(request -> {
      passedOn.set(MultiMap.caseInsensitiveMultiMap().addAll(request.headers()));
      request.response().end("{}");
    });
  }

  @Test
  void vouchesForTheHolderOfAKeystoneToken() throws Exception {
    // Given
    String token = issued(projectScoped("member", "reader"));
    // When
    HttpResponse<String> answer = get("/v2/images", token);
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(passedOn.get().toString()).doesNotContain(token);
    JsonObject claims = verified(passedOn.get().get("X-Auth-Token"));
    assertThat(claims.getString("iss")).isEqualTo("vitrine-gateway");
    assertThat(claims.getString("aud")).isEqualTo("vitrine");
    assertThat(claims.getString("sub")).isEqualTo("u1");
    assertThat(claims.getString("preferred_username")).isEqualTo("Ada");
    assertThat(claims.getString("jti")).isNotBlank();
    assertThat(claims.getJsonArray("projects"))
        .containsExactly("/projects/p1/member", "/projects/p1/reader");
    assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(3600);
  }

  @ParameterizedTest
  @CsvSource({"Member,member", "ADMIN,admin", "_member_,member", "Operator,admin"})
  void readsRolesByTheirNames(String theirs, String ours) throws Exception {
    // When
    get("/v2/images", issued(projectScoped(theirs, "heat_stack_user")));
    // Then
    assertThat(verified(passedOn.get().get("X-Auth-Token")).getJsonArray("projects"))
        .containsExactly("/projects/p1/" + ours);
  }

  @Test
  void asksOnceForManyRequests() throws Exception {
    // Given
    String token = issued(projectScoped("reader"));
    get("/v2/images", issued(projectScoped("reader")));
    keystone.recover();
    CountDownLatch asked = new CountDownLatch(1);
    AtomicReference<HttpServerRequest> question = new AtomicReference<>();
    keystone
        .server()
        .behave(request -> {
          question.set(request);
          keystone.server().behave(keystone::answer);
          asked.countDown();
        });
    // When
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 8)
            .mapToObj(i ->
                CLIENT.sendAsync(
                    request("/v2/images").header("X-Auth-Token", token).build(),
                    BodyHandlers.ofString()))
            .toList();
    asked.await();
    keystone.answer(question.get());
    // Then
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get().statusCode()).isEqualTo(200);
    }
    assertThat(get("/v2/images", token).statusCode()).isEqualTo(200);
    assertThat(keystone.queries()).containsExactly("nocatalog");
  }

  @Test
  void refusesATokenThatKeystoneDoesNotKnow() throws Exception {
    // Given
    String token = UUID.randomUUID().toString();
    // When
    HttpResponse<String> first = get("/v2/images", token);
    HttpResponse<String> second = get("/v2/images", token);
    // Then
    assertThat(List.of(first.statusCode(), second.statusCode())).containsExactly(401, 401);
    assertThat(first.headers().firstValue("WWW-Authenticate"))
        .hasValue("Keystone uri=\"%s\"".formatted(keystone.server().address()));
    assertThat(keystone.queries()).hasSize(1);
    assertThat(registry.pathsSeen()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.bnVsbA.y", "x.W10.y", "x.!.y", "..", "a b", "\u00e9"})
  void refusesGarbage(String token) throws Exception {
    assertThat(get("/v2/images", token).statusCode()).isEqualTo(401);
  }

  @Test
  void logsInAgainWhenItsOwnTokenIsGone() throws Exception {
    // Given
    get("/v2/images", issued(projectScoped("reader")));
    int logins = keystone.logins();
    keystone.forgetOwnTokens();
    // When
    HttpResponse<String> answer = get("/v2/images", issued(projectScoped("reader")));
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(keystone.logins()).isEqualTo(logins + 1);
  }

  static Stream<Consumer<HttpServerRequest>> faults() {
    return Stream.of(
        request -> request.response().setStatusCode(500).end("boom"),
        request -> request.response().setStatusCode(429).end(),
        request -> request.response().setStatusCode(403).end("{}"),
        request -> request.response().end("<html>"),
        request -> request.response().end("null"),
        request -> request.response().end("[]"),
        request -> request.response().end("{}"),
        request -> request.response().end("{\"token\": []}"),
        request -> request.response().end("{\"token\": {\"user\": {\"id\": 7}}}"),
        request -> request.response().end("x".repeat(2 << 20)),
        request -> request.response().end(withProject("p1/admin")),
        request -> request.response().end(withProject("../x")),
        request -> request.connection().close(),
        request -> {});
  }

  private static String withProject(String id) {
    JsonObject token = projectScoped("reader").put("project", new JsonObject().put("id", id));
    return new JsonObject().put("token", token).encode();
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("faults")
  void doesWithoutAKeystoneThatFails(Consumer<HttpServerRequest> fault) throws Exception {
    // Given
    String known = issued(projectScoped("reader"));
    String unknown = issued(projectScoped("reader"));
    get("/v2/images", known);
    keystone.server().behave(fault::accept);
    // When
    HttpResponse<String> refused = get("/v2/images", unknown);
    // Then
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(get("/v2/images", known).statusCode()).isEqualTo(200);
    keystone.recover();
    assertThat(get("/v2/images", unknown).statusCode()).isEqualTo(200);
  }

  static Stream<JsonObject> tokensOfNoUse() {
    return Stream.of(
        unscoped(),
        unscoped().put("system", new JsonObject().put("all", true)).put("roles", roles("admin")),
        unscoped()
            .put("domain", new JsonObject().put("id", "default"))
            .put("roles", roles("admin")),
        projectScoped("heat_stack_user"),
        projectScoped());
  }

  private static JsonArray roles(String name) {
    return new JsonArray().add(new JsonObject().put("name", name));
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("tokensOfNoUse")
  void forbidsWhatIsNotForAProject(JsonObject description) throws Exception {
    // When
    HttpResponse<String> answer = get("/v2/images", issued(description));
    // Then
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(registry.pathsSeen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "image,GET,/v2/images,200",
    "image,GET,/v2/**,200",
    "image,GET,/v2/{anything},200",
    "image,GET,/v2/*,200",
    "image,GET,/v2,401",
    "image,GET,/v2/image.,401",
    "image,GET,/v2/images/*,401",
    "image,POST,/v2/images,401",
    "compute,GET,/v2/images,401"
  })
  void keepsToTheAccessRules(String service, String method, String path, int status)
      throws Exception {
    // Given
    JsonObject rule =
        new JsonObject().put("service", service).put("method", method).put("path", path);
    JsonObject credential =
        new JsonObject().put("id", "ac").put("access_rules", new JsonArray().add(rule));
    // When
    HttpResponse<String> answer =
        get(
            "/v2/images",
            issued(projectScoped("reader").put("application_credential", credential)));
    // Then
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void noAccessRuleMeansNoAccess() throws Exception {
    JsonObject credential = new JsonObject().put("id", "ac").put("access_rules", new JsonArray());

    assertThat(
            get(
                    "/v2/images",
                    issued(projectScoped("admin").put("application_credential", credential)))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void tokensOfTheRealmGoOnAsTheyAre() throws Exception {
    // Given
    String token = Tokens.valid();
    // When
    HttpResponse<String> answer = get("/v2/images", token);
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(passedOn.get().get("X-Auth-Token")).isEqualTo(token);
    assertThat(keystone.queries()).isEmpty();
  }

  @Test
  void takesNoVoucherAtTheDoor() throws Exception {
    // Given
    get("/v2/images", issued(projectScoped("admin")));
    String voucher = passedOn.get().get("X-Auth-Token");
    // Then
    assertThat(get("/v2/images", voucher).statusCode()).isEqualTo(401);
  }

  static Stream<String> serviceTokens() {
    String ofKeystone = UUID.randomUUID().toString();
    keystone.issue(ofKeystone, projectScoped("service"));
    return Stream.of(Tokens.ofService(), ofKeystone);
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("serviceTokens")
  void aServiceGoesOnForAUserWhoseTokenHasEnded(String serviceToken) throws Exception {
    // Given
    String ofRealm = Tokens.expired();
    String ofKeystone = issued(ended(Duration.ofHours(1)));
    // When
    HttpResponse<String> first = get("/v2/images", ofRealm, serviceToken);
    JsonObject firstVoucher = verified(passedOn.get().get("X-Auth-Token"));
    HttpResponse<String> second = get("/v2/images", ofKeystone, serviceToken);
    JsonObject secondVoucher = verified(passedOn.get().get("X-Auth-Token"));
    // Then
    assertThat(List.of(first.statusCode(), second.statusCode())).containsExactly(200, 200);
    assertThat(firstVoucher.getString("sub")).isEqualTo("user-1");
    assertThat(firstVoucher.getString("preferred_username")).isEqualTo("demo");
    assertThat(firstVoucher.getJsonArray("projects")).containsExactly("/projects/demo/member");
    assertThat(secondVoucher.getJsonArray("projects")).containsExactly("/projects/p1/member");
    // Services can verify the realm's tokens, which are JWTs, and no others.
    assertThat(passedOn.get().get("X-Service-Token"))
        .isEqualTo(serviceToken.contains(".") ? serviceToken : null);
  }

  @Test
  void withoutAServiceAnEndedTokenIsNoGood() throws Exception {
    // Given
    String ofKeystone = issued(ended(Duration.ofHours(1)));
    String user = issued(projectScoped("admin"));
    // Then
    assertThat(get("/v2/images", ofKeystone).statusCode()).isEqualTo(401);
    assertThat(get("/v2/images", ofKeystone, user).statusCode()).isEqualTo(401);
    assertThat(get("/v2/images", Tokens.expired(), user).statusCode()).isEqualTo(401);
    assertThat(get("/v2/images", Tokens.expired(), Tokens.ofServiceForNoProject()).statusCode())
        .isEqualTo(401);
    assertThat(get("/v2/images", Tokens.expired(), Tokens.valid()).statusCode()).isEqualTo(401);
  }

  static Stream<String> tokensNoServiceHelps() {
    String longAgo = UUID.randomUUID().toString();
    keystone.issue(longAgo, ended(Duration.ofDays(3)));
    return Stream.of(
        Tokens.expired(Duration.ofDays(3), "vitrine"),
        Tokens.expired(Duration.ofHours(1), "somebody-else"),
        Tokens.tampered(Tokens.expired()),
        Tokens.tampered(),
        longAgo,
        "garbage");
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("tokensNoServiceHelps")
  void aServiceHelpsNoTokenThatWasNeverGoodOrEndedLongAgo(String token) throws Exception {
    assertThat(get("/v2/images", token, Tokens.ofService()).statusCode()).isEqualTo(401);
    assertThat(registry.pathsSeen()).isEmpty();
  }

  static Stream<String> badServiceTokens() {
    return Stream.of(
        "garbage", "a.b.c", Tokens.expired(), Tokens.tampered(), Tokens.forAnotherAudience());
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("badServiceTokens")
  void refusesABadServiceToken(String serviceToken) throws Exception {
    // When
    HttpResponse<String> answer = get("/v2/images", Tokens.valid(), serviceToken);
    // Then
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(registry.pathsSeen()).isEmpty();
  }

  private static String issued(JsonObject description) {
    String token = UUID.randomUUID().toString();
    keystone.issue(token, description);
    return token;
  }

  private static JsonObject ended(Duration since) {
    return projectScoped("member").put("expires_at", moment(Instant.now().minus(since)));
  }

  private static JsonObject verified(String voucher) throws Exception {
    String[] parts = voucher.split("\\.");
    byte[] key =
        Base64.getDecoder()
            .decode(ConfigProvider.getConfig().getValue("test.voucher-key", String.class));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key)));
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    return new JsonObject(
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + gateway.getAuthority() + path));
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return CLIENT.send(
        request(path).header("X-Auth-Token", token).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String token, String serviceToken)
      throws Exception {
    return CLIENT.send(
        request(path).header("X-Auth-Token", token).header("X-Service-Token", serviceToken).build(),
        BodyHandlers.ofString());
  }
}
