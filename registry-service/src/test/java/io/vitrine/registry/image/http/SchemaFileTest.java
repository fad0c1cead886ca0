package io.vitrine.registry.image.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.registry.image.PropertySchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaFileTest {
  private static final String TEAM =
      "{\"team\": {\"type\": \"string\", \"enum\": [\"red\", \"blue\"], \"description\": \"whose\"}}";

  private static PropertySchema read(String json) {
    return SchemaFile.read("schema.json", json);
  }

  private static PropertySchema one(String keywords) {
    return read("{\"a\": {\"type\": \"string\", %s}}".formatted(keywords));
  }

  @Test
  void declaresWhatGlanceDeclares() throws Exception {
    // Given
    String json;
    try (var stream = SchemaFile.class.getResourceAsStream("/schema-image.json")) {
      json = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
    // When
    PropertySchema schema = read(json);
    // Then
    assertThat(schema.definitions())
        .containsOnlyKeys(
            "kernel_id",
            "ramdisk_id",
            "instance_uuid",
            "architecture",
            "os_distro",
            "os_version",
            "description",
            "cinder_encryption_key_id",
            "cinder_encryption_key_deletion_policy");
    assertThat(schema.definitions().keySet().stream().filter(schema::isNullable))
        .containsExactly("kernel_id", "ramdisk_id");
    assertThat(schema.expected("kernel_id", "none")).isPresent();
    assertThat(schema.expected("kernel_id", "3F2504E0-4F89-11D3-9A0C-0305E82C3301")).isEmpty();
    assertThat(schema.expected("cinder_encryption_key_deletion_policy", "keep")).isPresent();
    assertThat(schema.required()).isEmpty();
  }

  @Test
  void readsBothForms() {
    PropertySchema flat = read(TEAM);
    PropertySchema whole =
        read("{\"properties\": %s, \"required\": [\"team\", \"name\"]}".formatted(TEAM));

    assertThat(whole.definitions()).isEqualTo(flat.definitions());
    assertThat(flat.required()).isEmpty();
    assertThat(whole.required()).containsExactly("team", "name");
    assertThat(flat.definitions().get("team").json())
        .isEqualTo(
            Map.of(
                "type",
                "string",
                "enum",
                List.of("red", "blue"),
                "description",
                "whose",
                "is_base",
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "enum": ["x", "y"]              | y     | true
          "enum": ["x", "y"]              | z     | false
          "pattern": "b"                  | abc   | true
          "pattern": "^b"                 | abc   | false
          "minLength": 2                  | a     | false
          "minLength": 2                  | ab    | true
          "maxLength": 2                  | 😀😀  | true
          "maxLength": 2                  | abc   | false
          "minLength": 1, "pattern": "^$" | ``    | false
          "title": "A"                    | x     | true
          """)
  void holdsValuesToTheirDefinition(String keywords, String value, boolean fits) {
    assertThat(one(keywords).expected("a", value).isEmpty()).isEqualTo(fits);
    assertThat(one(keywords).expected("undeclared", value)).isEmpty();
  }

  @Test
  void aValueThatIsTooMuchForThePatternDoesNotFit() {
    assertThat(one("\"pattern\": \"^(a|b)*$\"").expected("a", "ab".repeat(500_000))).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                                                  | schema.json: no JSON
          ``                                                 | schema.json: the schema is no JSON object
          {"a": {}, "a": {}}                                 | schema.json: no JSON: Duplicate
          []                                                 | schema.json: the schema is no JSON object
          {"properties": []}                                 | schema.json: 'properties' is no JSON object
          {"properties": {}, "definitions": {}}              | schema.json: 'definitions' is neither
          {"properties": {}, "required": "a"}                | schema.json: 'required' is no list
          {"properties": {}, "required": [5]}                | schema.json: 'required' holds something
          {"properties": {}, "required": ["status"]}         | schema.json: 'status' is required, but
          {"name": {"type": "string"}}                       | schema.json: 'name' is not for operators
          {"id": {"type": "string"}}                         | schema.json: 'id' is not for operators
          {"checksum": {"type": "string"}}                   | schema.json: 'checksum' is not for operators
          {"os_glance_x": {"type": "string"}}                | schema.json: 'os_glance_x' is not for operators
          {"a": 5}                                           | schema.json: the definition of 'a' is no JSON
          {"a": {}}                                          | schema.json: the type of a is no list
          {"a": {"type": "integer"}}                         | schema.json: 'a' must be of type string
          {"a": {"type": ["string", "integer"]}}             | schema.json: 'a' must be of type string
          {"a": {"type": ["null"]}}                          | schema.json: 'a' must be of type string
          {"a": {"type": "string", "enum": []}}              | schema.json: the enum of 'a' is no list
          {"a": {"type": "string", "enum": [1]}}             | schema.json: the enum of 'a' holds
          {"a": {"type": "string", "pattern": "("}}          | schema.json: the pattern of 'a': '(' is no
          {"a": {"type": "string", "maxLength": -1}}         | schema.json: a length of 'a'
          {"a": {"type": "string", "format": "uuid"}}        | schema.json: 'format' in the definition of 'a'
          """)
  void namesWhatIsWrong(String json, String complaint) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(complaint);
  }
}
