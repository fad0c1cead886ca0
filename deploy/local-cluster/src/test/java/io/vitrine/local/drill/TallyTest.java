package io.vitrine.local.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally("kill store-service");

  @Test
  void whatIsSentAgainAndAnsweredIsNotLost() {
    tally.answered(Duration.ofMillis(20));
    tally.again("GET /v2/images: broken off");
    tally.answered(Duration.ofMillis(3210));
    tally.answered(Duration.ofMillis(30));
    tally.remark("ready again in 9.0 s");

    assertThat(tally.cells())
        .containsExactly(
            "kill store-service", "3", "0", "1", "3.2 s", "nothing lost", "ready again in 9.0 s");
  }

  @Test
  void whatFailsIsLost() {
    tally.failed("image 1 comes back as something else");

    assertThat(tally.cells()).contains("1", "LOST");
    assertThat(tally.failures()).containsExactly("image 1 comes back as something else");
  }
}
