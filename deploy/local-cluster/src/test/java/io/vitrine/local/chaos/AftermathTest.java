package io.vitrine.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.local.chaos.Aftermath.Catalogued;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AftermathTest {
  private static final Catalogued QUEUED = new Catalogued("queued", 0);
  private static final Catalogued IN_ONE = new Catalogued("active", 1);
  private static final Catalogued IN_TWO = new Catalogued("active", 2);

  @Test
  void anActiveImageHasAnObjectInEachOfItsStoresAndAQueuedOneNone() {
    assertThat(
            Aftermath.inStores(
                Set.of("images/blobs/a/1", "images/blobs/b/1", "second/blobs/b/1"),
                Map.of("a", IN_ONE, "b", IN_TWO, "c", QUEUED)))
        .isEmpty();
  }

  @Test
  void tellsWhoseTheLeftOverIs() {
    assertThat(Aftermath.inStores(Set.of("images/blobs/b/1"), Map.of("b", QUEUED)))
        .singleElement()
        .asString()
        .contains("images/blobs/b/1", "image b is queued");
    assertThat(Aftermath.inStores(Set.of("images/blobs/c/1"), Map.of()))
        .singleElement()
        .asString()
        .contains("image c is unknown");
  }

  @Test
  void aSecondObjectOfAnActiveImageIsALeftOver() {
    assertThat(
            Aftermath.inStores(Set.of("images/blobs/a/1", "second/blobs/a/1"), Map.of("a", IN_ONE)))
        .singleElement()
        .asString()
        .contains("image a is active without it");
  }

  @Test
  void twoObjectsInOneStoreAreNoneInTheOther() {
    assertThat(
            Aftermath.inStores(Set.of("images/blobs/a/1", "images/blobs/a/2"), Map.of("a", IN_TWO)))
        .hasSize(2);
  }

  @Test
  void aPartOfAnUploadIsALeftOver() {
    assertThat(Aftermath.inStores(Set.of("images/.mpus/x_1"), Map.of()))
        .singleElement()
        .asString()
        .contains("no object");
  }

  @Test
  void anActiveImageWithoutItsObjectIsLost() {
    assertThat(Aftermath.inStores(Set.of(), Map.of("a", IN_ONE)))
        .singleElement()
        .asString()
        .contains("image a", "away");
  }

  @Test
  void whatTheS3ServerWasKilledWhileWritingIsNobodysLeftOver() {
    String upload = "2034b2e0-7130-4af4-82be-75b462eecb8c";
    String torn = "12712883-ed1a-4596-8720-a23c21699b85";
    assertThat(
            Aftermath.inStores(
                Set.of(
                    "images/.mpus-x-blobs/a/" + upload + "-2-" + torn,
                    "images/blobs/b/" + upload + "-" + torn),
                Map.of()))
        .isEmpty();
    assertThat(
            Aftermath.inStores(
                Set.of("images/.mpus-x-blobs/a/" + upload + "-2", "images/blobs/b/" + upload),
                Map.of()))
        .hasSize(2);
  }
}
