package io.vitrine.registry.member.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberFormTest {
  private static String member(String text) {
    return MemberForm.member(JsonNodeFactory.instance.objectNode().put("member", text));
  }

  @Test
  void aMemberIsAnyTextThatAPathCanHave() {
    for (String possible : new String[] {"p", "a;b", "...", "ü", "\ud83d\ude00".repeat(255)}) {
      assertThat(member(possible)).isEqualTo(possible);
      assertThat(MemberForm.path(UUID.randomUUID(), possible)).isEqualTo(possible);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a/b", ".", "..", "..;a", ";a", "x\\y", "a\nb", "a\u0000", "a\u0085", "\ud83d"
      })
  void noOtherTextIsOne(String impossible) {
    requireProblem(ProblemKind.BAD_REQUEST, () -> member(impossible));
    requireProblem(ProblemKind.NOT_FOUND, () -> MemberForm.path(UUID.randomUUID(), impossible));
  }

  private static void requireProblem(ProblemKind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().kind()).isEqualTo(kind));
  }
}
