package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.it.ImageApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of a namespace: properties, objects, tags and associations with resource types. */
class DefinitionsIT {
  private final ImageApi admin = TestCluster.get().as("admin");
  private final String name = "it-" + UUID.randomUUID();
  private final String path = "/v2/metadefs/namespaces/" + name;
  private final String properties = path + "/properties";
  private final String objects = path + "/objects";
  private final String tags = path + "/tags";
  private final String types = path + "/resource_types";

  @BeforeEach
  void createNamespace() {
    ok(201, admin.post("/v2/metadefs/namespaces", body("namespace", name)));
  }

  private static Answer ok(int status, Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    return answer;
  }

  private static String body(String key, String name) {
    return "{\"%s\":\"%s\"}".formatted(key, name);
  }

  /** The smallest part of this name that there can be. */
  private String part(String parts, String partName) {
    return parts.equals(properties)
        ? "{\"name\":\"%s\",\"title\":\"T\",\"type\":\"string\"}".formatted(partName)
        : body("name", partName);
  }

  private Answer add(String parts, String partName) {
    return parts.equals(tags)
        ? admin.post(tags + "/" + partName, "")
        : admin.post(parts, part(parts, partName));
  }

  private Answer retag(String append, String... names) {
    String body =
        "{\"tags\":[%s]}"
            .formatted(
                Arrays.stream(names)
                    .map(tag -> body("name", tag))
                    .collect(Collectors.joining(",")));
    return admin.send(
        "POST", tags, Map.of("X-Openstack-Append", append), BodyPublishers.ofString(body));
  }

  private List<String> names(String parts) {
    return admin.get(parts).json().findValuesAsText("name");
  }

  @Test
  void everyKeywordKeepsItsJsonType() {
    // Given
    JsonNode said =
        ImageApi.json(
            """
            {"name": "p", "type": "array", "title": "T", "description": "D",
             "operators": ["<in>", "<or>"], "default": true, "readonly": false,
             "minimum": 1.5, "maximum": 5, "enum": [1, "a", null, 2.0, false],
             "pattern": "^[a-z]+$", "minLength": 0, "maxLength": 20,
             "items": {"type": "string", "enum": ["x"]}, "uniqueItems": true,
             "minItems": 1, "maxItems": 3, "additionalItems": false,
             "required": ["q"], "confidential": true}
            """);
    // When
    Answer added = ok(201, admin.post(properties, said.toString()));
    // Then: with the same order of keys, too
    assertThat(added.text()).isEqualTo(said.toString());
    assertThat(admin.get(properties + "/p").text()).isEqualTo(said.toString());
    JsonNode nameless = ((ObjectNode) said.deepCopy()).without("name");
    assertThat(admin.get(properties).json().at("/properties/p")).isEqualTo(nameless);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "5", "1.5", "\"5\"", "[\"a\",1]", "{\"a\":{}}", "null"})
  void aDefaultStaysWhatItIs(String value) {
    String said = "{\"name\":\"p\",\"title\":\"T\",\"type\":\"string\",\"default\":%s}";

    ok(201, admin.post(properties, said.formatted(value)));

    assertThat(admin.get(properties + "/p").text()).isEqualTo(said.formatted(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"title\":\"T\",\"type\":\"string\"}                              | 400",
        "{\"name\":\"p\",\"type\":\"string\"}                               | 400",
        "{\"name\":\"p\",\"title\":\"T\"}                                   | 400",
        "{\"name\":\"p\",\"title\":\"T\",\"type\":\"text\"}                 | 400",
        "{\"name\":\"p\",\"title\":\"T\",\"type\":\"string\",\"min\":1}     | 400",
        "{\"name\":\"p\",\"title\":\"T\",\"type\":\"string\",\"maximum\":\"1\"} | 400",
        "{\"name\":\"p\",\"title\":\"T\",\"type\":\"string\",\"minLength\":-1} | 400",
        "{\"name\":\"p\",\"title\":\"T\",\"type\":\"string\",\"pattern\":\"(\"} | 400",
        "{\"name\":\"p\",\"title\":\"T\",\"type\":\"array\",\"items\":{}}   | 400",
        "[]                                                                 | 400"
      })
  void aDefinitionThatMeansNothingIsRefused(String body, int status) {
    ok(status, admin.post(properties, body));

    assertThat(admin.get(properties).json().get("properties")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"properties", "objects", "tags"})
  void aPartIsAddedRenamedAndDeleted(String kind) {
    // Given
    String parts = path + "/" + kind;
    ok(201, add(parts, "a"));
    ok(409, add(parts, "a"));
    // When
    Answer renamed = ok(200, admin.replace(parts + "/a", part(parts, "b")));
    // Then
    assertThat(renamed.json()).isEqualTo(ok(200, admin.get(parts + "/b")).json());
    ok(404, admin.get(parts + "/a"));
    ok(404, admin.replace(parts + "/a", part(parts, "b")));
    ok(404, admin.delete(parts + "/a"));
    ok(204, admin.delete(parts + "/b"));
    ok(404, admin.get(parts + "/b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"properties", "objects", "tags"})
  void aNameThatIsTakenIsAConflict(String kind) {
    // Given
    String parts = path + "/" + kind;
    ok(201, add(parts, "a"));
    ok(201, add(parts, "b"));
    JsonNode before = admin.get(parts).json();
    // When
    Answer refused = admin.replace(parts + "/a", part(parts, "b"));
    // Then
    ok(409, refused);
    assertThat(admin.get(parts).json()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"properties", "objects", "tags"})
  void allPartsOfAKindAreDeletedAtOnce(String kind) {
    // Given
    for (String parts : List.of(properties, objects, tags, types)) {
      ok(201, add(parts, "a"));
      ok(201, add(parts, "b"));
    }
    // When
    ok(204, admin.delete(path + "/" + kind));
    // Then
    JsonNode shown = admin.get(path).json();
    assertThat(shown.has(kind)).isFalse();
    for (String other : List.of("properties", "objects", "tags", "resource_type_associations")) {
      assertThat(shown.path(other)).as(other).hasSize(other.equals(kind) ? 0 : 2);
    }
    ok(204, admin.delete(path + "/" + kind));
  }

  @Test
  void aPropertyIsFoundByItsNameWithThePrefix() {
    ok(201, add(properties, "p"));
    ok(201, admin.post(types, "{\"name\":\"t\",\"prefix\":\"hw_\"}"));

    assertThat(ok(200, admin.get(properties + "/hw_p?resource_type=t")).json())
        .isEqualTo(admin.get(properties + "/p").json());
    ok(404, admin.get(properties + "/p?resource_type=t"));
    ok(404, admin.get(properties + "/hw_p"));
    ok(404, admin.get(properties + "/p?resource_type=unknown"));
  }

  @Test
  void anObjectIsReplaced() {
    // Given
    String definition = "{\"p\":{\"title\":\"P\",\"type\":\"integer\",\"default\":3}}";
    ok(
        201,
        admin.post(
            objects,
            "{\"name\":\"o\",\"description\":\"D\",\"required\":[\"p\"],\"properties\":%s}"
                .formatted(definition)));
    JsonNode before = admin.get(objects + "/o").json();
    assertThat(before.get("properties")).hasToString(definition);
    assertThat(before.at("/required/0").asText()).isEqualTo("p");
    // When
    JsonNode after = ok(200, admin.replace(objects + "/o", body("name", "o"))).json();
    // Then
    assertThat(after.has("description")).isFalse();
    assertThat(after.get("required")).isEmpty();
    assertThat(after.get("properties")).isEmpty();
    assertThat(after.get("created_at")).isEqualTo(before.get("created_at"));
  }

  @ParameterizedTest
  @CsvSource({
    "objects, '', 'e,d,c,b,a'",
    "objects, '&sort_key=name&sort_dir=asc', 'a,b,c,d,e'",
    "objects, '&sort_key=updated_at', 'b,e,d,c,a'",
    "tags, '', 'e,d,c,b,a'",
    "tags, '&sort_key=name&sort_dir=asc', 'a,b,c,d,e'",
    "tags, '&sort_key=updated_at', 'b,e,d,c,a'"
  })
  void partsAreReadPageByPage(String kind, String order, String expected) {
    // Given
    String parts = path + "/" + kind;
    for (String partName : List.of("a", "b", "c", "d", "e")) {
      ok(201, add(parts, partName));
    }
    ok(200, admin.replace(parts + "/b", part(parts, "b")));
    // When
    List<String> seen = new ArrayList<>();
    String next = parts + "?limit=2" + order;
    while (next != null) {
      JsonNode page = ok(200, admin.get(next)).json();
      seen.addAll(page.get(kind).findValuesAsText("name"));
      next = page.path("next").textValue();
    }
    // Then
    assertThat(String.join(",", seen)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=x, 400",
    "limit=-1, 400",
    "sort_key=namespace, 400",
    "sort_dir=up, 400",
    "marker=nowhere, 404",
    "limit=0, 200"
  })
  void aListOfPartsSaysWhatItDoesNotUnderstand(String query, int status) {
    ok(status, admin.get(objects + "?" + query));
    ok(status, admin.get(tags + "?" + query));
  }

  @Test
  void tagsReplaceThoseThatThereWereUnlessTheyAreAppended() {
    assertThat(ok(201, retag("false", "a", "b")).json().findValuesAsText("name"))
        .containsExactly("a", "b");
    ok(201, retag("false", "b", "c"));
    assertThat(names(tags)).containsExactlyInAnyOrder("b", "c");
    ok(201, retag("True", "d"));
    assertThat(names(tags)).containsExactlyInAnyOrder("b", "c", "d");
    ok(201, retag("false"));
    assertThat(names(tags)).containsExactlyInAnyOrder("b", "c", "d");
  }

  @Test
  void tagsAreAllTakenOrNone() {
    ok(201, retag("false", "a"));

    ok(409, retag("true", "b", "a"));
    ok(409, retag("false", "c", "c"));
    ok(400, retag("perhaps", "d"));
    ok(400, retag("false", "e", ""));
    ok(400, admin.post(tags, "{}"));
    ok(400, admin.post(tags + "/f", "{}"));
    ok(400, admin.post(tags + "/" + "t".repeat(81), ""));

    assertThat(names(tags)).containsExactly("a");
  }

  @Test
  void aTypeStaysKnownWhenNothingIsAssociatedWithIt() {
    // Given
    String type = "type-" + UUID.randomUUID();
    String association =
        "{\"name\":\"%s\",\"prefix\":\"p:\",\"properties_target\":\"image\"}".formatted(type);
    JsonNode added = ok(201, admin.post(types, association)).json();
    assertThat(added.get("prefix").asText()).isEqualTo("p:");
    assertThat(added.get("properties_target").asText()).isEqualTo("image");
    assertThat(admin.get(types).json().get("resource_type_associations")).containsExactly(added);
    ok(409, admin.post(types, association));
    // When
    ok(204, admin.delete(types + "/" + type));
    // Then
    ok(404, admin.delete(types + "/" + type));
    assertThat(names(types)).isEmpty();
    assertThat(names("/v2/metadefs/resource_types")).contains(type);
  }

  @Test
  void propertiesOfAnImageAreComparedWithTheirDefinitions() {
    // Given
    String type = "type-" + UUID.randomUUID();
    ok(201, admin.post(types, "{\"name\":\"%s\",\"prefix\":\"hw_\"}".formatted(type)));
    ok(
        201,
        admin.post(
            properties, "{\"name\":\"cpus\",\"title\":\"C\",\"type\":\"integer\",\"minimum\":1}"));
    String question = "{\"resource_type\":\"%s\",\"properties\":{\"hw_cpus\":\"%s\",\"x\":\"y\"}}";
    // When
    JsonNode wrong = admin.post("/v2/metadefs/validate", question.formatted(type, "0")).json();
    JsonNode right = admin.post("/v2/metadefs/validate", question.formatted(type, "1")).json();
    // Then
    assertThat(wrong.get("valid").asBoolean()).isFalse();
    assertThat(wrong.at("/problems/0/property").asText()).isEqualTo("hw_cpus");
    assertThat(wrong.at("/problems/0/namespace").asText()).isEqualTo(name);
    assertThat(right.get("valid").asBoolean()).isTrue();
    assertThat(right.get("unknown")).hasToString("[\"x\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "namespace, namespaces",
    "property, properties",
    "object, objects",
    "tag, tags",
    "resource_type, resource_types"
  })
  void eachKindIsDescribedAloneAndInAList(String one, String many) {
    JsonNode single = ok(200, admin.get("/v2/schemas/metadefs/" + one)).json();
    JsonNode list = ok(200, admin.get("/v2/schemas/metadefs/" + many)).json();

    assertThat(single.get("required")).isNotEmpty();
    assertThat(list.at("/properties/" + list.get("name").asText()).isObject()).isTrue();
  }
}
