package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespacesIT {
  private static final String ROOT = "/v2/metadefs/namespaces";

  /** All that a namespace can have, with a resource type of its own in the place of {@code %s}. */
  private static final String PARTS =
      """
      ,"resource_type_associations": [
         {"name": "%s", "prefix": "hw_", "properties_target": "image"}, {"name": "plain"}],
       "properties": {
         "zone": {"title": "Zone", "type": "string", "enum": ["b", "a"]},
         "boot": {"title": "Boot", "type": "boolean", "default": true, "readonly": false}},
       "objects": [{
         "name": "disk", "description": "D", "required": ["size"],
         "properties": {"size": {"title": "Size", "type": "number", "minimum": 1.5, "default": 2}}}],
       "tags": [{"name": "second"}, {"name": "first"}]
      """;

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi admin = cluster.as("admin");
  private final String name = "it-" + UUID.randomUUID();
  private final String path = ROOT + "/" + name;
  private final String type = "type-" + UUID.randomUUID();

  private Answer create(String more) {
    return create(name, more);
  }

  private Answer create(String namespace, String more) {
    return admin.post(ROOT, "{\"namespace\":\"%s\"%s}".formatted(namespace, more));
  }

  private Answer rename(String namespace, String newName) {
    return admin.replace(ROOT + "/" + namespace, "{\"namespace\":\"%s\"}".formatted(newName));
  }

  @Test
  void aNamespaceIsMadeRenamedAndDeleted() {
    // Given
    Answer created = create(",\"display_name\":\"D\",\"description\":\"long\"");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).endsWith(path);
    assertThat(created.json().get("visibility").asText()).isEqualTo("private");
    assertThat(created.json().get("protected").asBoolean()).isFalse();
    assertThat(admin.get(path).json()).isEqualTo(created.json());
    assertThat(create("").status()).isEqualTo(409);
    // When
    String newName = "it-" + UUID.randomUUID();
    Answer renamed = rename(name, newName);
    // Then
    assertThat(renamed.status()).isEqualTo(200);
    assertThat(renamed.json().get("namespace").asText()).isEqualTo(newName);
    assertThat(admin.get(path).status()).isEqualTo(404);
    JsonNode shown = admin.get(ROOT + "/" + newName).json();
    assertThat(shown.get("self").asText()).isEqualTo(ROOT + "/" + newName);
    assertThat(shown.has("description")).isFalse();
    // When
    assertThat(admin.delete(ROOT + "/" + newName).status()).isEqualTo(204);
    // Then
    assertThat(admin.get(ROOT + "/" + newName).status()).isEqualTo(404);
    assertThat(admin.delete(ROOT + "/" + newName).status()).isEqualTo(404);
  }

  @Test
  void thePredefinedNamespacesAreThere() {
    JsonNode watchdog = cluster.as("alt_demo").get(ROOT + "/OS::Compute::Watchdog").json();

    assertThat(watchdog.path("owner").asText()).isEqualTo("admin");
    assertThat(watchdog.at("/properties/watchdog_action/enum").size()).isEqualTo(5);
    assertThat(
            cluster.as("alt_demo").get(ROOT + "?limit=1000").json().findValuesAsText("namespace"))
        .filteredOn(each -> each.startsWith("OS::") || each.startsWith("CIM::"))
        .hasSizeGreaterThanOrEqualTo(33);
  }

  @Test
  void aNameThatIsTakenIsAConflict() {
    create("");
    create(name + "-other", "");

    assertThat(rename(name, name + "-other").status()).isEqualTo(409);
    assertThat(admin.get(path).status()).isEqualTo(200);
  }

  @Test
  void aNamespaceIsMadeWithAllThatIsInIt() {
    // Given
    String parts = PARTS.formatted(type);
    // When
    Answer created = create(parts);
    // Then
    JsonNode shown = admin.get(path).json();
    JsonNode said = ImageApi.json("{\"x\":0%s}".formatted(parts));
    assertThat(created.json()).isEqualTo(shown);
    assertThat(shown.get("properties")).hasToString(said.get("properties").toString());
    assertThat(shown.get("tags")).isEqualTo(said.get("tags"));
    assertThat(shown.at("/objects/0/required")).isEqualTo(said.at("/objects/0/required"));
    assertThat(shown.at("/objects/0/properties")).isEqualTo(said.at("/objects/0/properties"));
    assertThat(shown.at("/objects/0/self").asText()).isEqualTo(path + "/objects/disk");
    assertThat(shown.at("/resource_type_associations/0/prefix").asText()).isEqualTo("hw_");
    assertThat(shown.at("/resource_type_associations/0/properties_target").asText())
        .isEqualTo("image");
    assertThat(shown.at("/resource_type_associations/1/name").asText()).isEqualTo("plain");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"tags\": [{\"name\": \"t\"}, {\"name\": \"t\"}]                                  | 409",
        "\"objects\": [{\"name\": \"o\"}, {\"name\": \"o\"}]                               | 409",
        "\"resource_type_associations\": [{\"name\": \"r\"}, {\"name\": \"r\"}]            | 409",
        "\"properties\": {\"p\": {\"title\": \"P\"}}                                       | 400",
        "\"properties\": {\"p\": {\"title\": \"P\", \"type\": \"text\"}}                   | 400",
        "\"properties\": {\"p\": {\"title\": \"P\", \"type\": \"string\", \"min\": 1}}     | 400",
        "\"objects\": [{\"name\": \"o\", \"properties\": {\"p\": {\"type\": \"string\"}}}] | 400",
        "\"tags\": [{\"name\": \"\"}]                                                      | 400",
        "\"colour\": \"red\"                                                               | 400",
        "\"self\": \"x\"                                                                   | 403"
      })
  void aNamespaceIsMadeWhollyOrNotAtAll(String wrong, int status) {
    Answer refused = create("," + wrong);

    assertThat(refused.status()).as("%s", refused).isEqualTo(status);
    assertThat(admin.get(path).status()).isEqualTo(404);
  }

  @Test
  void aResourceTypePutsItsPrefixBeforeNames() {
    // Given
    create(PARTS.formatted(type));
    // When
    JsonNode shown = admin.get(path + "?resource_type=" + type).json();
    JsonNode plain = admin.get(path + "?resource_type=plain").json();
    JsonNode unknown = admin.get(path + "?resource_type=unknown").json();
    // Then
    assertThat(shown.get("properties").fieldNames())
        .toIterable()
        .containsExactly("hw_zone", "hw_boot");
    assertThat(shown.at("/objects/0/properties").has("hw_size")).isTrue();
    assertThat(shown.at("/objects/0/required/0").asText()).isEqualTo("hw_size");
    assertThat(plain).isEqualTo(unknown).isEqualTo(admin.get(path).json());
  }

  @Test
  void theNewContentOfANamespaceLeavesItsPartsAlone() {
    // Given
    create(PARTS.formatted(type));
    JsonNode before = admin.get(path).json();
    // When
    Answer replaced =
        admin.replace(path, "{\"namespace\":\"%s\",\"description\":\"new\"}".formatted(name));
    // Then
    JsonNode after = admin.get(path).json();
    assertThat(replaced.json()).isEqualTo(after);
    assertThat(after.get("description").asText()).isEqualTo("new");
    for (String parts :
        List.of("properties", "objects", "tags", "resource_type_associations", "created_at")) {
      assertThat(after.get(parts)).as(parts).isEqualTo(before.get(parts));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/properties",
        "/properties/zone",
        "/objects",
        "/objects/disk",
        "/tags",
        "/tags/first",
        "/resource_types/plain"
      })
  void nothingOfAProtectedNamespaceIsDeleted(String part) {
    // Given
    create(",\"protected\":true" + PARTS.formatted(type));
    JsonNode before = admin.get(path).json();
    // When
    Answer refused = admin.delete(path + part);
    // Then
    assertThat(refused.status()).isEqualTo(403);
    assertThat(admin.get(path).json()).isEqualTo(before);
  }

  @Test
  void aProtectedNamespaceIsChangedLikeAnyOther() {
    create(",\"protected\":true" + PARTS.formatted(type));

    assertThat(admin.post(path + "/tags/third", "").status()).isEqualTo(201);
    assertThat(admin.replace(path + "/tags/third", "{\"name\":\"3\"}").status()).isEqualTo(200);
    assertThat(rename(name, name).json().get("protected").asBoolean()).isFalse();
    assertThat(admin.delete(path).status()).isEqualTo(204);
  }

  @Test
  void aPrivateNamespaceIsListedForItsProject() {
    create(",\"owner\":\"demo\"" + PARTS.formatted(type));

    assertThat(listed(cluster.as("demo"), "")).containsExactly(name);
    assertThat(listed(cluster.as("alt_demo"), "")).isEmpty();
    assertThat(listed(admin, "&visibility=private")).containsExactly(name);
    assertThat(listed(admin, "&visibility=public")).isEmpty();
  }

  @Test
  void aPublicNamespaceIsListedForAll() {
    create(",\"owner\":\"demo\",\"visibility\":\"public\"" + PARTS.formatted(type));

    assertThat(listed(cluster.as("alt_demo"), "")).containsExactly(name);
    assertThat(listed(cluster.as("alt_demo"), "&visibility=public")).containsExactly(name);
    assertThat(listed(admin, "&visibility=private")).isEmpty();
  }

  @Test
  void aListHasAssociationsButNoOtherParts() {
    // Given
    create(PARTS.formatted(type));
    // When
    JsonNode page = admin.get(ROOT + "?resource_types=other," + type).json();
    // Then
    assertThat(page.get("namespaces")).hasSize(1);
    JsonNode listed = page.at("/namespaces/0");
    assertThat(listed.at("/resource_type_associations/0/name").asText()).isEqualTo(type);
    assertThat(listed.has("properties") || listed.has("objects") || listed.has("tags")).isFalse();
    assertThat(page.get("first").asText()).startsWith(ROOT + "?resource_types=");
    assertThat(page.has("next")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'', '4,3,2,1,0'",
    "'&sort_dir=asc', '0,1,2,3,4'",
    "'&sort_key=namespace', '4,3,2,1,0'",
    "'&sort_key=namespace&sort_dir=asc', '0,1,2,3,4'",
    "'&sort_key=updated_at', '2,4,3,1,0'"
  })
  void aListIsReadPageByPage(String order, String expected) {
    // Given
    for (int i = 0; i < 5; i++) {
      create(name + i, PARTS.formatted(type));
    }
    rename(name + 2, name + 2);
    // When
    List<String> seen = new ArrayList<>();
    String next = ROOT + "?limit=2&resource_types=" + type + order;
    while (next != null) {
      JsonNode page = admin.get(next).json();
      page.get("namespaces")
          .forEach(one -> seen.add(one.get("namespace").asText().substring(name.length())));
      next = page.path("next").textValue();
    }
    // Then
    assertThat(String.join(",", seen)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=x, 400",
    "limit=-1, 400",
    "sort_key=colour, 400",
    "sort_dir=up, 400",
    "visibility=shared, 400",
    "marker=nowhere, 404",
    "limit=0, 200",
    "limit=99999, 200"
  })
  void aListSaysWhatItDoesNotUnderstand(String query, int status) {
    assertThat(admin.get(ROOT + "?" + query).status()).isEqualTo(status);
  }

  private List<String> listed(ImageApi api, String query) {
    return api.get(ROOT + "?resource_types=" + type + query)
        .json()
        .get("namespaces")
        .findValuesAsText("namespace");
  }
}
