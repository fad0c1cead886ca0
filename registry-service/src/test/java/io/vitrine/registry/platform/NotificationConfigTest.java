package io.vitrine.registry.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NotificationConfigTest {
  private static NotificationConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withMapping(NotificationConfig.class)
        .withDefaultValues(settings)
        .build()
        .getConfigMapping(NotificationConfig.class);
  }

  @Test
  void nothingIsToldUnlessSomebodyWantsIt() {
    NotificationConfig config = config(Map.of("HOSTNAME", "host1"));

    assertThat(config.enabled()).isFalse();
    assertThat(config.topic()).isEqualTo("vitrine.notifications");
    assertThat(config.publisherId()).startsWith("image.").doesNotContain("$");
    assertThat(config.disabled()).isEmpty();
  }

  @Test
  void readsWhatIsDisabled() {
    assertThat(
            config(Map.of("vitrine.registry.notifications.disabled", "image.member,task"))
                .disabled())
        .contains(Set.of("image.member", "task"));
  }
}
