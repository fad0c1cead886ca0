package io.vitrine.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.vitrine.events.CommandResult.CommandCompleted;
import io.vitrine.events.CommandResult.CommandRefused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds commands and their schemas together, and pins how answers look. */
class CommandCodecTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ID = "00000000-0000-0000-0000-000000000001";

  /** One of each, with all that it can have. */
  record Example(String name, String json) {}

  static Stream<Example> examples() {
    String wish = "\"stores\":[\"cold\"],\"all_stores\":false,\"all_stores_must_succeed\":true";
    String importing =
        "\"method\":{\"name\":\"web-download\",\"uri\":\"https://example.org/x\"},"
            + wish
            + ",\"output_format\":\"raw\",\"validation_data\":"
            + "{\"os_hash_algo\":\"sha512\",\"os_hash_value\":\"aa\"}";
    String image = "\"image_id\":\"" + ID + "\"";
    return Stream.of(
        new Example(
            "create-image",
            "{%s,\"image\":{\"name\":\"a\",\"min_disk\":1,\"os_distro\":\"debian\"},\"import\":{%s}}"
                .formatted(image, importing)),
        new Example("import-image", "{%s,%s}".formatted(image, importing)),
        new Example("copy-image", "{%s,%s}".formatted(image, wish)),
        new Example("share-image", "{%s,\"member\":\"alt\"}".formatted(image)),
        new Example("unshare-image", "{%s,\"member\":\"alt\"}".formatted(image)),
        new Example("deactivate-image", "{%s}".formatted(image)),
        new Example("reactivate-image", "{%s}".formatted(image)),
        new Example(
            "update-image",
            ("{%s,\"set\":{\"name\":null,\"min_ram\":5},\"remove\":[\"a\"],"
                    + "\"add_tags\":[\"b\"],\"remove_tags\":[\"c\"]}")
                .formatted(image)),
        new Example("hide-image", "{%s,\"hidden\":true}".formatted(image)),
        new Example("delete-image", "{%s}".formatted(image)),
        new Example(
            "apply-retention",
            "{\"owner\":\"demo\",\"match\":{\"properties\":{\"a\":\"b\"},\"tags\":[\"t\"],"
                + "\"name_prefix\":\"n\",\"visibility\":\"public\"},\"keep\":3,\"then\":\"hide\"}"));
  }

  private static ObjectNode json(String text) throws JsonProcessingException {
    return (ObjectNode) JSON.readTree(text);
  }

  private static JsonSchema schema(String name) {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(CommandCodec.class.getResourceAsStream(CommandCodec.schemaOf(name)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void readsWhatTheSchemaAllowsAndLosesNothing(Example example) throws JsonProcessingException {
    JsonNode json = json(example.json());

    assertThat(schema(example.name()).validate(json)).isEmpty();
    Command command = CommandCodec.decode(example.name(), json);
    assertThat(CommandCodec.nameOf(command)).isEqualTo(example.name());
    assertThat((JsonNode) CommandCodec.encode(command)).isEqualTo(json);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void refusesUnknownFieldsAndMissingOnes(Example example) throws JsonProcessingException {
    JsonSchema schema = schema(example.name());

    assertThat(schema.validate(json(example.json()).put("more", 1))).isNotEmpty();
    assertThat(schema.validate(json("{}"))).isNotEmpty();
    assertThat(schema.getSchemaNode().get("required"))
        .allSatisfy(field ->
            assertThat(schema.validate(json(example.json()).without(field.asText()))).isNotEmpty());
  }

  @Test
  void hasAnExampleOfEachCommand() {
    assertThat(CommandCodec.names())
        .containsExactlyInAnyOrderElementsOf(examples().map(Example::name).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "io.vitrine.command.delete-image.v1, true",
    "io.vitrine.command.delete-image.v2, false",
    "io.vitrine.command.completed.v1, false",
    "delete-image, false"
  })
  void knowsItsTypes(String type, boolean known) {
    assertThat(CommandCodec.nameIn(type).isPresent()).isEqualTo(known);
    assertThat(CommandCodec.nameIn(type).map(CommandCodec::typeOf).orElse(type)).isEqualTo(type);
  }

  private static void keeps(CommandResult result, String json) {
    byte[] bytes = FactCodec.encode(result);

    assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(json);
    assertThat(FactCodec.decode(FactCodec.typeOf(result), bytes)).contains(result);
    assertThat(result.subject()).isEqualTo("k");
    assertThat(Topics.of(result)).isEqualTo("vitrine.command-results");
  }

  @Test
  void keepsTheFormOfAnswers() {
    UUID id = UUID.fromString(ID);
    String about = "{\"command_id\":\"c1\",\"command_type\":\"t\",\"command_key\":\"k\"";
    keeps(
        new CommandCompleted("c1", "t", "k", id, id, null, null, null),
        about + ",\"image_id\":\"%s\",\"task_id\":\"%s\"}".formatted(ID, ID));
    keeps(
        new CommandCompleted("c1", "t", "k", null, null, List.of(id), List.of(), false),
        about + ",\"image_ids\":[\"%s\"],\"skipped_image_ids\":[],\"more\":false}".formatted(ID));
    keeps(
        new CommandRefused("c1", "t", "k", new CommandRefused.Reason("conflict", "No.")),
        about + ",\"problem\":{\"code\":\"conflict\",\"message\":\"No.\"}}");
  }
}
