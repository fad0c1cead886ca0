package io.vitrine.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
        "'application/json, text/plain, */*',application/json"
      })
  void answersInTheFormTheClientAskedFor(String accept, String mediaType) {
    assertThat(ProblemBody.of(ProblemKind.NOT_FOUND, "No such image", accept).contentType())
        .startsWith(mediaType);
  }

  @ParameterizedTest
  @EnumSource
  void everyKindHasAnErrorStatus(ProblemKind kind) {
    assertThat(HttpStatus.of(kind).code()).isBetween(400, 599);
  }

  @Test
  void jsonSurvivesHostileText() throws Exception {
    // Given
    String hostile = "\"}<script>\n\\";
    // When
    ProblemBody body = ProblemBody.of(ProblemKind.BAD_REQUEST, hostile, "application/json");
    // Then
    assertThat(new ObjectMapper().readTree(body.text()).get("message").asText())
        .startsWith("&quot;}&lt;script&gt;\n\\");
  }
}
