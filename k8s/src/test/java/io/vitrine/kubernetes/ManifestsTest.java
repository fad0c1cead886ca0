package io.vitrine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestsTest {
  private static final Schemas SCHEMAS = new Schemas();

  static Stream<Arguments> manifests() {
    return Overlays.all()
        .flatMap(
            overlay -> overlay.manifests().stream().map(one -> Arguments.of(overlay.name(), one)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("manifests")
  void fitsTheSchema(String overlay, Manifest manifest) {
    assertThat(SCHEMAS.faults(manifest)).isEmpty();
  }

  static Stream<Arguments> rules() {
    return Overlays.all()
        .flatMap(overlay -> Rule.all().map(rule -> Arguments.of(overlay.name(), rule)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rules")
  void keepsTheRule(String overlay, Rule rule) {
    assertThat(rule.faults(Overlays.named(overlay))).isEmpty();
  }
}
