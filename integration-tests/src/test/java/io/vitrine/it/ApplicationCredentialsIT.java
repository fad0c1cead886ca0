package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.IdentityApi.Scope;
import io.vitrine.it.ImageApi.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords for machines, from creation to the end. */
class ApplicationCredentialsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private final TestCluster cluster = TestCluster.get();
  private final IdentityApi identity = new IdentityApi(cluster.gateway());
  private final KeycloakAdmin keycloak = new KeycloakAdmin(cluster);
  private final String name = "owner-" + UUID.randomUUID();
  private String user;
  private String token;
  private String path;

  /** An owner for each test, whom it may disable. */
  @BeforeEach
  void makeAnOwner() {
    user = keycloak.createUser(name, "pw");
    keycloak.assign(user, "demo", "member");
    token = identity.token(name, "pw", "demo");
    path = "/users/" + identity.read(token).at("/user/id").asText() + "/application_credentials";
  }

  @AfterEach
  void deleteTheOwner() {
    keycloak.deleteUser(user);
  }

  private JsonNode create(String more) {
    Answer answer = post(more);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().get("application_credential");
  }

  private Answer post(String more) {
    return identity.call(
        token, "POST", path, "{\"application_credential\":{\"name\":\"ac\"%s}}".formatted(more));
  }

  private String signIn(JsonNode credential) {
    return IdentityApi.applicationCredential(
        credential.get("id").asText(), credential.get("secret").asText());
  }

  @Test
  void theSecretIsToldOnceAndSignsIn() {
    // Given
    JsonNode credential = create("");
    String id = credential.get("id").asText();
    assertThat(credential.get("secret").asText()).hasSizeGreaterThan(30);
    assertThat(credential.get("project_id").asText()).isEqualTo("demo");
    assertThat(credential.get("unrestricted").asBoolean(true)).isFalse();
    assertThat(credential.get("expires_at").isNull()).isTrue();
    assertThat(KeystoneTokensIT.names(credential.get("roles"))).contains("member");
    assertThat(credential.at("/links/self").asText()).endsWith("/application_credentials/" + id);
    // When
    Answer signedIn = identity.signIn(signIn(credential));
    // Then
    JsonNode body = signedIn.json().get("token");
    assertThat(KeystoneTokensIT.texts(body, "/methods")).containsExactly("application_credential");
    assertThat(body.at("/application_credential/id").asText()).isEqualTo(id);
    assertThat(body.at("/application_credential/name").asText()).isEqualTo("ac");
    assertThat(body.at("/application_credential/restricted").asBoolean()).isTrue();
    assertThat(body.at("/user/name").asText()).isEqualTo(name);
    assertThat(body.at("/project/id").asText()).isEqualTo("demo");
    assertThat(KeystoneTokensIT.names(body.get("roles")))
        .containsExactlyInAnyOrder("member", "reader");
    assertThat(body.get("catalog")).isNotEmpty();
    String theirs = IdentityApi.subject(signedIn);
    assertThat(identity.read(theirs).get("user")).isEqualTo(body.get("user"));
    ImageApi images = new ImageApi(cluster.gateway(), theirs);
    assertThat(images.show(images.create("raw")).get("owner").asText()).isEqualTo("demo");
    for (String where : new String[] {path, path + "?name=ac", path + "/" + id}) {
      Answer seen = identity.get(token, where);
      assertThat(seen.status()).isEqualTo(200);
      assertThat(seen.text()).contains(id).doesNotContain(credential.get("secret").asText());
    }
  }

  @Test
  void theNameOfCredentialAndOwnerSignsInToo() {
    JsonNode credential = create(",\"secret\":\"chosen by me\"");
    assertThat(credential.get("secret").asText()).isEqualTo("chosen by me");

    for (String owner :
        new String[] {
          "\"name\":\"%s\",\"domain\":{\"name\":\"Default\"}".formatted(name),
          "\"id\":\"%s\"".formatted(user)
        }) {
      String body =
          """
          {"auth":{"identity":{"methods":["application_credential"],"application_credential":\
          {"name":"ac","secret":"chosen by me","user":{%s}}}}}\
          """
              .formatted(owner);
      assertThat(identity.signIn(body).status()).as(owner).isEqualTo(201);
    }
  }

  @Test
  void listsShowsAndDeletes() {
    // Given
    JsonNode credential = create(",\"description\":\"for a test\"");
    String one = path + "/" + credential.get("id").asText();
    String theirs = identity.token(signIn(credential));
    assertThat(identity.get(token, path).json().get("application_credentials")).hasSize(1);
    assertThat(identity.get(token, path + "?name=other").json().get("application_credentials"))
        .isEmpty();
    assertThat(identity.get(token, one).json().at("/application_credential/description").asText())
        .isEqualTo("for a test");
    // When
    assertThat(identity.call(token, "DELETE", one, "").status()).isEqualTo(204);
    // Then
    assertThat(identity.get(token, one).status()).isEqualTo(404);
    assertThat(identity.call(token, "DELETE", one, "").status()).isEqualTo(404);
    assertThat(identity.get(token, path).json().get("application_credentials")).isEmpty();
    assertThat(identity.signIn(signIn(credential)).status()).isEqualTo(401);
    ImageApi images = new ImageApi(cluster.gateway(), theirs);
    await().atMost(PATIENCE).until(() -> images.get("/v2/images?limit=1").status() == 401);
  }

  @Test
  void aNameIsTakenOnce() {
    create("");

    assertThat(post("").status()).isEqualTo(409);
  }

  @Test
  void aCredentialHasNoMoreRolesThanItsOwner() {
    JsonNode reader = create(",\"roles\":[{\"id\":\"reader\"}]");

    JsonNode body = identity.signIn(signIn(reader)).json().get("token");
    assertThat(KeystoneTokensIT.names(body.get("roles"))).containsExactly("reader");
    ImageApi images = new ImageApi(cluster.gateway(), identity.token(signIn(reader)));
    assertThat(images.post("/v2/images", "{}").status()).isEqualTo(403);
    assertThat(
            identity
                .call(
                    token,
                    "POST",
                    path,
                    """
                    {"application_credential":{"name":"king","roles":[{"name":"admin"}]}}\
                    """)
                .status())
        .isEqualTo(400);
  }

  @Test
  void noScopeCanBeAskedFor() {
    JsonNode credential = create("");
    String scoped = signIn(credential).replaceFirst("}}$", Scope.project("demo") + "}}");

    assertThat(identity.signIn(scoped).status()).isIn(400, 401);
  }

  @Test
  void aRestrictedCredentialMakesNoOthers() {
    String restricted = identity.token(signIn(create("")));

    Answer answer =
        identity.call(
            restricted, "POST", path, "{\"application_credential\":{\"name\":\"child\"}}");
    assertThat(answer.status()).isEqualTo(403);
    String own = identity.get(token, path).json().at("/application_credentials/0/id").asText();
    assertThat(identity.call(restricted, "DELETE", path + "/" + own, "").status()).isEqualTo(403);
  }

  @Test
  void anUnrestrictedCredentialMakesOthers() {
    String unrestricted = identity.token(signIn(create(",\"unrestricted\":true")));

    assertThat(
            identity
                .call(
                    unrestricted, "POST", path, "{\"application_credential\":{\"name\":\"child\"}}")
                .status())
        .isEqualTo(201);
  }

  @Test
  void anothersCredentialsAreNoOnesBusiness() {
    // Given
    String one = path + "/" + create("").get("id").asText();
    String stranger = identity.token("demo", cluster.user("demo").password(), "demo");
    // Then
    assertThat(identity.get(stranger, path).status()).isEqualTo(403);
    assertThat(identity.get(stranger, one).status()).isIn(403, 404);
    assertThat(identity.call(stranger, "DELETE", one, "").status()).isIn(403, 404);
    assertThat(
            identity
                .call(stranger, "POST", path, "{\"application_credential\":{\"name\":\"x\"}}")
                .status())
        .isEqualTo(403);
    assertThat(identity.get(token, one).status()).isEqualTo(200);
  }

  @Test
  void aCredentialEndsWhenItsTermDoes() {
    // Given
    Instant end = Instant.now().plusSeconds(8);
    JsonNode credential = create(",\"expires_at\":\"%s\"".formatted(TIME.format(end)));
    assertThat(credential.get("expires_at").asText()).isEqualTo(TIME.format(end));
    Answer signedIn = identity.signIn(signIn(credential));
    assertThat(Instant.parse(signedIn.json().at("/token/expires_at").asText()))
        .isBeforeOrEqualTo(end);
    ImageApi images = new ImageApi(cluster.gateway(), IdentityApi.subject(signedIn));
    assertThat(images.get("/v2/images?limit=1").status()).isEqualTo(200);
    // Then
    await().atMost(PATIENCE).until(() -> images.get("/v2/images?limit=1").status() == 401);
    assertThat(identity.signIn(signIn(credential)).status()).isEqualTo(401);
  }

  @Test
  void aCredentialFallsWithItsOwner() {
    // Given
    JsonNode credential = create("");
    ImageApi images = new ImageApi(cluster.gateway(), identity.token(signIn(credential)));
    assertThat(images.get("/v2/images?limit=1").status()).isEqualTo(200);
    // When
    keycloak.setEnabled(user, false);
    // Then
    await().atMost(PATIENCE).until(() -> images.get("/v2/images?limit=1").status() == 401);
    assertThat(identity.signIn(signIn(credential)).status()).isEqualTo(401);
  }

  @Test
  void aCredentialFallsWithItsOwnersRole() {
    // Given
    JsonNode credential = create("");
    ImageApi images = new ImageApi(cluster.gateway(), identity.token(signIn(credential)));
    // When
    keycloak.takeAway(user, "demo", "member");
    // Then
    await().atMost(PATIENCE).until(() -> images.get("/v2/images?limit=1").status() == 401);
    assertThat(identity.signIn(signIn(credential)).status()).isEqualTo(401);
  }

  @Test
  void anUnscopedTokenHasNoProjectToMakeOneFor() {
    String unscoped = identity.token(IdentityApi.exchange(token, Scope.UNSCOPED.json));

    assertThat(
            identity
                .call(unscoped, "POST", path, "{\"application_credential\":{\"name\":\"x\"}}")
                .status())
        .isIn(400, 403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "null",
        "[]",
        "{}",
        "{'application_credential':null}",
        "{'application_credential':[]}",
        "{'application_credential':{}}",
        "{'application_credential':{'name':7}}",
        "{'application_credential':{'name':''}}",
        "{'application_credential':{'name':'x','secret':7}}",
        "{'application_credential':{'name':'x','roles':'member'}}",
        "{'application_credential':{'name':'x','roles':[7]}}",
        "{'application_credential':{'name':'x','roles':[{}]}}",
        "{'application_credential':{'name':'x','roles':[{'id':'king'}]}}",
        "{'application_credential':{'name':'x','expires_at':'tomorrow'}}",
        "{'application_credential':{'name':'x','expires_at':7}}",
        "{'application_credential':{'name':'x','expires_at':'2001-01-01T00:00:00.000000'}}",
        "{'application_credential':{'name':'x','unrestricted':'maybe'}}",
      })
  void aRequestOfAnotherShapeIsRefused(String body) {
    Answer answer = identity.call(token, "POST", path, body.replace('\'', '"'));

    assertThat(answer.status()).as(answer.text()).isIn(400, 404);
    assertThat(identity.get(token, path).json().get("application_credentials")).isEmpty();
  }
}
