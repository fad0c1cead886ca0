package io.vitrine.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.identity.TokenScope.Open;
import io.vitrine.identity.TokenScope.ToProject;
import io.vitrine.identity.TokenScope.ToSystem;
import io.vitrine.identity.TokenScope.Unscoped;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenScopeTest {
  static Stream<Arguments> claims() {
    return Stream.of(
        Arguments.of(null, new Open()),
        Arguments.of("", new Open()),
        Arguments.of("openid profile projects system:some", new Open()),
        Arguments.of("profile project:demo", new ToProject("demo")),
        Arguments.of("project:a+b%2Fc", new ToProject("a b/c")),
        Arguments.of("project:%zz", new Unscoped()),
        Arguments.of("system:all rescoped", new ToSystem()),
        Arguments.of("unscoped", new Unscoped()),
        Arguments.of("unscoped project:demo", new Unscoped()),
        Arguments.of("project:demo unscoped", new Unscoped()));
  }

  @ParameterizedTest
  @MethodSource("claims")
  void readsTheClaim(String claim, TokenScope scope) {
    assertThat(TokenScope.of(claim)).isEqualTo(scope);
  }

  @Test
  void aProjectsWordComesBackAsTheProject() {
    TokenScope scope = new ToProject("Größe: 50 % / 2 \"x\"");

    assertThat(scope.word()).doesNotContain(" ");
    assertThat(TokenScope.of("email " + scope.word() + " rescoped")).isEqualTo(scope);
  }
}
