package io.vitrine.registry.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
  private static ImportConfig injecting(String value) {
    return new SmallRyeConfigBuilder()
        .withMapping(ImportConfig.class)
        .withDefaultValue("vitrine.registry.imports.inject", value)
        .build()
        .getConfigMapping(ImportConfig.class);
  }

  @Test
  void readsThePropertiesToInject() {
    assertThat(Rules.injected(injecting("os_type=linux,hw_rng_model=virtio=1")))
        .containsOnlyKeys("os_type", "hw_rng_model")
        .containsEntry("hw_rng_model", "virtio=1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stores",
        "os_glance_failed_import",
        "status",
        "os_hash_value",
        "location",
        "name",
        "id"
      })
  void refusesToInjectWhatIsNoCustomProperty(String name) {
    assertThatThrownBy(() -> Rules.injected(injecting("os_type=linux," + name + "=x")))
        .hasMessage(
            "vitrine.registry.imports.inject: '%s' is no custom property of an image", name);
  }
}
