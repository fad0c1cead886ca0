package io.vitrine.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AftermathTest {

  @Test
  void anActiveImageHasItsObjectAndAQueuedOneNone() {
    assertThat(Aftermath.inStore(Set.of("images/blobs/a/1"), Map.of("a", "active", "b", "queued")))
        .isEmpty();
  }

  @Test
  void tellsWhoseTheLeftOverIs() {
    assertThat(Aftermath.inStore(Set.of("images/blobs/b/1"), Map.of("b", "queued")))
        .singleElement()
        .asString()
        .contains("images/blobs/b/1", "image b is queued");
    assertThat(Aftermath.inStore(Set.of("images/blobs/c/1"), Map.of()))
        .singleElement()
        .asString()
        .contains("image c is unknown");
  }

  @Test
  void aSecondObjectOfAnActiveImageIsALeftOver() {
    assertThat(
            Aftermath.inStore(
                Set.of("images/blobs/a/1", "images/blobs/a/2"), Map.of("a", "active")))
        .hasSize(1);
  }

  @Test
  void aPartOfAnUploadIsALeftOver() {
    assertThat(Aftermath.inStore(Set.of("images/.mpus/x_1"), Map.of()))
        .singleElement()
        .asString()
        .contains("no object");
  }

  @Test
  void anActiveImageWithoutItsObjectIsLost() {
    assertThat(Aftermath.inStore(Set.of(), Map.of("a", "active")))
        .singleElement()
        .asString()
        .contains("image a", "away");
  }
}
