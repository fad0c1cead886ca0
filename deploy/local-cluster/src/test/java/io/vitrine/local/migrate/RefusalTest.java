package io.vitrine.local.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalTest {

  @Test
  void keepsWhatTheServiceSays() {
    assertThat(Refusal.reason("403 Forbidden\n\nNot allowed\nto.\n\n"))
        .isEqualTo("Not allowed to.");
    assertThat(Refusal.reason("<html><h1>403 Forbidden</h1>no<br /></html>"))
        .isEqualTo("403 Forbidden no");
    assertThat(Refusal.reason("x".repeat(1000))).hasSize(301);
  }
}
