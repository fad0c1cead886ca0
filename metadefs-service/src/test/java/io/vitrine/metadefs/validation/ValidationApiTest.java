package io.vitrine.metadefs.validation;

import static io.vitrine.metadefs.Api.as;
import static io.vitrine.metadefs.Api.create;
import static io.vitrine.metadefs.Api.unused;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vitrine.metadefs.Surroundings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ValidationApiTest {
  private static final String PATH = "/v2/metadefs/validate";

  private final String type = unused();
  private final String open = unused();
  private final String hidden = unused();

  @BeforeEach
  void createNamespaces() {
    create(
        open,
        Map.of(
            "visibility",
            "public",
            "properties",
            cpus(),
            "resource_type_associations",
            ofType("hw_")));
    create(hidden, Map.of("properties", cpus(), "resource_type_associations", ofType("my_")));
  }

  private static Map<String, Object> cpus() {
    return Map.of("cpus", Map.of("type", "integer", "title", "CPUs", "minimum", 1));
  }

  private List<Map<String, String>> ofType(String prefix) {
    return List.of(Map.of("name", type, "prefix", prefix));
  }

  @Test
  void saysWhatIsWrongAndWhatNobodyKnows() {
    validate("other", "\"properties\": {\"hw_cpus\": \"0\", \"x\": \"y\"}")
        .statusCode(200)
        .body("valid", equalTo(false))
        .body("problems", hasSize(1))
        .body("problems[0].property", equalTo("hw_cpus"))
        .body("problems[0].namespace", equalTo(open))
        .body("problems[0].message", equalTo("hw_cpus must be at least 1."))
        .body("problems[0]", not(hasKey("definition")))
        .body("unknown", contains("x"));
  }

  @Test
  void isContentWithWhatFits() {
    validate("other", "\"properties\": {\"hw_cpus\": \"4\"}")
        .body("valid", equalTo(true))
        .body("problems", empty())
        .body("unknown", empty());
  }

  @Test
  void asksOnlyWhatTheCallerSees() {
    String properties = "\"properties\": {\"my_cpus\": \"0\"}";

    validate("other", properties).body("unknown", contains("my_cpus"));
    validate("cloud", properties).body("problems.namespace", contains(hidden));
  }

  @Test
  void asksTheNamespacesThatAreNamed() {
    String question = "\"properties\": {\"hw_cpus\": \"0\"}, \"namespaces\": [%s]";

    validate("cloud", question.formatted("\"" + open + "\"")).body("valid", equalTo(false));
    validate("cloud", question.formatted("\"" + hidden + "\""))
        .body("unknown", contains("hw_cpus"));
    validate("cloud", question.formatted("")).body("unknown", contains("hw_cpus"));
    validate("other", question.formatted("\"" + hidden + "\"")).statusCode(404);
    validate("other", question.formatted("\"" + unused() + "\"")).statusCode(404);
  }

  @Test
  void meansImagesIfNoTypeIsSaid() {
    as("other", "reader")
        .body("{\"properties\": {\"hw_cpus\": \"0\"}}")
        .post(PATH)
        .then()
        .statusCode(200)
        .body("unknown", contains("hw_cpus"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"properties\": []}",
        "{\"properties\": {\"a\": 1}}",
        "{\"properties\": {}, \"colour\": \"red\"}",
        "{\"properties\": {}, \"resource_type\": 1}",
        "{\"properties\": {}, \"resource_type\": \"\\u0000\"}",
        "{\"properties\": {}, \"namespaces\": \"n\"}",
        "{\"properties\": {}, \"namespaces\": [\"a/b\"]}"
      })
  void refusesABodyItDoesNotUnderstand(String body) {
    as("other", "reader").body(body).post(PATH).then().statusCode(400);
  }

  @ParameterizedTest
  @CsvSource({"reader,200", "member,200", "admin,200", "service,403"})
  void readersMayAsk(String role, int status) {
    as("other", role).body("{\"properties\": {}}").post(PATH).then().statusCode(status);
  }

  private ValidatableResponse validate(String project, String question) {
    return as(project, "reader")
        .body("{\"resource_type\": \"%s\", %s}".formatted(type, question))
        .post(PATH)
        .then();
  }
}
