package io.vitrine.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.identity.Assignments.Scope.Elsewhere;
import io.vitrine.problem.RequestProblem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerProducerTest {
  private static final Elsewhere SYSTEM = new Elsewhere("The token is scoped to the system.");

  @ParameterizedTest
  @ValueSource(strings = {"", "/file", "/members/p", "/tags/t"})
  void aTokenForNoProjectFindsNoImage(String below) {
    assertThat(CallerProducer.refusal(SYSTEM, "/v2/images/abc" + below))
        .isEqualTo(new RequestProblem.NotFound("No image found with ID abc"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/images", "/v2/images/", "/v2/tasks/abc", "/internal/images/abc"})
  void allElseIsForbiddenToIt(String path) {
    assertThat(CallerProducer.refusal(SYSTEM, path))
        .isEqualTo(new RequestProblem.Forbidden("The token is scoped to the system."));
  }
}
