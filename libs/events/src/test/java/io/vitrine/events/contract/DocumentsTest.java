package io.vitrine.events.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.vitrine.events.FactCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the documents of the contract to the code, and the code to what is released. {@code
 * -Dcontract.write} writes the documents anew, {@code -Dcontract.release} makes them what is
 * released.
 */
class DocumentsTest {
  private static final String HOW_TO_WRITE =
      "rewrite it: mvn -pl libs/events -am test -Dtest=DocumentsTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dcontract.write";
  private static final Path PAGE = Documents.DOCS.resolve(Documents.PAGE);
  private static final SchemaValidatorsConfig STRICT =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  private static final SortedMap<String, String> SCHEMAS = new Documents().schemas();
  private static final String TEXT = new Documents().page(SCHEMAS);

  @BeforeAll
  static void write() throws IOException {
    if (System.getProperty("contract.write") != null) {
      Folder.write(Documents.SCHEMAS, SCHEMAS);
      Files.writeString(PAGE, TEXT);
    }
    if (System.getProperty("contract.release") != null) {
      assertThat(breaks()).isEmpty();
      Folder.write(Documents.RELEASED, SCHEMAS);
    }
  }

  static Set<String> files() {
    return SCHEMAS.keySet();
  }

  @ParameterizedTest
  @MethodSource("files")
  void aDocumentSaysWhatTheCodeDoes(String file) {
    assertThat(Documents.SCHEMAS.resolve(file)).as(HOW_TO_WRITE).hasContent(SCHEMAS.get(file));
  }

  @Test
  void thereIsNoDocumentOfWhatIsGone() {
    assertThat(Folder.read(Documents.SCHEMAS).keySet()).as(HOW_TO_WRITE).isEqualTo(files());
  }

  @Test
  void thePageSaysWhatTheDocumentsSay() {
    assertThat(PAGE).as(HOW_TO_WRITE).hasContent(TEXT);
  }

  @Test
  void isAnAsyncApiDocument() throws IOException {
    String document = Folder.yaml(SCHEMAS.get(Documents.ASYNC_API)).toString();

    assertThat(asyncApi().validate(document, InputFormat.JSON)).isEmpty();
    assertThat(asyncApi().validate(document.replace("\"address\"", "\"adress\""), InputFormat.JSON))
        .isNotEmpty();
  }

  /** Checks documents by AsyncAPI's own schema, that of @asyncapi/specs 6.11.1 (Apache 2.0). */
  private static JsonSchema asyncApi() throws IOException {
    try (InputStream official = DocumentsTest.class.getResourceAsStream("/asyncapi/3.0.0.json")) {
      return JsonSchemaFactory.getInstance(VersionFlag.V7)
          .getSchema(official, SchemaValidatorsConfig.builder().build());
    }
  }

  @Test
  void nothingThatIsReleasedIsBroken() {
    assertThat(breaks())
        .as("what others rely on; a new meaning is a new version of the type, beside the old one")
        .isEmpty();
  }

  private static List<String> breaks() {
    Contract released = Contract.of(Folder.read(Documents.RELEASED));
    return Compatibility.breaks(released, Contract.of(SCHEMAS));
  }

  static List<Golden> goldens() {
    return Golden.all();
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void readsAndWritesWhatEverybodyDoes(Golden golden) {
    assertThat(FactCodec.typeOf(golden.fact())).isEqualTo(golden.type());
    assertThat(json(FactCodec.encode(golden.fact()))).isEqualTo(golden.json());
  }

  private static JsonNode json(byte[] bytes) {
    return Folder.json(new String(bytes, StandardCharsets.UTF_8));
  }

  record Example(String file, JsonNode json) {}

  static Stream<Example> examples() {
    JsonNode messages = Folder.yaml(SCHEMAS.get(Documents.ASYNC_API)).at("/components/messages");
    return messages.properties().stream()
        .map(Map.Entry::getValue)
        .flatMap(message ->
            message.path("examples").findValues("payload").stream()
                .map(example -> new Example(message.at("/payload/$ref").asText(), example)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleFitsItsSchema(Example example) {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(SCHEMAS.get(example.file()), STRICT);

    Set<ValidationMessage> faults = schema.validate(example.json());

    assertThat(faults).isEmpty();
  }
}
