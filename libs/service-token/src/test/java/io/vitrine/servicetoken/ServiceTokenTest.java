package io.vitrine.servicetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ServiceTokenTest {
  private final FakeKeycloak keycloak = new FakeKeycloak();
  private final ServiceToken token = new ServiceToken(keycloak);

  @Test
  void keepsAToken() throws IOException {
    // Given
    String first = token.get();

    // Then
    assertThat(token.get()).isEqualTo(first);
  }

  @Test
  void getsAnotherOneWhenToldThatItIsNoGood() throws IOException {
    // Given
    String first = token.get();

    // When
    token.forget();

    // Then
    assertThat(token.get()).isNotEqualTo(first);
  }

  @Test
  void saysThatKeycloakGivesNoneAndAsksAgain() throws IOException {
    // Given
    keycloak.failNext();

    // Then
    assertThatThrownBy(token::get).isInstanceOf(IOException.class);
    assertThat(token.get()).isNotEmpty();
  }
}
