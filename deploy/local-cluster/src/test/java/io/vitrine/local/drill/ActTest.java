package io.vitrine.local.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.local.PartName;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActTest {

  @Test
  void allIsPlayedIfNothingIsChosen() {
    List<Act> acts = Act.of(List.of());

    assertThat(acts)
        .hasSize(2 * PartName.SERVICES.size() + 2)
        .startsWith(new Act.Roll(PartName.REGISTRY))
        .contains(new Act.Kill(PartName.WORKER), new Act.Cut(PartName.STORE, PartName.S3))
        .endsWith(new Act.Cut(PartName.REGISTRY, PartName.KAFKA));
  }

  @Test
  void whatIsChosenIsPlayedInItsOrder() {
    List<Act> acts = Act.of(List.of(Act.Kind.CUT_KAFKA, Act.Kind.CUT_S3));

    assertThat(acts)
        .extracting(Act::title)
        .containsExactly("cut store-service from s3", "cut registry-service from kafka");
  }
}
