package io.vitrine.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.local.PartName;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanTest {

  @Test
  void aSeedSaysAll() {
    // When
    Plan one = new Plan(42);
    Plan same = new Plan(42);
    Plan other = new Plan(43);
    // Then
    assertThat(one.faults(Plan.VICTIMS, 20)).isEqualTo(same.faults(Plan.VICTIMS, 20));
    assertThat(one.specimens(50)).isEqualTo(same.specimens(50));
    assertThat(one.faults(Plan.VICTIMS, 20)).isNotEqualTo(other.faults(Plan.VICTIMS, 20));
    assertThat(one.specimens(50)).isNotEqualTo(other.specimens(50));
  }

  @Test
  void everyVictimComesInBothWaysBeforeOneComesAgain() {
    // When
    List<Fault> faults = new Plan(1).faults(Plan.VICTIMS, 28);
    // Then
    for (List<Fault> round : List.of(faults.subList(0, 14), faults.subList(14, 28))) {
      assertThat(round.stream().map(Fault::toString).collect(Collectors.toSet())).hasSize(14);
    }
  }

  @Test
  void onlyTheVictimsAskedForAreHit() {
    // When
    List<Fault> faults = new Plan(1).faults(List.of(PartName.STORE), 5);
    // Then
    assertThat(faults).hasSize(5).allMatch(fault -> fault.victim() == PartName.STORE);
  }

  @Test
  void moreFaultsDoNotChangeTheImages() {
    // Given
    Plan plan = new Plan(9);
    List<Specimen> before = plan.specimens(10);
    // When
    plan.faults(Plan.VICTIMS, 100);
    // Then
    assertThat(plan.specimens(20)).startsWith(before.toArray(Specimen[]::new));
  }

  @Test
  void tenImagesHaveOneOfEveryKind() {
    assertThat(new Plan(3).specimens(10)).contains(Specimen.values());
  }
}
