package io.vitrine.metadefs.catalogue;

import static io.restassured.RestAssured.given;
import static io.vitrine.metadefs.Api.admin;
import static io.vitrine.metadefs.Api.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vitrine.metadefs.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class CatalogueApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROOT = "/v2/metadefs/catalogue";

  private final String name = "catalogue-" + UUID.randomUUID();

  private static Response load(String mode, String document) {
    return admin().contentType("application/json").body(document).post(ROOT + "?mode=" + mode);
  }

  private static Response export(String name) {
    return admin().get(ROOT + "/{name}", name);
  }

  private String document(String parts) {
    return "{\"namespace\":\"%s\",\"protected\":true,%s}".formatted(name, parts);
  }

  private static String tags(String... names) {
    return "\"tags\":["
        + String.join(",", Stream.of(names).map("{\"name\":\"%s\"}"::formatted).toList())
        + "]";
  }

  private List<String> tags() {
    return export(name).jsonPath().getList("tags.name");
  }

  @Test
  void saysWhatItHasDone() {
    load("skip", document(tags("a", "b")))
        .then()
        .statusCode(200)
        .body("namespace", equalTo(name))
        .body("result", equalTo("created"))
        .body("added", equalTo(2));
    load("skip", document(tags("c"))).then().body("result", equalTo("skipped"));
    assertThat(tags()).containsExactly("a", "b");
    load("merge", document(tags("c")))
        .then()
        .body("result", equalTo("merged"))
        .body("added", equalTo(1));
    assertThat(tags()).containsExactly("a", "b", "c");
    load("overwrite", document(tags("d")))
        .then()
        .body("result", equalTo("overwritten"))
        .body("added", equalTo(1))
        .body("removed", equalTo(3));
    assertThat(tags()).containsExactly("d");
  }

  @Test
  void preferringTheNewReplacesWhatIsThere() {
    // Given
    String property = "\"properties\":{\"size\":{\"type\":\"integer\",\"title\":\"%s\"}}";
    load("skip", document(property.formatted("Old") + "," + tags("a")));
    // When
    load("prefer-new", document(property.formatted("New")))
        .then()
        .body("result", equalTo("merged"))
        .body("replaced", equalTo(1));
    // Then
    export(name).then().body("properties.size.title", equalTo("New"));
    assertThat(tags()).containsExactly("a");
  }

  @Test
  void aFileThatIsRefusedLeavesNothing() {
    load("skip", document("\"properties\":{\"size\":{\"type\":\"integer\"}}"))
        .then()
        .statusCode(400)
        .body(containsString("title"));
    load("skip", document(tags("a", "a"))).then().statusCode(409);

    export(name).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"new", "Skip", "prefer_new"})
  void refusesAModeThatThereIsNot(String mode) {
    load(mode, document(tags("a"))).then().statusCode(400).body(containsString("prefer-new"));
  }

  @ParameterizedTest
  @CsvSource({"member,403,404,404", "reader,403,404,404", "service,403,404,404"})
  void isForAdministrators(String role, int load, int export, int unload) {
    load("skip", document(tags("a")));

    as("other", role).body(document(tags("b"))).post(ROOT).then().statusCode(load);
    as("other", role).get(ROOT + "/" + name).then().statusCode(export);
    as("other", role).delete(ROOT + "/" + name).then().statusCode(unload);
  }

  @Test
  void whoSeesANamespaceMayExportItAndNoMore() {
    load("skip", document("\"visibility\":\"public\""));

    as("other", "reader").get(ROOT + "/" + name).then().statusCode(200);
    as("other", "reader").delete(ROOT + "/" + name).then().statusCode(403);
    given().get(ROOT + "/" + name).then().statusCode(401);
  }

  @Test
  void unloadsAProtectedNamespace() {
    load("skip", document(tags("a")));

    admin().delete(ROOT + "/" + name).then().statusCode(204);

    export(name).then().statusCode(404);
    admin().delete(ROOT + "/" + name).then().statusCode(404);
  }

  /** Hand-made ones, and those that come with the service. */
  static Stream<String> documents() throws IOException {
    List<String> documents = new ArrayList<>();
    documents.add(resource("/nasty.json"));
    documents.add("{\"namespace\":\"bare\"}");
    for (JsonNode file : JSON.readTree(resource("/catalogue/catalogue.json")).get("files")) {
      documents.add(resource("/catalogue/" + file.asText()));
    }
    return documents.stream();
  }

  private static String resource(String path) throws IOException {
    try (InputStream in = CatalogueApiTest.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void whatIsLoadedExportedAndLoadedAgainIsWhole(String file) throws IOException {
    // Given
    ObjectNode document = (ObjectNode) JSON.readTree(file);
    document.put("namespace", name);
    // When
    load("skip", document.toString()).then().statusCode(200);
    String exported = export(name).asString();
    admin().delete(ROOT + "/" + name).then().statusCode(204);
    load("skip", exported).then().statusCode(200);
    // Then
    assertThat(export(name).asString()).isEqualTo(exported);
    assertThat(JSON.readTree(exported).toString()).isEqualTo(completed(document).toString());
  }

  /** With what is left out and has a default, without what is empty, in the order of the export. */
  private static ObjectNode completed(ObjectNode document) {
    document.putIfAbsent("visibility", JSON.getNodeFactory().textNode("private"));
    document.putIfAbsent("protected", JSON.getNodeFactory().booleanNode(false));
    document.putIfAbsent("owner", JSON.getNodeFactory().textNode("admin"));
    ObjectNode completed = JSON.createObjectNode();
    for (String field :
        List.of(
            "namespace",
            "display_name",
            "description",
            "visibility",
            "protected",
            "owner",
            "resource_type_associations",
            "properties",
            "objects",
            "tags")) {
      JsonNode value = document.get(field);
      if (value != null && !(value.isContainerNode() && value.isEmpty())) {
        completed.set(field, value);
      }
    }
    return completed;
  }
}
