package io.vitrine.metadefs.namespace;

import static io.restassured.RestAssured.given;
import static io.vitrine.metadefs.Api.ROOT;
import static io.vitrine.metadefs.Api.admin;
import static io.vitrine.metadefs.Api.as;
import static io.vitrine.metadefs.Api.create;
import static io.vitrine.metadefs.Api.unused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vitrine.metadefs.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class NamespaceApiTest {
  @Test
  void createsWithDefaults() {
    // Given
    String name = unused();
    // When
    Response answer = create(name, Map.of());
    // Then
    answer
        .then()
        .statusCode(201)
        .header("Location", endsWith(ROOT + "/" + name))
        .contentType("application/json")
        .body("namespace", equalTo(name))
        .body("visibility", equalTo("private"))
        .body("protected", equalTo(false))
        .body("owner", equalTo("cloud"))
        .body("self", equalTo(ROOT + "/" + name))
        .body("schema", equalTo("/v2/schemas/metadefs/namespace"))
        .body("created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"))
        .body("$", not(hasKey("description")));
  }

  @Test
  void readsItsOwnWrites() {
    // Given
    String name = unused();
    create(name, Map.of("display_name", "D 😀", "description", "long", "visibility", "public"));
    // Then
    as("other", "reader")
        .get(ROOT + "/" + name)
        .then()
        .statusCode(200)
        .body("display_name", equalTo("D 😀"))
        .body("description", equalTo("long"))
        .body("visibility", equalTo("public"));
  }

  @Test
  void refusesASecondNamespaceOfTheSameName() {
    // Given
    String name = unused();
    create(name, Map.of());
    // Then
    create(name, Map.of()).then().statusCode(409).body(containsString("already exists"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|400",
        "[]|400",
        "7|400",
        "nonsense|400",
        "{\"namespace\": \"\"}|400",
        "{\"namespace\": null}|400",
        "{\"namespace\": 5}|400",
        "{\"namespace\": \"n\", \"visibility\": \"shared\"}|400",
        "{\"namespace\": \"n\", \"protected\": \"yes\"}|400",
        "{\"namespace\": \"n\", \"colour\": \"red\"}|400",
        "{\"namespace\": \"a\\u0000b\"}|400",
        "{\"namespace\": \"a\\u0085b\"}|400",
        "{\"namespace\": \"a\\ud800b\"}|400",
        "{\"namespace\": \"n\", \"description\": \"\\udc00\"}|400",
        "{\"namespace\": \".\"}|400",
        "{\"namespace\": \"..\"}|400",
        "{\"namespace\": \"a/b\"}|400",
        "{\"namespace\": \"a\\\\b\"}|400",
        "{\"namespace\": \";x\"}|400",
        "{\"namespace\": \"..;x\"}|400",
        "{\"namespace\": \"n\"} garbage|400",
        "{\"namespace\": \"n\", \"namespace\": \"m\"}|400",
        "{\"namespace\": \"n\", \"self\": \"x\"}|403",
        "{\"namespace\": \"n\", \"schema\": \"x\"}|403",
        "{\"namespace\": \"n\", \"created_at\": \"x\"}|403",
        "{\"namespace\": \"n\", \"updated_at\": \"x\"}|403"
      })
  void refusesABodyItDoesNotUnderstand(String body, int status) {
    admin().body(body).post(ROOT).then().statusCode(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a;b", "a b", "a%2Fb", "a+b?c#d", "Größe", "..."})
  void whatItTakesCanBeDeleted(String start) {
    // Given
    String self =
        create(start + UUID.randomUUID(), Map.of()).then().statusCode(201).extract().path("self");
    // Then
    admin().urlEncodingEnabled(false).delete(self).then().statusCode(204);
  }

  @Test
  void takesNoBodyWhereThePathSaysItAll() {
    // Given
    String path = ROOT + "/" + unused();
    // Then
    for (String read : List.of(ROOT, path, "/v2/schemas/metadefs/namespace")) {
      admin().body("{}").get(read).then().statusCode(400).body(containsString("not expected"));
    }
    admin().body("{}").delete(path).then().statusCode(400);
  }

  @ParameterizedTest
  @CsvSource({"namespace,80", "display_name,80", "description,500", "owner,255"})
  void limitsTheLengthOfTexts(String field, int max) {
    create(unused(), Map.of(field, "x".repeat(max + 1))).then().statusCode(400);
  }

  @Test
  void takesTextsUpToTheirLimits() {
    create(
            UUID.randomUUID() + "n".repeat(44),
            Map.of(
                "display_name", "x".repeat(80),
                "description", "x".repeat(500),
                "owner", "x".repeat(255)))
        .then()
        .statusCode(201);
  }

  @Test
  void refusesAnEmptyBody() {
    admin().post(ROOT).then().statusCode(400).body(containsString("Body expected"));
  }

  @ParameterizedTest(name = "{0} namespace, {1} of {2}")
  @CsvSource({
    // visibility, role, project, show, replace, delete
    "private, admin,   other, 200, 200, 204",
    "private, member,  cloud, 200, 403, 403",
    "private, reader,  cloud, 200, 403, 403",
    "private, service, cloud, 404, 404, 404",
    "private, member,  other, 404, 404, 404",
    "private, reader,  other, 404, 404, 404",
    "public,  admin,   other, 200, 200, 204",
    "public,  member,  cloud, 200, 403, 403",
    "public,  reader,  cloud, 200, 403, 403",
    "public,  member,  other, 200, 403, 403",
    "public,  reader,  other, 200, 403, 403",
    "public,  service, other, 404, 404, 404"
  })
  void letsEachRoleDoWhatItMay(
      String visibility, String role, String project, int show, int replace, int delete) {
    // Given
    String name = unused();
    create(name, Map.of("visibility", visibility));
    String path = ROOT + "/" + name;
    // Then
    as(project, role).get(path).then().statusCode(show);
    as(project, role)
        .body(Map.of("namespace", name, "visibility", visibility, "owner", "cloud"))
        .contentType("application/json")
        .put(path)
        .then()
        .statusCode(replace);
    as(project, role).delete(path).then().statusCode(delete);
  }

  @ParameterizedTest
  @CsvSource({"member,403,200", "reader,403,200", "service,403,403"})
  void onlyAdminsCreateAndOnlyReadersList(String role, int create, int list) {
    as("cloud", role)
        .body("{\"namespace\": \"%s\"}".formatted(unused()))
        .post(ROOT)
        .then()
        .statusCode(create);
    as("cloud", role).get(ROOT).then().statusCode(list);
  }

  @Test
  void asksForAToken() {
    given()
        .accept("application/json")
        .get(ROOT)
        .then()
        .statusCode(401)
        .body("code", equalTo("401 Unauthorized"));
    given().header("X-Auth-Token", "garbage").get(ROOT).then().statusCode(401);
  }

  @Test
  void replacesEverythingAndRenames() {
    // Given
    String name = unused();
    String newName = unused();
    create(name, Map.of("description", "old", "visibility", "public", "protected", true));
    // When
    admin()
        .body("{\"namespace\": \"%s\", \"display_name\": \"new\"}".formatted(newName))
        .put(ROOT + "/" + name)
        .then()
        .statusCode(200)
        .body("namespace", equalTo(newName))
        .body("display_name", equalTo("new"))
        .body("visibility", equalTo("private"))
        .body("protected", equalTo(false))
        .body("$", not(hasKey("description")));
    // Then
    admin().get(ROOT + "/" + name).then().statusCode(404);
    admin().get(ROOT + "/" + newName).then().statusCode(200);
  }

  @Test
  void refusesANameThatIsTaken() {
    // Given
    String name = unused();
    String taken = unused();
    create(name, Map.of());
    create(taken, Map.of());
    // Then
    admin()
        .body("{\"namespace\": \"%s\"}".formatted(taken))
        .put(ROOT + "/" + name)
        .then()
        .statusCode(409);
  }

  @Test
  void staysTheOwnersUnlessAnotherIsNamed() {
    // Given
    String name = unused();
    create(name, Map.of("owner", "p1"));
    // When
    admin().body("{\"namespace\": \"%s\"}".formatted(name)).put(ROOT + "/" + name);
    // Then
    as("p1", "reader").get(ROOT + "/" + name).then().body("owner", equalTo("p1"));
  }

  @Test
  void keepsAProtectedNamespace() {
    // Given
    String name = unused();
    create(name, Map.of("protected", true));
    // Then
    admin().delete(ROOT + "/" + name).then().statusCode(403).body(containsString("protected"));
    admin().get(ROOT + "/" + name).then().statusCode(200);
  }

  @Test
  void forgetsADeletedNamespace() {
    // Given
    String name = unused();
    create(name, Map.of());
    // When
    admin().delete(ROOT + "/" + name).then().statusCode(204);
    // Then
    admin().delete(ROOT + "/" + name).then().statusCode(404);
    create(name, Map.of()).then().statusCode(201);
  }

  @ParameterizedTest
  @CsvSource({"created_at,asc", "created_at,desc", "updated_at,desc", "namespace,asc"})
  void leadsThroughTheListPageByPage(String key, String direction) {
    // Given
    String project = unused();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      names.add(project + "::" + i);
      create(names.getLast(), Map.of("owner", project));
    }
    // When
    List<String> seen = new ArrayList<>();
    String next =
        ROOT + "?limit=2&visibility=private&sort_key=%s&sort_dir=%s".formatted(key, direction);
    while (next != null) {
      Response page = as(project, "reader").urlEncodingEnabled(false).get(next);
      page.then().statusCode(200);
      seen.addAll(page.jsonPath().getList("namespaces.namespace"));
      next = page.jsonPath().getString("next");
    }
    // Then
    assertThat(seen).containsExactlyElementsOf(direction.equals("asc") ? names : names.reversed());
  }

  @Test
  void listsWhatTheCallerSeesOnly() {
    // Given
    String open = unused();
    String hidden = unused();
    create(open, Map.of("visibility", "public"));
    create(hidden, Map.of());
    // Then
    assertThat(listed("other", "reader")).contains(open).doesNotContain(hidden);
    assertThat(listed("cloud", "reader")).contains(open, hidden);
    assertThat(listed("other", "admin")).contains(open, hidden);
  }

  @Test
  void findsWhatIsAssociatedWithOneOfTheTypes() {
    // Given
    String type = unused();
    String other = unused();
    create("a" + type, Map.of("resource_type_associations", List.of(Map.of("name", type))));
    create("b" + type, Map.of("resource_type_associations", List.of(Map.of("name", other))));
    create("c" + type, Map.of());
    // Then
    assertThat(associatedWith(type)).containsExactly("a" + type);
    assertThat(associatedWith(type + "," + other)).containsExactly("b" + type, "a" + type);
    assertThat(associatedWith(unused())).isEmpty();
  }

  private static List<String> associatedWith(String types) {
    return admin()
        .get(ROOT + "?resource_types=" + types)
        .jsonPath()
        .getList("namespaces.namespace");
  }

  @Test
  void listsAssociationsButNoOtherParts() {
    // Given
    String type = unused();
    create(
        unused(),
        Map.of(
            "resource_type_associations", List.of(Map.of("name", type, "prefix", "p_")),
            "tags", List.of(Map.of("name", "t")),
            "properties", Map.of("p", Map.of("type", "string", "title", "P"))));
    // Then
    admin()
        .get(ROOT + "?resource_types=" + type)
        .then()
        .body("namespaces[0].resource_type_associations[0].prefix", equalTo("p_"))
        .body("namespaces[0]", not(hasKey("tags")))
        .body("namespaces[0]", not(hasKey("properties")));
  }

  @Test
  void refusesAMarkerThatTheCallerDoesNotSee() {
    // Given
    String hidden = unused();
    create(hidden, Map.of());
    // Then
    as("other", "reader").get(ROOT + "?marker=" + hidden).then().statusCode(404);
    as("other", "reader").get(ROOT + "?marker=" + unused()).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=x",
        "limit=-1",
        "sort_key=colour",
        "sort_dir=up",
        "visibility=shared",
        "visibility=%00",
        "sort_key=%00",
        "marker=%00",
        "marker=a%2Fb",
        "resource_types=%00",
        "resource_types="
      })
  void refusesAQueryItDoesNotUnderstand(String query) {
    admin().urlEncodingEnabled(false).get(ROOT + "?" + query).then().statusCode(400);
  }

  @Test
  void isReady() {
    given().get("/q/health/ready").then().statusCode(200);
  }

  private static List<String> listed(String project, String role) {
    return as(project, role).get(ROOT + "?limit=1000").jsonPath().getList("namespaces.namespace");
  }
}
