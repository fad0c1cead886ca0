package io.vitrine.local.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PictureTest {
  private static final long MIB = 1L << 20;
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final Picture picture = new Picture(100);

  private static Task task(
      String status, int attempt, String phase, long doneMib, long totalMib, int second) {
    return new Task(
        "1",
        "web-download",
        status,
        attempt,
        phase,
        doneMib * MIB,
        totalMib * MIB,
        status.equals("failure") ? "the source broke off" : "",
        BEGIN,
        BEGIN.plusSeconds(second));
  }

  private static Task running(String phase, long doneMib, long totalMib, int second) {
    return task("processing", 1, phase, doneMib, totalMib, second);
  }

  @Test
  void drawsABarWithPerCentBytesRateAndWhatIsLeft() {
    // When
    picture.show(running("convert", 0, 1024, 0));
    picture.show(running("convert", 256, 1024, 4));
    // Then
    assertThat(picture.lines())
        .containsExactly(
            "  › convert    ███████░░░░░░░░░░░░░░░░░░░░░  25%  256.0 MiB of 1.0 GiB  64.0 MiB/s "
                + " 12 s left");
    assertThat(picture.now())
        .isEqualTo("convert  25%  256.0 MiB of 1.0 GiB  64.0 MiB/s  12 s left");
  }

  @Test
  void countsMinutesWhereThereAreSome() {
    // When
    picture.show(running("convert", 0, 1024, 0));
    picture.show(running("convert", 10, 1024, 10));
    // Then
    assertThat(picture.now()).endsWith("16:54 min left");
  }

  @Test
  void showsBytesAloneWhereNobodyKnowsTheTotal() {
    // When
    picture.show(running("fetch", 3, 0, 0));
    // Then
    assertThat(picture.now()).isEqualTo("fetch 3.0 MiB");
  }

  @Test
  void aPhaseIsDoneWhenTheNextOneBegins() {
    // When
    picture.show(running("fetch", 0, 100, 0));
    picture.show(running("fetch", 90, 100, 2));
    picture.show(running("inspect", 0, 0, 3));
    // Then
    assertThat(picture.lines())
        .containsExactly(
            "  ✔ fetch       100.0 MiB  in   2.0 s", "  › inspect    " + "░".repeat(28) + " 0 B");
  }

  @Test
  void tellsThatAnAttemptCameToNothing() {
    // When
    picture.show(running("convert", 50, 100, 0));
    picture.show(task("pending", 2, "", 0, 0, 12));
    // Then
    assertThat(picture.lines())
        .containsExactly(
            "  ✘ convert     50%  50.0 MiB of 100.0 MiB",
            "  ↻ attempt 2: the worker stopped", "  · waits for a worker");
  }

  @Test
  void drawsTheNextAttemptBelowTheOneThatCameToNothing() {
    // When
    picture.show(running("convert", 50, 100, 0));
    picture.show(task("pending", 2, "", 0, 0, 12));
    picture.show(task("processing", 2, "convert", 50, 100, 13));
    picture.show(task("success", 2, "convert", 100, 100, 15));
    // Then
    assertThat(picture.lines())
        .containsExactly(
            "  ✘ convert     50%  50.0 MiB of 100.0 MiB",
            "  ↻ attempt 2: the worker stopped", "  ✔ convert     100.0 MiB  in   2.0 s");
    assertThat(picture.now()).isEqualTo("attempt 2: done");
  }

  @Test
  void tellsWhyTheRegistryBeganAgain() {
    // When
    picture.show(running("convert", 50, 100, 0));
    picture.show(saying("Attempt 2 follows: no lease for 10 s"));
    // Then
    assertThat(picture.lines())
        .contains("  ↻ attempt 2: no lease for 10 s", "  · waits for a worker");
  }

  @Test
  void tellsThatAnImportIsPaused() {
    // When
    picture.show(running("convert", 50, 100, 0));
    picture.show(saying("Paused."));
    // Then
    assertThat(picture.now()).isEqualTo("attempt 2: Paused.");
  }

  private static Task saying(String message) {
    return new Task("1", "", "pending", 2, "", 0, 0, message, BEGIN, BEGIN.plusSeconds(5));
  }

  @Test
  void tellsWhyItFailed() {
    // When
    picture.show(running("fetch", 10, 100, 0));
    picture.show(task("failure", 1, "fetch", 10, 100, 1));
    // Then
    assertThat(picture.lines()).containsExactly("  ✘ fetch       10%  10.0 MiB of 100.0 MiB");
    assertThat(picture.now()).isEqualTo("failed: the source broke off");
  }

  @Test
  void drawsWithinANarrowTerminal() {
    // Given
    Picture narrow = new Picture(40);
    // When
    narrow.show(running("convert", 50, 100, 0));
    // Then
    assertThat(narrow.lines().getFirst()).contains("██░░ ");
  }
}
