package io.vitrine.local.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void findsNothingBetweenEqualOnes() {
    ImageRecord one = Records.active("'tags': ['a', 'b'], 'kernel_id': null");
    ImageRecord other =
        Records.active("'tags': ['b', 'a'], 'stores': 'elsewhere', 'created_at': 'later'");
    assertThat(Comparison.differences(one, other)).isEmpty();
  }

  @Test
  void namesWhatDiffers() {
    ImageRecord source =
        Records.image(
            "active",
            Records.bytes("") + ", 'os_distro': 'debian', 'gone': 'x'",
            Map.of("red", "accepted"));
    ImageRecord target = Records.image("deactivated", Records.bytes("1") + ", 'os_distro': 'arch'");
    assertThat(Comparison.differences(source, target))
        .containsExactly(
            "status: active there, deactivated here",
            "bytes: 3 bytes, sha512 abababababababab… there, 3 bytes, sha512 abababababababab… here",
            "gone: \"x\" there, none here",
            "os_distro: \"debian\" there, \"arch\" here",
            "member red: accepted there, none here");
  }

  @Test
  void letsAnOwnerBeWhereThereIsNone() {
    assertThat(Comparison.differences(Records.active("'owner': null"), Records.active("")))
        .isEmpty();
  }

  @Test
  void mapsProjects() {
    Projects projects = new Projects(Map.of("blue", "azure", "red", "rouge"));
    ImageRecord source = Records.image("queued", "", Map.of("red", "pending"));
    ImageRecord target = Records.image("queued", "'owner': 'azure'", Map.of("rouge", "pending"));
    assertThat(Comparison.differences(source.in(projects), target)).isEmpty();
  }
}
