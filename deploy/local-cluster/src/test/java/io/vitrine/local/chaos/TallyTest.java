package io.vitrine.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.local.PartName;
import io.vitrine.local.chaos.Fault.Kind;
import io.vitrine.local.chaos.Observation.Ending.Active;
import io.vitrine.local.chaos.Observation.Ending.Failed;
import io.vitrine.local.chaos.Observation.Ending.Stuck;
import io.vitrine.local.chaos.Strikes.Strike;
import io.vitrine.local.chaos.Tally.Row;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {

  @Test
  void countsWhatAFaultHitAndHowThatEnded() {
    // Given
    List<Observation> seen =
        List.of(
            Seen.from(0, 9, Specimen.KEPT, new Active()),
            Seen.from(0, 12, Specimen.KEPT, new Active()),
            Seen.from(14, 17, Specimen.TRUNCATED, new Failed("Why.")),
            Seen.from(15, 40, Specimen.KEPT, new Stuck("importing")),
            Seen.from(16, 18, Specimen.KEPT, new Active()));
    // When
    Tally tally = Tally.of(seen, List.of(Seen.killed(PartName.STORE, 10, 15)));
    // Then
    assertThat(tally.rows())
        .containsExactly(
            new Row(
                PartName.STORE,
                Kind.KILL,
                1,
                3,
                1,
                1,
                0,
                1,
                Duration.ofSeconds(30),
                Duration.ofSeconds(25)));
  }

  @Test
  void measuresFromTheLastFaultThatHitAnImport() {
    // Given
    List<Strike> strikes =
        List.of(
            Seen.killed(PartName.WORKER, 10, 12), Seen.strike(PartName.KAFKA, Kind.FREEZE, 20, 25));
    // When
    Tally tally = Tally.of(List.of(Seen.from(0, 31, Specimen.KEPT, new Active())), strikes);
    // Then
    assertThat(tally.rows()).extracting(Row::underWay).containsExactly(1, 1);
    assertThat(tally.rows())
        .extracting(Row::longest)
        .containsExactly(Duration.ZERO, Duration.ofSeconds(11));
    assertThat(tally.rows())
        .extracting(Row::longestBack)
        .containsExactly(Duration.ZERO, Duration.ofSeconds(6));
  }

  @Test
  void aLineIsAsWideAsItsHead() {
    // When
    List<String> lines =
        Tally.of(
                List.of(Seen.from(0, 31, Specimen.KEPT, new Active())),
                List.of(Seen.killed(PartName.REGISTRY, 10, 12)))
            .lines();
    // Then
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).hasSameSizeAs(lines.get(0)).contains("registry", "killed", "21.0 s");
  }
}
