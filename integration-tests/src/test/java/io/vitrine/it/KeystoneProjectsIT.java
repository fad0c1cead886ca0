package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.IdentityApi.Scope;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.Realm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What anybody with a token can learn: own projects, the catalogue, what a name means. */
class KeystoneProjectsIT {
  private final TestCluster cluster = TestCluster.get();
  private final IdentityApi identity = new IdentityApi(cluster.gateway());
  private final Realm.User demo = cluster.user("demo");
  private final String token = identity.token("demo", demo.password(), "demo");
  private final String unscoped =
      identity.token(IdentityApi.password("demo", demo.password(), Scope.UNSCOPED.json));

  private static void assertIsProject(JsonNode project, String id) {
    assertThat(project.get("id").asText()).isEqualTo(id);
    assertThat(project.get("name").asText()).isEqualTo(id);
    assertThat(project.get("domain_id").asText()).isEqualTo("default");
    assertThat(project.get("parent_id").asText()).isEqualTo("default");
    assertThat(project.get("enabled").asBoolean()).isTrue();
    assertThat(project.get("is_domain").asBoolean(true)).isFalse();
    assertThat(project.get("description").isTextual()).isTrue();
    assertThat(project.get("tags").isArray()).isTrue();
    assertThat(project.get("options").isObject()).isTrue();
    assertThat(project.at("/links/self").asText()).endsWith("/identity/v3/projects/" + id);
  }

  private static void assertIsWholeList(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    JsonNode links = answer.json().get("links");
    assertThat(links.get("next").isNull()).isTrue();
    assertThat(links.get("previous").isNull()).isTrue();
    assertThat(links.get("self").asText()).contains("/identity/v3/");
  }

  @Test
  void anUnscopedTokenIsEnoughToSeeOnesProjects() {
    for (String one : new String[] {token, unscoped}) {
      Answer answer = identity.get(one, "/auth/projects");

      assertIsWholeList(answer);
      assertThat(answer.json().get("projects")).hasSize(1);
      assertIsProject(answer.json().at("/projects/0"), "demo");
    }
  }

  @Test
  void theOwnProjectsAreListedUnderTheUserToo() {
    // Given
    String me = identity.read(token).at("/user/id").asText();
    String other =
        identity
            .read(identity.token("alt_demo", cluster.user("alt_demo").password(), "alt_demo"))
            .at("/user/id")
            .asText();
    // When
    Answer mine = identity.get(token, "/users/" + me + "/projects");
    // Then
    assertIsWholeList(mine);
    assertThat(mine.json().get("projects")).hasSize(1);
    assertIsProject(mine.json().at("/projects/0"), "demo");
    assertThat(identity.get(token, "/users/" + other + "/projects").status()).isEqualTo(403);
  }

  @Test
  void theCatalogueCanBeAskedFor() {
    Answer answer = identity.get(token, "/auth/catalog");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("catalog")).isEqualTo(identity.read(token).get("catalog"));
    assertThat(answer.json().at("/links/self").asText()).endsWith("/identity/v3/auth/catalog");
  }

  @Test
  void nobodyHasDomainsAndAMemberHasNoSystemRole() {
    Answer domains = identity.get(token, "/auth/domains");
    assertThat(domains.status()).isEqualTo(200);
    assertThat(domains.json().get("domains")).isEmpty();
    assertThat(domains.json().has("links")).isTrue();
    Answer system = identity.get(token, "/auth/system");
    assertThat(system.status()).isEqualTo(200);
    assertThat(system.json().get("system")).isEmpty();
    assertThat(system.json().has("links")).isTrue();
  }

  @Test
  void anybodyResolvesAProjectByIdAndByName() {
    // The trap avoided: told 403, openstack takes a name for an id and shares with nobody.
    Answer byId = identity.get(token, "/projects/alt_demo");
    assertThat(byId.status()).isEqualTo(200);
    assertIsProject(byId.json().get("project"), "alt_demo");

    Answer byName = identity.get(token, "/projects?name=alt_demo");
    assertIsWholeList(byName);
    assertThat(byName.json().get("projects")).hasSize(1);
    assertIsProject(byName.json().at("/projects/0"), "alt_demo");
  }

  @Test
  void anUnknownProjectIsNotFoundAndAnUnknownNameMeansNone() {
    Answer missing = identity.get(token, "/projects/nowhere");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.json().at("/error/code").asInt()).isEqualTo(404);
    assertThat(missing.json().at("/error/title").asText()).isEqualTo("Not Found");
    assertThat(missing.json().at("/error/message").asText()).contains("nowhere");

    Answer none = identity.get(token, "/projects?name=nowhere");
    assertIsWholeList(none);
    assertThat(none.json().get("projects")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..%2F..%2Fsystem", "demo%2Fmember", "%00", "a%20b", "%C3%A9", "*", "%25"})
  void aStrangeProjectIdIsJustUnknown(String id) {
    assertThat(identity.get(token, "/projects/" + id).status()).isIn(400, 404);
  }

  @Test
  void allProjectsAreListedForAdministratorsOnly() {
    assertThat(identity.get(token, "/projects").status()).isEqualTo(403);

    Answer all =
        identity.get(
            identity.token("admin", cluster.user("admin").password(), "demo"), "/projects");
    assertIsWholeList(all);
    assertThat(all.json().get("projects"))
        .extracting(project -> project.get("id").asText())
        .contains("demo", "alt_demo", "service");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/auth/projects",
        "/auth/catalog",
        "/auth/domains",
        "/auth/system",
        "/projects",
        "/projects?name=demo",
        "/projects/demo",
        "/users",
        "/roles",
        "/domains",
        "/users/x/application_credentials",
      })
  void withoutAGoodTokenNothingIsTold(String path) {
    for (Map<String, String> headers :
        List.of(
            Map.<String, String>of(),
            Map.of("X-Auth-Token", "garbage"),
            Map.of("X-Auth-Token", ""))) {
      Answer answer = identity.get("/v3" + path, headers);

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.json().at("/error/message").asText()).isEqualTo(IdentityApi.WRONG);
      assertThat(answer.header("WWW-Authenticate"))
          .isEqualTo("Keystone uri=\"" + cluster.gateway() + "/identity/v3\"");
    }
  }
}
