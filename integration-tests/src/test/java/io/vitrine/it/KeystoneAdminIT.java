package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.IdentityApi.Scope;
import io.vitrine.it.ImageApi.Answer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls by which tempest makes projects and people of its own. */
class KeystoneAdminIT {
  private final TestCluster cluster = TestCluster.get();
  private final IdentityApi identity = new IdentityApi(cluster.gateway());
  private final String admin = identity.token("admin", cluster.user("admin").password(), "demo");
  private final String member = identity.token("demo", cluster.user("demo").password(), "demo");
  private final String unique = UUID.randomUUID().toString().substring(0, 8);

  private String created(String path, String kind, String body) {
    Answer answer = identity.call(admin, "POST", path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().get(kind).get("id").asText();
  }

  private String project(String name) {
    return created("/projects", "project", "{\"project\":{\"name\":\"%s\"}}".formatted(name));
  }

  private String user(String name) {
    return created(
        "/users",
        "user",
        """
        {"user":{"name":"%s","password":"pw-%s","domain_id":"default"}}\
        """
            .formatted(name, name));
  }

  private void delete(String path) {
    assertThat(identity.call(admin, "DELETE", path, "").status()).isEqualTo(204);
    assertThat(identity.call(admin, "DELETE", path, "").status()).isEqualTo(404);
  }

  private String role(String name) {
    return identity.get(admin, "/roles?name=" + name).json().at("/roles/0/id").asText();
  }

  @Test
  void theDefaultDomainIsTheOnlyOne() {
    Answer answer = identity.get(admin, "/domains?name=Default");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("domains")).hasSize(1);
    JsonNode domain = answer.json().at("/domains/0");
    assertThat(domain.get("id").asText()).isEqualTo("default");
    assertThat(domain.get("name").asText()).isEqualTo("Default");
    assertThat(domain.get("enabled").asBoolean()).isTrue();
    assertThat(identity.get(admin, "/domains?name=Other").json().get("domains")).isEmpty();
  }

  @Test
  void theRolesAreListedAndFoundByName() {
    Answer all = identity.get(admin, "/roles");
    assertThat(all.status()).isEqualTo(200);
    assertThat(all.json().get("roles"))
        .extracting(role -> role.get("name").asText())
        .contains("admin", "member", "reader");
    assertThat(all.json().get("roles")).allMatch(role -> role.get("domain_id").isNull());

    Answer one = identity.get(admin, "/roles?name=member");
    assertThat(one.json().get("roles")).hasSize(1);
    assertThat(one.json().at("/roles/0/name").asText()).isEqualTo("member");
    assertThat(identity.get(admin, "/roles?name=king").json().get("roles")).isEmpty();
  }

  @Test
  void aProjectAndAUserAreMadeUsedAndDeleted() {
    // Given
    String projectName = "tempest-" + unique;
    Answer made =
        identity.call(
            admin,
            "POST",
            "/projects",
            """
            {"project":{"name":"%s","description":"made by a test","domain_id":"default"}}\
            """
                .formatted(projectName));
    assertThat(made.status()).isEqualTo(201);
    JsonNode project = made.json().get("project");
    assertThat(project.get("name").asText()).isEqualTo(projectName);
    assertThat(project.get("description").asText()).isEqualTo("made by a test");
    assertThat(project.get("domain_id").asText()).isEqualTo("default");
    assertThat(project.get("enabled").asBoolean()).isTrue();
    String projectId = project.get("id").asText();

    String userName = "user-" + unique;
    String userId = user(userName);
    String withoutRole =
        IdentityApi.passwordById(userId, "pw-" + userName, Scope.projectId(projectId));
    assertThat(identity.signIn(withoutRole).status()).isEqualTo(401);
    // When
    String grant = "/projects/" + projectId + "/users/" + userId + "/roles/" + role("member");
    assertThat(identity.call(admin, "PUT", grant, "").status()).isEqualTo(204);
    assertThat(identity.call(admin, "PUT", grant, "").status()).isEqualTo(204);
    // Then
    String token = identity.token(withoutRole);
    assertThat(identity.read(token).at("/project/name").asText()).isEqualTo(projectName);
    assertThat(identity.read(token).at("/user/id").asText()).isEqualTo(userId);
    ImageApi images = new ImageApi(cluster.gateway(), token);
    assertThat(images.show(images.create("raw")).get("owner").asText()).isEqualTo(projectId);
    assertThat(
            identity
                .read(identity.token(userName, "pw-" + userName, projectName))
                .at("/project/id")
                .asText())
        .isEqualTo(projectId);

    delete("/users/" + userId);
    delete("/projects/" + projectId);
    assertThat(identity.signIn(withoutRole).status()).isEqualTo(401);
    assertThat(identity.get(admin, "/projects/" + projectId).status()).isEqualTo(404);
  }

  @Test
  void aSystemRoleGivesASystemToken() {
    // Given
    String name = "system-" + unique;
    String id = user(name);
    String signIn = IdentityApi.passwordById(id, "pw-" + name, Scope.SYSTEM.json);
    assertThat(identity.signIn(signIn).status()).isEqualTo(401);
    // When
    assertThat(
            identity
                .call(admin, "PUT", "/system/users/" + id + "/roles/" + role("admin"), "")
                .status())
        .isEqualTo(204);
    String token = identity.token(signIn);
    // Then
    JsonNode body = identity.read(token);
    assertThat(body.at("/system/all").asBoolean()).isTrue();
    assertThat(body.has("project")).isFalse();
    assertThat(body.get("catalog")).isNotEmpty();
    assertThat(KeystoneTokensIT.names(body.get("roles"))).contains("admin", "member", "reader");
    assertThat(identity.get(token, "/auth/system").json().at("/system/0/all").asBoolean()).isTrue();
    ImageApi images = new ImageApi(cluster.gateway(), token);
    assertThat(images.get("/v2/images").status()).isEqualTo(403);
    assertThat(images.post("/v2/images", "{}").status()).isEqualTo(403);
    String image = cluster.as("demo").create("raw");
    assertThat(images.get("/v2/images/" + image).status()).isEqualTo(404);
    assertThat(images.upload(image, new byte[1]).status()).isEqualTo(404);
    delete("/users/" + id);
  }

  @Test
  void namesAreUniqueAndSomeCharactersAreNot() {
    String project = project("twice-" + unique);
    String user = user("twice-" + unique);

    assertThat(
            identity
                .call(
                    admin,
                    "POST",
                    "/projects",
                    "{\"project\":{\"name\":\"twice-%s\"}}".formatted(unique))
                .status())
        .isEqualTo(409);
    assertThat(
            identity
                .call(
                    admin,
                    "POST",
                    "/users",
                    "{\"user\":{\"name\":\"twice-%s\",\"password\":\"x\"}}".formatted(unique))
                .status())
        .isEqualTo(409);
    delete("/users/" + user);
    delete("/projects/" + project);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /domains?name=Default,",
    "POST, /projects, '{\"project\":{\"name\":\"p\"}}'",
    "POST, /users, '{\"user\":{\"name\":\"u\",\"password\":\"p\"}}'",
    "GET, /users,",
    "PUT, /projects/demo/users/{me}/roles/admin,",
    "PUT, /projects/alt_demo/users/{me}/roles/member,",
    "PUT, /system/users/{me}/roles/admin,",
    "DELETE, /users/{me},",
    "DELETE, /projects/demo,",
  })
  void aMemberAdministersNothing(String method, String path, String body) {
    String me = identity.read(member).at("/user/id").asText();
    Answer answer =
        identity.call(member, method, path.replace("{me}", me), body == null ? "" : body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    assertThat(answer.json().at("/error/code").asInt()).isEqualTo(403);
    assertThat(answer.json().at("/error/title").asText()).isEqualTo("Forbidden");
    assertThat(answer.json().at("/error/message").asText()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PUT /projects/demo/users/nobody/roles/member",
        "PUT /projects/nowhere/users/{me}/roles/member",
        "PUT /projects/demo/users/{me}/roles/king",
        "PUT /system/users/nobody/roles/admin",
        "DELETE /users/nobody",
        "DELETE /projects/nowhere",
      })
  void whatIsNotThereIsNotFound(String call) {
    String me = identity.read(admin).at("/user/id").asText();
    String[] words = call.replace("{me}", me).split(" ");

    assertThat(identity.call(admin, words[0], words[1], "").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "{}",
        "{'project':null}",
        "{'project':7}",
        "{'project':[]}",
        "{'project':{}}",
        "{'project':{'name':''}}",
        "{'project':{'name':7}}",
        "{'project':{'name':null}}",
        "{'project':{'name':'x','description':7}}",
        "{'project':{'name':'x','domain_id':'elsewhere'}}",
        "{'project':{'name':'x','enabled':'maybe'}}",
      })
  void aProjectOfAnotherShapeIsRefused(String body) {
    String json = body.replace('\'', '"');
    Answer projects = identity.call(admin, "POST", "/projects", json);
    Answer users =
        identity.call(
            admin,
            "POST",
            "/users",
            json.replace("project", "user").replace("description", "email"));

    assertThat(projects.status()).as(projects.text()).isIn(400, 404);
    assertThat(users.status()).as(users.text()).isIn(400, 404);
  }

  @Test
  void namesThatKeycloakCouldMisunderstandAreDataOrRefused() {
    for (String odd : new String[] {"a/b", "..", "a b", "é€😀", "%2F", "x".repeat(65)}) {
      Answer answer =
          identity.call(
              admin,
              "POST",
              "/projects",
              "{\"project\":{\"name\":\"%s\"}}".formatted(odd + unique));
      assertThat(answer.status()).as(odd).isIn(201, 400);
      if (answer.status() == 201) {
        JsonNode project = answer.json().get("project");
        assertThat(project.get("name").asText()).isEqualTo(odd + unique);
        delete("/projects/" + project.get("id").asText());
      }
    }
  }

  @Test
  void onlyWhatWasGrantedIsThereToBeCheckedAndTakenAway() {
    // Given
    String project = project("granted-" + unique);
    String user = user("granted-" + unique);
    String grant = "/projects/%s/users/%s/roles/".formatted(project, user);
    assertThat(identity.call(admin, "PUT", grant + "admin", "").status()).isEqualTo(204);
    // Then
    assertThat(identity.call(admin, "HEAD", grant + "admin", "").status()).isEqualTo(204);
    assertThat(identity.call(admin, "HEAD", grant + "member", "").status()).isEqualTo(404);
    assertThat(identity.call(admin, "DELETE", grant + "member", "").status()).isEqualTo(404);
    assertThat(identity.call(admin, "DELETE", grant + "admin", "").status()).isEqualTo(204);
    assertThat(identity.call(admin, "DELETE", grant + "admin", "").status()).isEqualTo(404);
    delete("/users/" + user);
    delete("/projects/" + project);
  }

  @Test
  void servicesAreOutOfReach() {
    // Given
    String user = user("climber-" + unique);
    String path = "/projects/demo/users/%s/roles/service".formatted(user);
    // Then
    assertThat(identity.call(admin, "PUT", path, "").status()).isEqualTo(403);
    assertThat(identity.call(admin, "DELETE", "/projects/service", "").status()).isEqualTo(403);
    assertThat(identity.get(admin, "/users?name=service-account-vitrine").json().get("users"))
        .isEmpty();
    for (String name : new String[] {"Service-Account-x", "Application-Credential-x"}) {
      String body = "{\"user\":{\"name\":\"%s\",\"password\":\"x\"}}".formatted(name);
      assertThat(identity.call(admin, "POST", "/users", body).status()).isEqualTo(400);
    }
    delete("/users/" + user);
  }

  @ParameterizedTest
  @ValueSource(strings = {"count", "profile"})
  void whatKeycloakKeepsBesideTheUsersIsNoUser(String word) {
    assertThat(identity.get(admin, "/users/" + word).status()).isEqualTo(404);
    Answer signIn =
        identity.signIn(
            """
            {"auth":{"identity":{"methods":["password"],"password":{"user":\
            {"id":"%s","password":"x"}}}}}\
            """
                .formatted(word));
    assertThat(signIn.status()).isEqualTo(401);
  }

  @Test
  void whatIsTooLongToBeKeptIsRefused() {
    String description = "x".repeat(256);
    Answer answer =
        identity.call(
            admin,
            "POST",
            "/projects",
            "{\"project\":{\"name\":\"long-%s\",\"description\":\"%s\"}}"
                .formatted(unique, description));

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void theFirstSignInsToAProjectMayComeTogether() throws InterruptedException, ExecutionException {
    // Given
    String name = "crowd-" + unique;
    String user = user(name);
    String first = project(name + "-1");
    String second = project(name + "-2");
    for (String project : List.of(first, second)) {
      String grant = "/projects/%s/users/%s/roles/member".formatted(project, user);
      assertThat(identity.call(admin, "PUT", grant, "").status()).isEqualTo(204);
    }
    String signIn = IdentityApi.password(name, "pw-" + name, Scope.projectId(first));
    // When
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers =
          IntStream.range(0, 8)
              .mapToObj(i -> threads.submit(() -> identity.signIn(signIn)))
              .toList();
      // Then
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().status()).as(answer.get().text()).isEqualTo(201);
        assertThat(answer.get().json().at("/token/project/id").asText()).isEqualTo(first);
      }
    }
  }
}
