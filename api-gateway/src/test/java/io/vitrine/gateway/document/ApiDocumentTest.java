package io.vitrine.gateway.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApiDocumentTest {
  private static final SwaggerParseResult PARSED = parse(ApiDocument.read().yaml());

  /** What the gateway hands on as it comes. */
  private static final Set<String> IMAGE_DATA =
      Set.of(
          "downloadImage",
          "uploadImage",
          "stageImage",
          "describeUploads",
          "createUpload",
          "describeUpload",
          "showUploadOffset",
          "continueUpload",
          "endUpload",
          "createDirectUpload",
          "listDirectParts",
          "completeDirectUpload",
          "endDirectUpload");

  private static SwaggerParseResult parse(String text) {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    return new OpenAPIV3Parser().readContents(text, List.of(), options);
  }

  private static Stream<Operation> operations() {
    return PARSED.getOpenAPI().getPaths().values().stream()
        .map(PathItem::readOperations)
        .flatMap(List::stream);
  }

  /** So that a failure names the operation. */
  static Stream<String> operationIds() {
    return operations().map(Operation::getOperationId);
  }

  private static Operation operation(String id) {
    return operations().filter(one -> one.getOperationId().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void isAnOpenApiDocument() {
    assertThat(PARSED.getMessages()).isEmpty();
    assertThat(PARSED.isOpenapi31()).isTrue();
  }

  @Test
  void theParserTellsWhatIsWrong() {
    String broken = ApiDocument.read().yaml().replace("operationId: listImages", "operationIds: x");

    assertThat(parse(broken).getMessages()).isNotEmpty();
  }

  @Test
  void saysTheSameInJson() {
    OpenAPI json = parse(ApiDocument.read().json()).getOpenAPI();

    assertThat(json).isEqualTo(PARSED.getOpenAPI());
  }

  @Test
  void namesEveryOperationOnce() {
    assertThat(operationIds()).doesNotContainNull().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("operationIds")
  void anOperationThatNeedsATokenSaysHowItIsRefused(String id) {
    Operation operation = operation(id);
    boolean open = operation.getSecurity() != null && operation.getSecurity().isEmpty();

    assertThat(operation.getResponses().keySet())
        .containsAll(open ? Set.of("400") : Set.of("400", "401", "403", "429", "503"));
  }

  @ParameterizedTest
  @MethodSource("operationIds")
  void aBodyMayBeTooLargeOrTooSlowWhereNoneIsWantedToo(String id) {
    Operation operation = operation(id);
    boolean open = operation.getSecurity() != null && operation.getSecurity().isEmpty();

    if (!open && !IMAGE_DATA.contains(id)) {
      assertThat(operation.getResponses().keySet()).contains("408", "413");
    }
    assertThat(operation.getRequestBody() == null || operation.getResponses().containsKey("413"))
        .isTrue();
  }

  @Test
  void everyPathTakesARequestId() {
    assertThat(PARSED.getOpenAPI().getPaths().values())
        .allSatisfy(path ->
            assertThat(path.getParameters())
                .extracting(Parameter::get$ref)
                .contains("#/components/parameters/RequestId"));
  }
}
