package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A registry whose operator brought the files of his Glance. */
class OperatorFilesIT {
  private static final TestCluster CLUSTER = TestCluster.get();
  private static final String RULES =
      """
      # Only who pays deletes.
      "delete_image": "rule:context_is_admin"
      "deactivate": "rule:context_is_admin or (role:member and project_id:%(owner)s)"
      "stores_info_detail": "@"
      "get_image": "rule:context_is_admin or (role:reader and not 'community':%(visibility)s)"
      "licensing": "rule:context_is_admin"
      """;
  private static final String PROTECTIONS =
      """
      [^license_]
      create = licensing
      read = licensing
      update = licensing
      delete = licensing

      [.*]
      create = @
      read = @
      update = @
      delete = @
      """;
  private static final String SCHEMA =
      """
      {"properties": {
         "team": {"type": "string", "enum": ["red", "blue"]},
         "kernel_id": {"type": ["null", "string"], "pattern": "^(a|b)*$"}},
       "required": ["team"]}
      """;

  @TempDir private static Path files;
  private static AnotherService registry;
  private static ImageApi admin;
  private static ImageApi demo;

  @BeforeAll
  static void start() throws IOException {
    registry = launch("registry-with-files", RULES, PROTECTIONS, SCHEMA).awaitReady();
    admin = new ImageApi(registry.url(), CLUSTER.token("admin"));
    demo = new ImageApi(registry.url(), CLUSTER.token("demo"));
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  private static AnotherService launch(String name, String rules, String protections, String schema)
      throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("VITRINE_REGISTRY_POLICY_FILE", write(name + ".yaml", rules));
    settings.put("VITRINE_REGISTRY_PROPERTY_PROTECTIONS_FILE", write(name + ".conf", protections));
    settings.put("VITRINE_REGISTRY_PROPERTY_PROTECTIONS_FORMAT", "policies");
    settings.put("VITRINE_REGISTRY_IMAGE_SCHEMA_FILE", write(name + ".json", schema));
    settings.put("VITRINE_REGISTRY_MAX_TAGS", "2");
    return AnotherService.launchRegistry(CLUSTER, name, settings);
  }

  private static String write(String name, String content) throws IOException {
    return Files.writeString(files.resolve(name), content).toString();
  }

  private static String create(ImageApi api, String more) {
    Answer answer = api.post("/v2/images", "{\"team\":\"red\",\"owner\":\"demo\"" + more + "}");
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    return answer.json().get("id").asText();
  }

  @Test
  void rulesAreTheOperators() {
    String id = create(demo, "");

    assertThat(demo.delete("/v2/images/" + id).status()).isEqualTo(403);
    assertThat(admin.delete("/v2/images/" + id).status()).isEqualTo(204);
    assertThat(demo.get("/v2/info/stores/detail").status()).isEqualTo(200);
    assertThat(demo.get("/v2/tasks").status()).isEqualTo(403);
  }

  @Test
  void listsShowNoMoreThanShowDoes() {
    String id = create(demo, ",\"visibility\":\"community\",\"mark\":\"lists\"");

    assertThat(demo.get("/v2/images/" + id).status()).isEqualTo(404);
    assertThat(demo.get("/v2/images?visibility=community&mark=lists").json().get("images"))
        .isEmpty();
    assertThat(
            demo.get("/v2/images?visibility=all&mark=lists&with_count=true")
                .json()
                .get("total_count")
                .asInt())
        .isZero();
    assertThat(demo.get("/v2/images?marker=" + id).status()).isEqualTo(400);
    assertThat(admin.get("/v2/images?visibility=community&mark=lists").json().get("images"))
        .hasSize(1);
  }

  @Test
  void protectedPropertiesAreNotThere() {
    String id = create(admin, ",\"license_key\":\"k\",\"visibility\":\"private\"");

    assertThat(demo.show(id).has("license_key")).isFalse();
    assertThat(admin.show(id).get("license_key").asText()).isEqualTo("k");
    assertThat(demo.get("/v2/images?license_key=k").json().get("images")).isEmpty();
    assertThat(admin.get("/v2/images?id=" + id + "&license_key=k").json().get("images")).hasSize(1);
    JsonNode listed = demo.get("/v2/images?id=" + id).json().get("images").get(0);
    assertThat(listed.has("license_key")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          403 | {"op":"add","path":"/license_b","value":"x"}
          403 | {"op":"add","path":"/license_key","value":"x"}
          409 | {"op":"replace","path":"/license_key","value":"x"}
          409 | {"op":"remove","path":"/license_key"}
          200 | {"op":"add","path":"/free","value":"x"}
          200 | {"op":"replace","path":"/team","value":"blue"}
          200 | {"op":"add","path":"/kernel_id","value":null}
          400 | {"op":"replace","path":"/team","value":"green"}
          400 | {"op":"replace","path":"/team","value":null}
          400 | {"op":"remove","path":"/team"}
          400 | {"op":"add","path":"/kernel_id","value":"c"}
          200 | {"op":"add","path":"/tags","value":["a","b"]}
          413 | {"op":"add","path":"/tags","value":["a","b","c"]}
          """)
  void changesGoAsFarAsTheFilesAllow(int status, String operation) {
    String id = create(admin, ",\"license_key\":\"k\"");

    Answer answer = demo.patch(id, "[" + operation + "]");

    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(admin.show(id).get("license_key").asText()).isEqualTo("k");
  }

  @Test
  void aValueThatIsTooMuchForThePatternIsRefused() {
    String hostile = "ab".repeat(32_000);

    Answer answer =
        demo.post("/v2/images", "{\"team\":\"red\",\"kernel_id\":\"%s\"}".formatted(hostile));

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void newImagesHaveWhatIsRequired() {
    assertThat(demo.post("/v2/images", "{}").status()).isEqualTo(400);
    assertThat(demo.post("/v2/images", "{\"team\":\"red\",\"license_a\":\"b\"}").status())
        .isEqualTo(403);

    JsonNode schema = demo.get("/v2/schemas/image").json();

    assertThat(schema.get("required").get(0).asText()).isEqualTo("team");
    assertThat(schema.at("/properties/team/enum").get(1).asText()).isEqualTo("blue");
    assertThat(schema.at("/properties/team/is_base").asBoolean(true)).isFalse();
    assertThat(schema.at("/properties/os_distro").isMissingNode()).isTrue();
    assertThat(demo.get("/v2/schemas/images").json().toString()).contains("blue");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          rules       | "delete_image": "role:boss"  | line 1: rule 'delete_image': there is no role 'boss'
          protections | [a]                          | line 1: section [a] does not say who may create
          schema      | {"name": {"type": "string"}} | 'name' is not for operators to define
          """)
  void aMistakeStopsTheStart(String file, String content, String complaint) throws IOException {
    try (AnotherService broken =
        launch(
            "registry-with-bad-" + file,
            file.equals("rules") ? content : RULES,
            file.equals("protections") ? content : PROTECTIONS,
            file.equals("schema") ? content : SCHEMA)) {
      assertThat(broken.awaitEnd()).contains(complaint);
    }
  }
}
