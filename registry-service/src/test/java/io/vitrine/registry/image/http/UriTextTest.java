package io.vitrine.registry.image.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UriTextTest {
  @Test
  void aQueryIsReadAsItWasSent() {
    assertThat(UriText.query("Foo=1&foo=2&name=a;b&x=a+b%2Bc&&e&foo=%C3%BC&v==1"))
        .containsExactly(
            entry("Foo", List.of("1")),
            entry("foo", List.of("2", "ü")),
            entry("name", List.of("a;b")),
            entry("x", List.of("a b+c")),
            entry("e", List.of("")),
            entry("v", List.of("=1")));
    assertThat(UriText.query("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%zz", "a=%4", "%=1", "a=%ff"})
  void whatCannotBeReadIsRefused(String query) {
    requireMalformed(query);
  }

  @Test
  void noParameterIsLeftOutSilently() {
    assertThat(UriText.query("&a=1".repeat(UriText.MAX_PARAMETERS - 1)).get("a"))
        .hasSize(UriText.MAX_PARAMETERS - 1);
    requireMalformed("&a=1".repeat(UriText.MAX_PARAMETERS));
  }

  @Test
  void aSegmentMayHaveASemicolon() {
    assertThat(UriText.segment("a;b%3Bc+d%20e")).isEqualTo("a;b;c+d e");
  }

  private static void requireMalformed(String query) {
    assertThatThrownBy(() -> UriText.query(query))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.BAD_REQUEST));
  }
}
