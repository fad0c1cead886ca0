package io.vitrine.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemBodyTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "none,text/plain",
        "text/plain,text/plain",
        "*/*,text/html",
        "text/html,text/html",
        "application/json,application/json",
        "'application/json, text/plain, */*',application/json",
        "application/problem+json,application/problem+json",
        "'application/json, application/problem+json',application/problem+json",
        "'application/json, application/problem+json;q=0.9',application/json",
        "'application/problem+json;q=0, application/json',application/json",
        "'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',text/html",
        "'text/html, application/json;q=0.5',text/html",
        "'*/*;q=0.8, application/json;q=0.5',text/html",
        "'*/*, application/json',application/json",
        "'APPLICATION/JSON ; charset=utf-8 ; q=1.0',application/json",
        "'application/json;q=0, text/plain;q=0.1',text/plain",
        "'application/json;q=1.5',text/plain",
        "application/*,application/json",
        "text/*,text/html",
        "'text/*, text/html;q=0, text/plain;q=0.2',text/plain",
        "image/png,text/plain",
        "application/vnd.openstack.images-v2,text/plain",
        "'',text/plain",
        "';;q=,,/',text/plain"
      })
  void answersInTheFormTheClientAskedFor(String accept, String mediaType) {
    assertThat(ProblemBody.of(ProblemKind.NOT_FOUND, "No such image", "/v2", accept).contentType())
        .startsWith(mediaType);
  }

  @ParameterizedTest
  @EnumSource
  void everyKindHasAnErrorStatus(ProblemKind kind) {
    assertThat(HttpStatus.of(kind).code()).isBetween(400, 599);
  }

  @Test
  void problemDetailsSayWhatRfc9457Names() throws Exception {
    // When
    ProblemBody body =
        ProblemBody.of(
            ProblemKind.CONFLICT,
            "It is \"queued\".\n",
            "/v2/images/a%20b",
            "application/problem+json");
    // Then
    assertThat(new ObjectMapper().readTree(body.text()))
        .isEqualTo(
            new ObjectMapper()
                .createObjectNode()
                .put("type", "about:blank")
                .put("title", "Conflict")
                .put("status", 409)
                .put("detail", "It is \"queued\".\n")
                .put("instance", "/v2/images/a%20b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "/a\"b", "/a\\b", "/<script>", "/a\u0001"})
  void problemDetailsNameNoPathThatIsNone(String path) throws Exception {
    // When
    ProblemBody body =
        ProblemBody.of(ProblemKind.NOT_FOUND, "No", path, "application/problem+json");
    // Then
    assertThat(new ObjectMapper().readTree(body.text()).has("instance")).isFalse();
  }

  @Test
  void jsonSurvivesHostileText() throws Exception {
    // Given
    String hostile = "\"}<script>\n\\";
    // When
    ProblemBody body = ProblemBody.of(ProblemKind.BAD_REQUEST, hostile, "/v2", "application/json");
    // Then
    assertThat(new ObjectMapper().readTree(body.text()).get("message").asText())
        .startsWith("&quot;}&lt;script&gt;\n\\");
  }
}
