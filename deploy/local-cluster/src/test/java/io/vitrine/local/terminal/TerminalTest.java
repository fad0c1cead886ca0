package io.vitrine.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void obeysNothingThatOthersHaveWritten() {
    assertThat(Terminal.plain("a\033[2K\rb\nc\u009b2Jd é")).isEqualTo("a [2K b c 2Jd é");
  }
}
