package io.vitrine.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.problem.HttpStatus;
import io.vitrine.problem.ProblemBody;
import io.vitrine.problem.ProblemKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTextTest {

  @Test
  void readsTheMessageAsTheRegistryMeantIt() throws Exception {
    // Given
    String message = "Image \"a & b\" is <active>; upload elsewhere.";
    String wire = ProblemBody.of(ProblemKind.CONFLICT, message, "/", "application/json").text();

    // When
    String read = ProblemText.message(new ObjectMapper().readTree(wire));

    // Then
    assertThat(read).isEqualTo(message);
  }

  @ParameterizedTest
  @EnumSource(value = ProblemKind.class, names = "INTERNAL", mode = EnumSource.Mode.EXCLUDE)
  void readsEveryKindBackFromItsStatus(ProblemKind kind) {
    assertThat(ProblemText.kind(HttpStatus.of(kind).code())).contains(kind);
  }

  @Test
  void doesNotPassOnTheRegistrysOwnFaults() {
    assertThat(ProblemText.kind(500)).isEmpty();
  }
}
