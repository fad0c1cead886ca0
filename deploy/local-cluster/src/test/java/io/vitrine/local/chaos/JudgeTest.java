package io.vitrine.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.local.PartName;
import io.vitrine.local.chaos.Observation.Ending;
import io.vitrine.local.chaos.Observation.Ending.Active;
import io.vitrine.local.chaos.Observation.Ending.Failed;
import io.vitrine.local.chaos.Observation.Ending.Stuck;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
  private static final String BROKEN =
      "The image cannot be imported: qcow2: the image is cut short.";
  private static final String STORE_AWAY = "The store was away for too long.";

  private final Judge afterNothing = new Judge(List.of());
  private final Judge afterOneKill = new Judge(List.of(Seen.killed(PartName.WORKER, 5, 10)));

  private static Observation image(Specimen specimen, Ending ending) {
    return Seen.from(0, 20, specimen, ending);
  }

  @Test
  void hasNothingAgainstWhatEndsAsItHasTo() {
    assertThat(afterNothing.complaints(image(Specimen.CONVERTED, new Active()))).isEmpty();
    assertThat(afterNothing.complaints(image(Specimen.TRUNCATED, new Failed(BROKEN)))).isEmpty();
    assertThat(
            afterNothing.complaints(
                image(
                    Specimen.MISDECLARED,
                    new Failed("The image is declared as vmdk but its bytes are qcow2."))))
        .isEmpty();
  }

  @Test
  void namesTheImageThatIsStuck() {
    assertThat(afterNothing.complaints(image(Specimen.KEPT, new Stuck("importing"))))
        .singleElement()
        .asString()
        .contains("i-3", "stuck", "importing");
  }

  @Test
  void aBrokenImageMustNotBeActive() {
    assertThat(afterOneKill.complaints(image(Specimen.BAD_TABLES, new Active()))).hasSize(1);
  }

  @Test
  void aGoodImageIsNotToBlame() {
    assertThat(afterOneKill.complaints(image(Specimen.CONVERTED, new Failed(BROKEN))))
        .singleElement()
        .asString()
        .contains("not true");
  }

  @Test
  void aBrokenImageIsBlamedForWhatIsWrongWithIt() {
    assertThat(afterNothing.complaints(image(Specimen.MISDECLARED, new Failed(BROKEN))))
        .singleElement()
        .asString()
        .contains("not true");
  }

  @Test
  void aFaultMayEndAnImportAndNothingElseMay() {
    assertThat(afterOneKill.complaints(image(Specimen.KEPT, new Failed(STORE_AWAY)))).isEmpty();
    assertThat(afterNothing.complaints(image(Specimen.KEPT, new Failed(STORE_AWAY)))).hasSize(1);
    assertThat(afterOneKill.complaints(Seen.from(11, 20, Specimen.KEPT, new Failed(STORE_AWAY))))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "failed",
        "Error",
        "java.io.IOException: The connection was reset.",
        "The import has failed: null.",
        "Something has broken in io.vitrine.worker.Run."
      })
  void aCauseIsASentenceForTheOwner(String cause) {
    assertThat(afterOneKill.complaints(image(Specimen.KEPT, new Failed(cause))))
        .singleElement()
        .asString()
        .contains("no sentence");
  }

  @Test
  void saysHowLateAnImportWasAndWhatTheServerShouldNotHaveAnswered() {
    // Given
    Observation late =
        new Observation(
            1,
            "i-1",
            Specimen.KEPT,
            Seen.at(0),
            Seen.at(60),
            new Active(),
            Duration.ofMillis(1500),
            List.of("POST answered 500"));
    // Then
    assertThat(afterNothing.complaints(late))
        .satisfiesExactly(
            first -> assertThat(first).contains("i-1", "1.5 s"),
            second -> assertThat(second).contains("i-1", "POST answered 500"));
  }
}
