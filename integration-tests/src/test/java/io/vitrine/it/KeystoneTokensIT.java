package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.IdentityApi.Scope;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.Realm;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens by password and by token: their scopes, their body, their end. */
class KeystoneTokensIT {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?Z";

  private final TestCluster cluster = TestCluster.get();
  private final IdentityApi identity = new IdentityApi(cluster.gateway());
  private final Realm.User demo = cluster.user("demo");

  private String token(String user, String scope) {
    return identity.token(IdentityApi.password(user, cluster.user(user).password(), scope));
  }

  private String tokenOf(String user) {
    return token(user, Scope.project(cluster.user(user).project()));
  }

  @Test
  void aPasswordGetsATokenForAProject() {
    // When
    Answer answer =
        identity.signIn(IdentityApi.password("demo", demo.password(), Scope.project("demo")));

    // Then
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("X-Subject-Token")).matches("[!-~]+");
    assertThat(answer.header("Vary")).isEqualTo("X-Auth-Token");
    assertThat(answer.header("x-openstack-request-id")).startsWith("req-");
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    JsonNode token = answer.json().get("token");
    assertThat(texts(token, "/methods")).containsExactly("password");
    assertThat(token.at("/user/name").asText()).isEqualTo("demo");
    assertThat(token.at("/user/id").asText()).isNotEmpty();
    assertThat(token.at("/user/domain/id").asText()).isEqualTo("default");
    assertThat(token.at("/user/domain/name").asText()).isEqualTo("Default");
    assertThat(token.at("/user").has("password_expires_at")).isTrue();
    assertThat(token.at("/project/id").asText()).isEqualTo("demo");
    assertThat(token.at("/project/name").asText()).isEqualTo("demo");
    assertThat(token.at("/project/domain/id").asText()).isEqualTo("default");
    assertThat(token.get("is_domain").asBoolean(true)).isFalse();
    assertThat(token.get("audit_ids")).hasSize(1);
    assertThat(token.get("issued_at").asText()).matches(TIME);
    assertThat(token.get("expires_at").asText()).matches(TIME);
    assertThat(Instant.parse(token.get("issued_at").asText()))
        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    assertThat(Instant.parse(token.get("expires_at").asText()))
        .isAfter(Instant.parse(token.get("issued_at").asText()));
  }

  @Test
  void oneUserSignsInManyTimesAtOnce() {
    String body = IdentityApi.password("demo", demo.password(), Scope.project("demo"));

    assertThat(IntStream.range(0, 8).parallel().map(i -> identity.signIn(body).status()).toArray())
        .containsOnly(201);
  }

  @Test
  void theTokenOpensTheImageApi() {
    ImageApi images = new ImageApi(cluster.gateway(), tokenOf("demo"));
    String id = images.create("raw");
    assertThat(images.show(id).get("owner").asText()).isEqualTo("demo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'demo','domain':{'id':'default'}}",
        "{'name':'demo','domain':{'name':'Default'}}",
        "{'name':'demo','domain':{'name':'default'}}",
        "{'id':'demo'}",
        "{'id':'demo','domain':{'name':'Default'}}",
        "{'id':'demo','domain':{'id':'default'}}",
      })
  void aProjectIsNamedInManyWays(String project) {
    String scope = ",\"scope\":{\"project\":" + project.replace('\'', '"') + "}";

    assertThat(identity.read(token("demo", scope)).at("/project/id").asText()).isEqualTo("demo");
  }

  @Test
  void aUserIsNamedByIdToo() {
    // Given
    String id = identity.read(tokenOf("demo")).at("/user/id").asText();
    // When
    String token =
        identity.token(IdentityApi.passwordById(id, demo.password(), Scope.projectId("demo")));
    // Then
    assertThat(identity.read(token).at("/user/name").asText()).isEqualTo("demo");
  }

  @ParameterizedTest
  @CsvSource({
    "admin, admin member reader",
    "demo, member reader",
    "demo_reader, reader",
  })
  void impliedRolesAreListed(String user, String roles) {
    // When
    JsonNode token = identity.read(tokenOf(user));
    // Then
    assertThat(token.get("roles"))
        .extracting(role -> role.get("name").asText())
        .containsExactlyInAnyOrder(roles.split(" "));
    assertThat(token.get("roles")).allMatch(role -> !role.path("id").asText().isEmpty());
  }

  @Test
  void theCatalogueNamesTheImageServiceWithoutAVersion() {
    // When
    JsonNode catalog = identity.read(tokenOf("demo")).get("catalog");
    // Then
    assertThat(catalog)
        .extracting(service -> service.get("type").asText() + " " + service.get("name").asText())
        .containsExactlyInAnyOrder("identity keystone", "image glance");
    for (JsonNode service : catalog) {
      assertThat(service.get("id").asText()).isNotEmpty();
      assertThat(service.get("endpoints"))
          .extracting(endpoint -> endpoint.get("interface").asText())
          .containsExactlyInAnyOrder("public", "internal", "admin");
      boolean image = service.get("type").asText().equals("image");
      for (JsonNode endpoint : service.get("endpoints")) {
        assertThat(endpoint.get("region").asText()).isEqualTo("local");
        assertThat(endpoint.get("region_id").asText()).isEqualTo("local");
        assertThat(endpoint.get("id").asText()).isNotEmpty();
        assertThat(endpoint.get("url").asText())
            .isEqualTo(cluster.gateway() + (image ? "" : "/identity/v3"));
      }
    }
  }

  @Test
  void anUnscopedTokenHasNoProjectNoRolesAndNoCatalogue() {
    JsonNode token = identity.read(token("demo", Scope.UNSCOPED.json));

    assertThat(token.has("project")).isFalse();
    assertThat(token.has("roles")).isFalse();
    assertThat(token.has("catalog")).isFalse();
    assertThat(token.at("/user/name").asText()).isEqualTo("demo");
  }

  @Test
  void anUnscopedTokenOpensNoProjectsImages() {
    ImageApi images = new ImageApi(cluster.gateway(), token("demo", Scope.UNSCOPED.json));

    assertThat(images.get("/v2/images").status()).isEqualTo(403);
    assertThat(images.post("/v2/images", "{}").status()).isEqualTo(403);
  }

  @Test
  void withoutAScopeATokenIsIssuedAllTheSame() {
    assertThat(identity.signIn(IdentityApi.password("demo", demo.password(), Scope.UNSAID.json)))
        .extracting(Answer::status)
        .isEqualTo(201);
  }

  @Test
  void nobodyHasARoleOnADomainAndADemoUserNoneOnTheSystem() {
    for (Scope scope : List.of(Scope.DOMAIN, Scope.SYSTEM)) {
      Answer answer = identity.signIn(IdentityApi.password("demo", demo.password(), scope.json));
      assertThat(answer.status()).as(scope.name()).isEqualTo(401);
    }
  }

  @Test
  void aTokenIsExchangedForAScopeAndKeepsItsEnd() {
    // Given
    Answer first =
        identity.signIn(IdentityApi.password("demo", demo.password(), Scope.UNSCOPED.json));
    JsonNode parent = first.json().get("token");
    // When
    Answer second =
        identity.signIn(IdentityApi.exchange(IdentityApi.subject(first), Scope.project("demo")));
    // Then
    assertThat(second.status()).isEqualTo(201);
    JsonNode child = second.json().get("token");
    assertThat(texts(child, "/methods")).containsExactlyInAnyOrder("password", "token");
    assertThat(child.get("expires_at")).isEqualTo(parent.get("expires_at"));
    assertThat(child.get("audit_ids")).hasSize(2);
    assertThat(child.at("/audit_ids/1")).isEqualTo(parent.at("/audit_ids/0"));
    assertThat(child.at("/project/id").asText()).isEqualTo("demo");
    assertThat(child.at("/user")).isEqualTo(parent.at("/user"));
    assertThat(new ImageApi(cluster.gateway(), second.header("X-Subject-Token")).create("raw"))
        .isNotEmpty();
  }

  @Test
  void aTokenOfATokenStillSaysWhereItComesFrom() {
    // Given
    String parent = token("demo", Scope.UNSCOPED.json);
    String child = identity.token(IdentityApi.exchange(parent, Scope.project("demo")));
    // When
    JsonNode grandchild =
        identity.read(identity.token(IdentityApi.exchange(child, Scope.UNSCOPED.json)));
    // Then
    assertThat(texts(grandchild, "/methods")).containsExactlyInAnyOrder("password", "token");
    assertThat(grandchild.get("expires_at")).isEqualTo(identity.read(parent).get("expires_at"));
    assertThat(grandchild.has("project")).isFalse();
  }

  @Test
  void aTokenIsNotExchangedForAProjectWithoutRole() {
    assertThat(
            identity
                .signIn(IdentityApi.exchange(tokenOf("demo"), Scope.project("alt_demo")))
                .status())
        .isEqualTo(401);
  }

  @Test
  void aTokenIsShownAsItWasIssued() {
    // Given
    Answer issued =
        identity.signIn(IdentityApi.password("demo", demo.password(), Scope.project("demo")));
    String token = IdentityApi.subject(issued);
    // When
    Answer shown = identity.validate(token, token);
    // Then
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.header("X-Subject-Token")).isEqualTo(token);
    assertThat(shown.header("Vary")).isEqualTo("X-Auth-Token");
    assertThat(shown.json()).isEqualTo(issued.json());
  }

  @Test
  void headTellsTheSameWithoutABody() {
    String token = tokenOf("demo");
    Answer answer = identity.about("HEAD", token, token);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("X-Subject-Token")).isEqualTo(token);
  }

  @Test
  void theCatalogueIsLeftOutOnRequest() {
    String token = tokenOf("demo");
    Answer answer =
        identity.get(
            "/v3/auth/tokens?nocatalog", Map.of("X-Auth-Token", token, "X-Subject-Token", token));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("token").has("catalog")).isFalse();
    assertThat(answer.json().get("token").has("roles")).isTrue();
  }

  @Test
  void anothersTokenIsShownToAdministratorsOnly() {
    String mine = tokenOf("demo");
    String theirs = tokenOf("alt_demo");

    assertThat(identity.validate(mine, theirs).status()).isEqualTo(403);
    assertThat(identity.about("HEAD", mine, theirs).status()).isEqualTo(403);
    assertThat(identity.revoke(mine, theirs).status()).isEqualTo(403);
    Answer seen = identity.validate(tokenOf("admin"), theirs);
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.json().at("/token/user/name").asText()).isEqualTo("alt_demo");
  }

  @Test
  void aBadSubjectIsNotFoundAndABadCallerUnauthorized() {
    String good = tokenOf("demo");
    for (String bad : List.of("garbage", "a.b.c", good + "x", "gAAAAABkMAqb")) {
      assertThat(identity.validate(good, bad).status()).as(bad).isEqualTo(404);
      assertThat(identity.about("HEAD", good, bad).status()).as(bad).isEqualTo(404);
      assertThat(identity.revoke(good, bad).status()).as(bad).isEqualTo(404);
      assertThat(identity.validate(bad, good).status()).as(bad).isEqualTo(401);
      assertThat(identity.revoke(bad, good).status()).as(bad).isEqualTo(401);
    }
    assertThat(identity.read(good)).isNotNull();
  }

  @Test
  void aCallAboutATokenNeedsBothHeaders() {
    String token = tokenOf("demo");

    assertThat(identity.get("/v3/auth/tokens", Map.of("X-Auth-Token", token)).status())
        .isIn(400, 404);
    assertThat(identity.get("/v3/auth/tokens", Map.of("X-Subject-Token", token)).status())
        .isEqualTo(401);
  }

  @Test
  void aRevokedTokenIsGoneEverywhere() {
    // Given
    String token = tokenOf("demo");
    String other = tokenOf("demo");
    ImageApi images = new ImageApi(cluster.gateway(), token);
    assertThat(images.get("/v2/images?limit=1").status()).isEqualTo(200);
    // When
    Answer answer = identity.revoke(token, token);
    // Then
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(identity.validate(other, token).status()).isEqualTo(404);
    assertThat(identity.about("HEAD", other, token).status()).isEqualTo(404);
    assertThat(identity.revoke(other, token).status()).isEqualTo(404);
    assertThat(identity.validate(token, token).status()).isEqualTo(401);
    assertThat(images.get("/v2/images?limit=1").status()).isEqualTo(401);
    assertThat(identity.signIn(IdentityApi.exchange(token, Scope.project("demo"))).status())
        .isEqualTo(401);
    assertThat(identity.read(other)).isNotNull();
  }

  @Test
  void anAdministratorRevokesAnothersToken() {
    String token = tokenOf("alt_demo");

    assertThat(identity.revoke(tokenOf("admin"), token).status()).isEqualTo(204);
    assertThat(identity.validate(tokenOf("admin"), token).status()).isEqualTo(404);
  }

  static List<String> names(JsonNode list) {
    return list.valueStream().map(item -> item.get("name").asText()).toList();
  }

  static List<String> texts(JsonNode node, String pointer) {
    return node.at(pointer).valueStream().map(JsonNode::asText).toList();
  }
}
