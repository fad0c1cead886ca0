package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.IdentityApi.Scope;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import io.vitrine.local.Progress;
import io.vitrine.local.Realm;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is changed in Keycloak counts here without a restart, and its absence is survived. */
class KeycloakChangesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestCluster cluster = TestCluster.get();
  private final IdentityApi identity = new IdentityApi(cluster.gateway());
  private final KeycloakAdmin keycloak = new KeycloakAdmin(cluster);
  private final Realm.User demo = cluster.user("demo");
  private final String name = "changing-" + UUID.randomUUID();

  private int images(String token) {
    return new ImageApi(cluster.gateway(), token).get("/v2/images?limit=1").status();
  }

  private String createdIn(String token) {
    ImageApi images = new ImageApi(cluster.gateway(), token);
    return images.show(images.create("raw")).get("owner").asText();
  }

  @Test
  void aNewUserInANewProjectSignsInAtOnce() {
    // Given
    String project = "project-" + UUID.randomUUID();
    // When
    keycloak.createProject(project);
    String user = keycloak.createUser(name, "pw");
    keycloak.assign(user, project, "member");
    // Then
    String token = identity.token(name, "pw", project);
    assertThat(identity.read(token).at("/project/id").asText()).isEqualTo(project);
    assertThat(createdIn(token)).isEqualTo(project);
    assertThat(identity.get(token, "/projects/" + project).status()).isEqualTo(200);
    keycloak.deleteUser(user);
    keycloak.deleteProject(project);
  }

  @Test
  void aDisabledUserIsRefusedSoon() {
    // Given
    String user = keycloak.createUser(name, "pw");
    keycloak.assign(user, "demo", "member");
    String token = identity.token(name, "pw", "demo");
    assertThat(images(token)).isEqualTo(200);
    // When
    keycloak.setEnabled(user, false);
    // Then
    await().atMost(PATIENCE).until(() -> images(token) == 401);
    assertThat(identity.signIn(IdentityApi.password(name, "pw", Scope.project("demo"))).status())
        .isEqualTo(401);
    assertThat(identity.signIn(IdentityApi.exchange(token, Scope.project("demo"))).status())
        .isEqualTo(401);
    assertThat(identity.get(token, "/auth/projects").status()).isEqualTo(401);
    // And let in again:
    keycloak.setEnabled(user, true);
    assertThat(images(identity.token(name, "pw", "demo"))).isEqualTo(200);
    keycloak.deleteUser(user);
  }

  @Test
  void aDeletedUserIsRefusedSoon() {
    // Given
    String user = keycloak.createUser(name, "pw");
    keycloak.assign(user, "demo", "member");
    String token = identity.token(name, "pw", "demo");
    // When
    keycloak.deleteUser(user);
    // Then
    await().atMost(PATIENCE).until(() -> images(token) == 401);
  }

  @Test
  void aRoleTakenAwayIsLostSoon() {
    // Given
    String user = keycloak.createUser(name, "pw");
    keycloak.assign(user, "demo", "member");
    keycloak.assign(user, "demo", "reader");
    String token = identity.token(name, "pw", "demo");
    ImageApi images = new ImageApi(cluster.gateway(), token);
    assertThat(images.post("/v2/images", "{}").status()).isEqualTo(201);
    // When
    keycloak.takeAway(user, "demo", "member");
    // Then
    await().atMost(PATIENCE).until(() -> images.post("/v2/images", "{}").status() >= 400);
    assertThat(images.post("/v2/images", "{}").status()).isIn(401, 403);
    String next = identity.token(name, "pw", "demo");
    assertThat(KeystoneTokensIT.names(identity.read(next).get("roles"))).containsExactly("reader");
    assertThat(new ImageApi(cluster.gateway(), next).post("/v2/images", "{}").status())
        .isEqualTo(403);
    keycloak.deleteUser(user);
  }

  @Test
  void aUserOfTwoProjectsActsInTheOneThatTheTokenIsFor() {
    // Given
    String user = keycloak.userId("demo");
    keycloak.assign(user, "alt_demo", "member");
    try {
      // When
      String inDemo = identity.token("demo", demo.password(), "demo");
      String inAlt = identity.token("demo", demo.password(), "alt_demo");
      String moved = identity.token(IdentityApi.exchange(inDemo, Scope.project("alt_demo")));
      String unscoped =
          identity.token(IdentityApi.password("demo", demo.password(), Scope.UNSCOPED.json));
      // Then
      assertThat(createdIn(inDemo)).isEqualTo("demo");
      assertThat(createdIn(inAlt)).isEqualTo("alt_demo");
      assertThat(createdIn(moved)).isEqualTo("alt_demo");
      assertThat(identity.read(inDemo).at("/project/id").asText()).isEqualTo("demo");
      assertThat(identity.read(inAlt).at("/project/id").asText()).isEqualTo("alt_demo");
      assertThat(identity.get(unscoped, "/auth/projects").json().get("projects"))
          .extracting(project -> project.get("id").asText())
          .containsExactlyInAnyOrder("demo", "alt_demo");
      // A token stays within its project, whatever the headers say.
      String id = new ImageApi(cluster.gateway(), inAlt).create("raw");
      assertThat(new ImageApi(cluster.gateway(), inDemo).get("/v2/images/" + id).status())
          .isEqualTo(404);
      assertThat(
              new ImageApi(
                      cluster.gateway(), Map.of("X-Auth-Token", inDemo, "X-Project-Id", "alt_demo"))
                  .get("/v2/images/" + id)
                  .status())
          .isIn(401, 404);
    } finally {
      keycloak.takeAway(user, "alt_demo", "member");
    }
    assertThat(
            identity
                .signIn(IdentityApi.password("demo", demo.password(), Scope.project("alt_demo")))
                .status())
        .isEqualTo(401);
  }

  @Test
  void newKeysOfTheRealmNeedNoRestart() {
    // Given
    String before = identity.token("demo", demo.password(), "demo");
    assertThat(images(before)).isEqualTo(200);
    // When
    String key = keycloak.addSigningKey();
    try {
      // Then
      String after = identity.token("demo", demo.password(), "demo");
      assertThat(keyId(after)).isNotEqualTo(keyId(before));
      assertThat(images(after)).isEqualTo(200);
      assertThat(images(before)).isEqualTo(200);
      assertThat(createdIn(after)).isEqualTo("demo");
      assertThat(identity.validate(before, after).status()).isEqualTo(200);
      assertThat(identity.validate(after, before).status()).isEqualTo(200);
    } finally {
      keycloak.deleteSigningKey(key);
    }
    assertThat(images(identity.token("demo", demo.password(), "demo"))).isEqualTo(200);
  }

  private static String keyId(String token) {
    return Forgery.decode(token.split("\\.")[0]).get("kid").asText();
  }

  @Test
  void withoutKeycloakTokensGoOnWorkingAndNobodySignsIn() {
    // Given
    String token = identity.token("demo", demo.password(), "demo");
    String signIn = IdentityApi.password("demo", demo.password(), Scope.project("demo"));
    // When
    cluster.parts().stop(PartName.KEYCLOAK);
    try {
      // Then
      assertIsUnavailable(identity.signIn(signIn));
      assertIsUnavailable(identity.signIn(IdentityApi.exchange(token, Scope.UNSCOPED.json)));
      assertThat(images(token)).isEqualTo(200);
      assertThat(createdIn(token)).isEqualTo("demo");
      assertThat(identity.get("/v3", Map.of()).status()).isEqualTo(200);
      // Past the time after which Keycloak would be asked again:
      await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> images(token) == 200);
      assertThat(images(token + "x")).isEqualTo(401);
    } finally {
      cluster.parts().start(Progress.silent());
    }
    await().atMost(PATIENCE).until(() -> identity.signIn(signIn).status() == 201);
    assertThat(images(token)).isEqualTo(200);
  }

  private static void assertIsUnavailable(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
    JsonNode error = answer.json().get("error");
    assertThat(error.get("code").asInt()).isEqualTo(503);
    assertThat(error.get("title").asText()).isEqualTo("Service Unavailable");
    assertThat(error.get("message").asText()).isNotBlank();
  }
}
