package io.vitrine.metadefs.namespace;

import static io.vitrine.metadefs.Api.ROOT;
import static io.vitrine.metadefs.Api.admin;
import static io.vitrine.metadefs.Api.as;
import static io.vitrine.metadefs.Api.create;
import static io.vitrine.metadefs.Api.unused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vitrine.metadefs.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties, objects, tags and resource types of namespaces. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class PartsApiTest {
  private static final String PROPERTY =
      "{\"name\": \"cpus\", \"title\": \"CPUs\", \"type\": \"integer\", \"minimum\": 1}";
  private static final String OBJECT =
      """
      {"name": "Limits", "description": "long", "required": ["cpus"],
       "properties": {"cpus": {"title": "CPUs", "type": "integer"}}}
      """;
  private static final String ASSOCIATION =
      "{\"name\": \"OS::Nova::Flavor\", \"prefix\": \"hw:\", \"properties_target\": \"specs\"}";

  private final String name = unused();
  private final String path = ROOT + "/" + name;

  @BeforeEach
  void createNamespace() {
    create(name, Map.of("visibility", "public")).then().statusCode(201);
  }

  @Test
  void createsAWholeNamespaceAtOnce() {
    // Given
    String whole = unused();
    // When
    admin()
        .body(
            """
            {"namespace": "%s",
             "properties": {"cpus": {"title": "CPUs", "type": "integer"}},
             "objects": [%s],
             "tags": [{"name": "fast"}],
             "resource_type_associations": [%s]}
            """
                .formatted(whole, OBJECT, ASSOCIATION))
        .post(ROOT)
        .then()
        .statusCode(201)
        .body("properties.cpus.type", equalTo("integer"));
    // Then
    admin()
        .get(ROOT + "/" + whole)
        .then()
        .statusCode(200)
        .body("properties.cpus.title", equalTo("CPUs"))
        .body("objects[0].name", equalTo("Limits"))
        .body("objects[0].required", contains("cpus"))
        .body("objects[0].self", equalTo(ROOT + "/" + whole + "/objects/Limits"))
        .body("tags", contains(Map.of("name", "fast")))
        .body("resource_type_associations[0].prefix", equalTo("hw:"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"tags\": [{\"name\": \"a\"}, {\"name\": \"a\"}]|409",
        "\"objects\": [{\"name\": \"a\"}, {\"name\": \"a\"}]|409",
        "\"resource_type_associations\": [{\"name\": \"a\"}, {\"name\": \"a\"}]|409",
        "\"properties\": {\"a\": {}, \"a\": {}}|400",
        "\"properties\": {\"a\": {\"type\": \"string\"}}|400",
        "\"properties\": {\"a\": {\"type\": \"string\", \"title\": \"A\", \"name\": \"b\"}}|400",
        "\"properties\": []|400",
        "\"objects\": {}|400",
        "\"objects\": [7]|400",
        "\"tags\": [\"a\"]|400",
        "\"tags\": [{\"name\": \"a/b\"}]|400",
        "\"resource_type_associations\": [{\"prefix\": \"p\"}]|400",
        "\"resource_type_associations\": [{\"name\": \"a\", \"prefix\": \"a/b\"}]|400"
      })
  void createsAllOrNothing(String parts, int status) {
    // Given
    String whole = unused();
    // When
    admin()
        .body("{\"namespace\": \"%s\", %s}".formatted(whole, parts))
        .post(ROOT)
        .then()
        .statusCode(status);
    // Then
    admin().get(ROOT + "/" + whole).then().statusCode(404);
  }

  @Test
  void whatIsShownCanBeCreatedAgain() {
    // Given
    admin().body(OBJECT).post(path + "/objects");
    admin().body(ASSOCIATION).post(path + "/resource_types");
    admin().body(PROPERTY).post(path + "/properties");
    admin().post(path + "/tags/fast");
    Map<String, Object> shown = admin().get(path).jsonPath().getMap("$");
    Map<String, Object> copy = new java.util.HashMap<>(shown);
    copy.keySet().removeAll(List.of("self", "schema", "created_at", "updated_at"));
    copy.put("namespace", unused());
    // When
    create(name, copy).then().statusCode(201);
    // Then
    Response again = admin().get(ROOT + "/" + copy.get("namespace"));
    for (String part : List.of("properties", "tags")) {
      assertThat(again.jsonPath().<Object>get(part)).isEqualTo(shown.get(part));
    }
    again.then().body("objects.name", contains("Limits"));
  }

  @Test
  void replacingTheNamespaceKeepsItsParts() {
    // Given
    admin().body(PROPERTY).post(path + "/properties");
    // When
    admin()
        .body("{\"namespace\": \"%s\", \"properties\": {}}".formatted(name))
        .put(path)
        .then()
        .statusCode(200);
    // Then
    admin().get(path).then().body("properties", hasKey("cpus"));
  }

  @Test
  void addsShowsReplacesAndDeletesAProperty() {
    // When
    admin()
        .body(PROPERTY)
        .post(path + "/properties")
        .then()
        .statusCode(201)
        .body("$", equalTo(new JsonPath(PROPERTY).getMap("$")));
    // Then
    admin().get(path + "/properties/cpus").then().statusCode(200).body("minimum", equalTo(1));
    admin().get(path + "/properties").then().body("properties.cpus", not(hasKey("name")));
    // When
    admin()
        .body("{\"name\": \"cores\", \"title\": \"Cores\", \"type\": \"string\"}")
        .put(path + "/properties/cpus")
        .then()
        .statusCode(200);
    // Then
    admin().get(path + "/properties/cpus").then().statusCode(404);
    admin().get(path + "/properties/cores").then().body("$", not(hasKey("minimum")));
    // When
    admin().delete(path + "/properties/cores").then().statusCode(204);
    // Then
    admin().delete(path + "/properties/cores").then().statusCode(404);
    admin().get(path + "/properties").then().statusCode(200).body("properties", anEmptyMap());
  }

  /** Glance makes texts of defaults and whole numbers of bounds. */
  @Test
  void keepsEveryKeywordAndItsType() {
    // Given
    String all =
        """
        {"name": "p", "type": "array", "title": "P", "description": "", "operators": ["<in>"],
         "default": [true, 1.5, null, {"a": 1}], "readonly": true, "minimum": 1.5, "maximum": 1e3,
         "enum": [1, "a", false], "pattern": "^a+$", "minLength": 0, "maxLength": 3000000000,
         "items": {"type": "string", "enum": ["a"]}, "uniqueItems": true, "minItems": 1,
         "maxItems": 2, "additionalItems": false, "required": ["x"], "confidential": true}
        """;
    // When
    admin().body(all).post(path + "/properties").then().statusCode(201);
    // Then
    Map<String, Object> shown = admin().get(path + "/properties/p").jsonPath().getMap("$");
    assertThat(shown).isEqualTo(new JsonPath(all).getMap("$"));
    assertThat(shown.keySet())
        .containsExactlyElementsOf(new JsonPath(all).<String, Object>getMap("$").keySet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"name\": \"p\", \"type\": \"string\"}",
        "{\"title\": \"P\", \"type\": \"string\"}",
        "{\"name\": \"p\", \"title\": \"P\", \"type\": \"text\"}",
        "{\"name\": \"p\", \"title\": \"P\", \"type\": null}",
        "{\"name\": \"p\", \"title\": 1, \"type\": \"string\"}",
        "{\"name\": \"\", \"title\": \"P\", \"type\": \"string\"}",
        "{\"name\": \"a/b\", \"title\": \"P\", \"type\": \"string\"}",
        "{\"name\": \"p\", \"title\": \"P\", \"type\": \"string\", \"colour\": \"red\"}",
        "{\"name\": \"p\", \"title\": \"P\", \"type\": \"string\", \"default\": \"\\u0000\"}",
        "{\"name\": \"p\", \"title\": \"P\", \"type\": \"string\", \"default\": {\"\\u0000\": 1}}",
        "{\"name\": \"p\", \"title\": \"P\", \"type\": \"string\", \"default\": 1e999}",
        "{\"name\": \"p\", \"title\": \"P\", \"type\": \"string\", \"minimum\": \"1\"}",
        "{\"name\": \"p\", \"title\": \"P\", \"type\": \"string\", \"minLength\": -1}",
        "{\"name\": \"p\", \"title\": \"P\", \"type\": \"string\", \"minLength\": 1.5}",
        "{\"name\": \"p\", \"title\": \"P\", \"type\": \"string\", \"enum\": \"a\"}",
        "{\"name\": \"p\", \"title\": \"P\", \"type\": \"string\", \"operators\": [1]}",
        "{\"name\": \"p\", \"title\": \"P\", \"type\": \"string\", \"pattern\": \"(\"}",
        "{\"name\": \"p\", \"title\": \"P\", \"type\": \"string\", \"items\": {}}",
        "{\"name\": \"p\", \"title\": \"P\", \"type\": \"string\", \"readonly\": \"yes\"}"
      })
  void refusesADefinitionThatMakesNoSense(String body) {
    admin().body(body).post(path + "/properties").then().statusCode(400);
  }

  @Test
  void takesNothingThatIsTooDeepToBeReadAgain() {
    // Given
    String body = "{\"name\": \"p\", \"type\": \"array\", \"title\": \"P\", \"default\": %s}";
    // Then
    String tooDeep = "[".repeat(100) + "]".repeat(100);
    admin().body(body.formatted(tooDeep)).post(path + "/properties").then().statusCode(400);
    String deep = "[".repeat(99) + "]".repeat(99);
    admin().body(body.formatted(deep)).post(path + "/properties").then().statusCode(201);
    admin().get(path).then().statusCode(200);
  }

  @Test
  void addsShowsReplacesAndDeletesAnObject() {
    // When
    admin()
        .body(OBJECT)
        .post(path + "/objects")
        .then()
        .statusCode(201)
        .body("name", equalTo("Limits"))
        .body("created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"))
        .body("schema", equalTo("/v2/schemas/metadefs/object"));
    // When
    admin()
        .body("{\"name\": \"Few Limits\"}")
        .put(path + "/objects/Limits")
        .then()
        .statusCode(200)
        .body("self", equalTo(path + "/objects/Few%20Limits"));
    // Then
    admin()
        .get(path + "/objects/Few Limits")
        .then()
        .statusCode(200)
        .body("$", not(hasKey("description")))
        .body("required", empty())
        .body("properties", anEmptyMap());
    // When
    admin().delete(path + "/objects/Few Limits").then().statusCode(204);
    // Then
    admin().get(path + "/objects").then().statusCode(200).body("objects", empty());
  }

  @Test
  void addsShowsRenamesAndDeletesATag() {
    // When
    admin().post(path + "/tags/fast").then().statusCode(201).body("name", equalTo("fast"));
    // Then
    admin().post(path + "/tags/fast").then().statusCode(409);
    admin().body("{}").post(path + "/tags/other").then().statusCode(400);
    admin().post(path + "/tags/" + "x".repeat(81)).then().statusCode(400);
    // When
    admin().body("{\"name\": \"slow\"}").put(path + "/tags/fast").then().statusCode(200);
    // Then
    admin().get(path + "/tags/fast").then().statusCode(404);
    admin().get(path + "/tags/slow").then().body("$", hasKey("created_at"));
    // When
    admin().delete(path + "/tags/slow").then().statusCode(204);
    // Then
    admin().delete(path + "/tags/slow").then().statusCode(404);
  }

  @Test
  void setsAllTagsOrAddsToThem() {
    // When
    tag("a", "b").then().statusCode(201).body("tags.name", contains("a", "b"));
    tag("b", "c").then().statusCode(201);
    // Then
    assertThat(tags("sort_dir=asc")).containsExactlyInAnyOrder("b", "c");
    // When
    append("true", "d").then().statusCode(201);
    append("True", "e").then().statusCode(201);
    append("no", "b", "c", "d", "e").then().statusCode(201);
    // Then
    assertThat(tags("sort_key=name&sort_dir=asc")).containsExactly("b", "c", "d", "e");
    // When
    append("perhaps", "f").then().statusCode(400);
    append("true", "f", "b").then().statusCode(409);
    tag("g", "g").then().statusCode(409);
    tag().then().statusCode(201);
    admin().body("{}").post(path + "/tags").then().statusCode(400);
    // Then
    assertThat(tags("sort_key=name&sort_dir=asc")).containsExactly("b", "c", "d", "e");
  }

  @Test
  void associatesAndForgetsAResourceType() {
    // Given
    String type = unused();
    String body = "{\"name\": \"%s\", \"prefix\": \"p_\"}".formatted(type);
    // When
    admin()
        .body(body)
        .post(path + "/resource_types")
        .then()
        .statusCode(201)
        .body("prefix", equalTo("p_"))
        .body("$", not(hasKey("properties_target")))
        .body("$", hasKey("created_at"));
    // Then
    admin().body(body).post(path + "/resource_types").then().statusCode(409);
    admin()
        .get(path + "/resource_types")
        .then()
        .statusCode(200)
        .body("resource_type_associations.name", contains(type));
    // When
    admin().delete(path + "/resource_types/" + type).then().statusCode(204);
    // Then
    admin().delete(path + "/resource_types/" + type).then().statusCode(404);
    as("other", "reader")
        .get("/v2/metadefs/resource_types")
        .then()
        .statusCode(200)
        .body("resource_types.name", hasItem(type))
        .body("resource_types[0]", hasKey("created_at"));
    as("other", "service").get("/v2/metadefs/resource_types").then().statusCode(403);
  }

  @Test
  void showsNamesWithThePrefixOfTheResourceType() {
    // Given
    admin().body(PROPERTY).post(path + "/properties");
    admin().body(OBJECT).post(path + "/objects");
    admin().body(ASSOCIATION).post(path + "/resource_types");
    admin().body("{\"name\": \"bare\"}").post(path + "/resource_types");
    // Then
    admin()
        .get(path + "?resource_type=OS::Nova::Flavor")
        .then()
        .body("properties", hasKey("hw:cpus"))
        .body("objects[0].properties", hasKey("hw:cpus"))
        .body("objects[0].required", contains("hw:cpus"));
    admin().get(path + "?resource_type=unknown").then().body("properties", hasKey("cpus"));
  }

  @ParameterizedTest
  @CsvSource({
    "hw:cpus, OS::Nova::Flavor, 200",
    "cpus,    OS::Nova::Flavor, 404",
    "cpus,    bare,             200",
    "cpus,    '',               200",
    "cpus,    unknown,          404",
    "hw:cpus, unknown,          404"
  })
  void findsAPropertyByItsNameWithThePrefix(String property, String type, int status) {
    // Given
    admin().body(PROPERTY).post(path + "/properties");
    admin().body(ASSOCIATION).post(path + "/resource_types");
    admin().body("{\"name\": \"bare\"}").post(path + "/resource_types");
    // Then
    admin()
        .get(path + "/properties/" + property + "?resource_type=" + type)
        .then()
        .statusCode(status);
  }

  static Stream<String> parts() {
    return Stream.of("properties", "objects", "tags");
  }

  private static String body(String kind, String name) {
    String more = kind.equals("properties") ? ", \"type\": \"string\", \"title\": \"T\"" : "";
    return "{\"name\": \"%s\"%s}".formatted(name, more);
  }

  private Response add(String kind, String part) {
    return kind.equals("tags")
        ? admin().post(path + "/tags/" + part)
        : admin().body(body(kind, part)).post(path + "/" + kind);
  }

  @ParameterizedTest
  @MethodSource("parts")
  void namesOfOneKindAreUnique(String kind) {
    // Given
    add(kind, "a").then().statusCode(201);
    add(kind, "b").then().statusCode(201);
    // Then
    add(kind, "a").then().statusCode(409).body(containsString("already exists"));
    admin().body(body(kind, "b")).put(path + "/" + kind + "/a").then().statusCode(409);
    admin().body(body(kind, "a")).put(path + "/" + kind + "/a").then().statusCode(200);
    admin().body(body(kind, "c")).put(path + "/" + kind + "/x").then().statusCode(404);
    admin().get(path + "/" + kind + "/x").then().statusCode(404);
  }

  @ParameterizedTest
  @MethodSource("parts")
  void deletesAllOfAKindAndNoOthers(String kind) {
    // Given
    parts().forEach(each -> add(each, "a"));
    // When
    admin().delete(path + "/" + kind).then().statusCode(204);
    // Then
    parts()
        .forEach(each ->
            admin().get(path + "/" + each + "/a").then().statusCode(each.equals(kind) ? 404 : 200));
    admin().delete(path + "/" + kind).then().statusCode(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"properties", "objects", "tags", "resource_types"})
  void whatIsProtectedCanBeAddedToAndChangedButNotDeleted(String kind) {
    // Given
    admin()
        .body("{\"namespace\": \"%s\", \"protected\": true}".formatted(name))
        .put(path)
        .then()
        .statusCode(200);
    // Then
    add(kind, "a").then().statusCode(201);
    admin().delete(path + "/" + kind + "/a").then().statusCode(403);
    if (!kind.equals("resource_types")) {
      admin().body(body(kind, "b")).put(path + "/" + kind + "/a").then().statusCode(200);
      admin().delete(path + "/" + kind).then().statusCode(403);
    }
  }

  @Test
  void aProtectedNamespaceLosesNoTagToOthers() {
    // Given
    admin().body("{\"namespace\": \"%s\", \"protected\": true}".formatted(name)).put(path);
    tag("a").then().statusCode(201);
    // Then
    tag("b").then().statusCode(403);
    tag("b", "a").then().statusCode(201);
    append("true", "c").then().statusCode(201);
  }

  @ParameterizedTest
  @CsvSource({
    // visibility, role, project, read, write
    "public,  admin,   other, 200, 201",
    "public,  member,  cloud, 200, 403",
    "public,  reader,  other, 200, 403",
    "public,  service, other, 404, 404",
    "private, member,  cloud, 200, 403",
    "private, reader,  cloud, 200, 403",
    "private, member,  other, 404, 404",
    "private, service, cloud, 404, 404"
  })
  void letsEachRoleDoWhatItMay(
      String visibility, String role, String project, int read, int write) {
    // Given
    admin()
        .body("{\"namespace\": \"%s\", \"visibility\": \"%s\"}".formatted(name, visibility))
        .put(path);
    // Then
    for (String kind : List.of("properties", "objects", "tags", "resource_types")) {
      as(project, role).get(path + "/" + kind).then().statusCode(read);
      add(kind, "there");
      if (!kind.equals("resource_types")) {
        as(project, role).get(path + "/" + kind + "/there").then().statusCode(read);
        as(project, role)
            .body(body(kind, "there"))
            .put(path + "/" + kind + "/there")
            .then()
            .statusCode(write == 201 ? 200 : write);
      }
      as(project, role)
          .delete(path + "/" + kind + "/there")
          .then()
          .statusCode(write == 201 ? 204 : write);
    }
    as(project, role).post(path + "/tags/new").then().statusCode(write);
    as(project, role)
        .body(body("properties", "n"))
        .post(path + "/properties")
        .then()
        .statusCode(write);
    as(project, role).body(body("objects", "n")).post(path + "/objects").then().statusCode(write);
    as(project, role).body("{\"tags\": []}").post(path + "/tags").then().statusCode(write);
    as(project, role).body(ASSOCIATION).post(path + "/resource_types").then().statusCode(write);
  }

  @ParameterizedTest
  @CsvSource({"objects,created_at", "objects,name", "tags,updated_at", "tags,name"})
  void leadsThroughTheListPageByPage(String kind, String key) {
    // Given
    List<String> names = IntStream.range(0, 5).mapToObj(i -> "part " + i).toList();
    names.forEach(part -> add(kind, part));
    // When
    List<String> seen = new ArrayList<>();
    String next = path + "/" + kind + "?limit=2&sort_dir=asc&sort_key=" + key;
    while (next != null) {
      JsonPath page = admin().urlEncodingEnabled(false).get(next).jsonPath();
      seen.addAll(page.getList(kind + ".name"));
      next = page.getString("next");
    }
    // Then
    assertThat(seen).isEqualTo(names);
    List<String> latest = admin().get(path + "/" + kind).jsonPath().getList(kind + ".name");
    assertThat(latest).isEqualTo(names.reversed());
  }

  @ParameterizedTest
  @CsvSource({
    "limit=x, 400",
    "limit=-1, 400",
    "limit=0, 200",
    "sort_key=colour, 400",
    "sort_dir=up, 400",
    "marker=nowhere, 404",
    "marker=%00, 404"
  })
  void refusesAQueryItDoesNotUnderstand(String query, int status) {
    for (String kind : List.of("objects", "tags")) {
      admin()
          .urlEncodingEnabled(false)
          .get(path + "/" + kind + "?" + query)
          .then()
          .statusCode(status);
    }
  }

  @Test
  void readOnlyAttributesAreNotToBeSaid() {
    for (String field : List.of("self", "schema", "created_at", "updated_at")) {
      String body = "{\"name\": \"a\", \"%s\": \"x\"}".formatted(field);
      admin().body(body).post(path + "/objects").then().statusCode(403);
    }
    for (String kind : List.of("properties", "resource_types")) {
      String body = "{\"name\": \"a\", \"created_at\": \"x\"}";
      admin().body(body).post(path + "/" + kind).then().statusCode(403);
    }
  }

  @Test
  void changesAtTheSameMomentAllArrive() {
    // When
    List<CompletableFuture<Response>> adding =
        IntStream.range(0, 20)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> add("tags", "tag" + i)))
            .toList();
    // Then
    adding.forEach(added -> added.join().then().statusCode(201));
    assertThat(tags("limit=100")).hasSize(20);
  }

  @Test
  void aNamespaceHasOnlySoMuch() {
    // Given
    String half = "x".repeat(100_000);
    String large = "{\"name\": \"p%d\", \"type\": \"string\", \"title\": \"%s\"}";
    // Then
    admin()
        .body(large.formatted(0, half + half))
        .post(path + "/properties")
        .then()
        .statusCode(413)
        .body(containsString("property p0"));
    for (int i = 1; i <= 5; i++) {
      admin().body(large.formatted(i, half)).post(path + "/properties").then().statusCode(201);
    }
    admin()
        .body(large.formatted(6, half))
        .post(path + "/properties")
        .then()
        .statusCode(413)
        .body(containsString("together"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "namespace",
        "property",
        "object",
        "tag",
        "resource_type",
        "namespaces",
        "properties",
        "objects",
        "tags",
        "resource_types"
      })
  void describesAllThatItShows(String schema) {
    // Given
    admin().body(PROPERTY).post(path + "/properties");
    admin().body(OBJECT).post(path + "/objects");
    admin().body(ASSOCIATION).post(path + "/resource_types");
    admin().post(path + "/tags/fast");
    Map<String, Object> shown =
        switch (schema) {
          case "namespace" -> admin().get(path).jsonPath().getMap("$");
          case "property" -> admin().get(path + "/properties/cpus").jsonPath().getMap("$");
          case "object" -> admin().get(path + "/objects/Limits").jsonPath().getMap("$");
          case "tag" -> admin().get(path + "/tags/fast").jsonPath().getMap("$");
          case "resource_type" ->
              admin()
                  .get(path + "/resource_types")
                  .jsonPath()
                  .getMap("resource_type_associations[0]");
          case "namespaces" -> admin().get(ROOT).jsonPath().getMap("$");
          case "resource_types" -> admin().get(path + "/resource_types").jsonPath().getMap("$");
          default -> admin().get(path + "/" + schema).jsonPath().getMap("$");
        };
    // When
    Response described = as("other", "service").get("/v2/schemas/metadefs/" + schema);
    // Then
    described.then().statusCode(200);
    assertThat(described.jsonPath().getMap("properties").keySet())
        .containsAll(List.of(shown.keySet().toArray()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PATCH|/properties|DELETE, GET, HEAD, POST",
        "POST|/properties/p|DELETE, GET, HEAD, PUT",
        "PUT|/tags|DELETE, GET, HEAD, POST",
        "PATCH|/tags/t|DELETE, GET, HEAD, POST, PUT",
        "DELETE|/resource_types|GET, HEAD, POST",
        "GET|/resource_types/t|DELETE"
      })
  void saysWhichMethodsAPathHas(String method, String below, String allowed) {
    admin().request(method, path + below).then().statusCode(405).header("Allow", equalTo(allowed));
  }

  @Test
  void describesNothingElse() {
    admin().get("/v2/schemas/metadefs/colour").then().statusCode(404);
  }

  private Response tag(String... names) {
    return admin().body(tagBody(names)).post(path + "/tags");
  }

  private Response append(String flag, String... names) {
    return admin().header("X-Openstack-Append", flag).body(tagBody(names)).post(path + "/tags");
  }

  private static String tagBody(String... names) {
    return Stream.of(names)
        .map("{\"name\": \"%s\"}"::formatted)
        .collect(java.util.stream.Collectors.joining(",", "{\"tags\": [", "]}"));
  }

  private List<String> tags(String query) {
    return admin().get(path + "/tags?" + query).jsonPath().getList("tags.name");
  }
}
