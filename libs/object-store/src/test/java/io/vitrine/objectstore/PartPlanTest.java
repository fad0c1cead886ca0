package io.vitrine.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vitrine.stores.BrokenStoresException;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PartPlanTest {

  @Test
  void reachesATebibyteInTheSmallestParts() {
    assertThat(PartPlan.of(5 << 20).capacity()).isGreaterThan(1L << 40);
  }

  @Test
  void refusesPartsOfWhichThreeDoNotFitInTheMemoryOfAnUpload() {
    assertThatExceptionOfType(BrokenStoresException.class)
        .isThrownBy(() -> settings(16 << 20))
        .withMessageContaining("16777216");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2013-002")
  void showsNoCredentials() {
    assertThat(settings(8 << 20).toString()).doesNotContain("open", "sesame");
  }

  private static StoreSettings settings(int partSize) {
    return new StoreSettings(
        "primary",
        URI.create("http://s3"),
        "bucket",
        "",
        "us-east-1",
        "open",
        "sesame",
        partSize,
        false);
  }
}
