package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.events.ImportRun.Completed;
import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Visibility;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Properties that an operator gives to all imported images. */
class InjectionTest {
  private final Registry registry =
      new Registry(
          new ImportRules(
              Registry.IMPORTS.methods(),
              Registry.IMPORTS.formats(),
              new ImportRules.Injection(
                  Map.of("os_type", "linux", "checked", "yes"), Set.of(Role.ADMIN)),
              Registry.IMPORTS.glances(),
              Registry.IMPORTS.patience(),
              Registry.IMPORTS.taskTimeToLive()));

  private Image queued(Caller caller) {
    return registry
        .register
        .register(
            caller,
            Optional.empty(),
            Optional.empty(),
            Registry.attributes(Visibility.SHARED, "qcow2", false)
                .withProperties(Map.of("os_type", "windows")))
        .await()
        .indefinitely();
  }

  private Map<String, String> properties(ImportTask task) {
    return registry.image(task.imageId()).attributes().properties();
  }

  private ImportTask imported(Caller caller) {
    ImportTask task = registry.importing(caller, queued(caller), Wish.PLAIN);
    UUID run = UUID.randomUUID();
    registry.claim(run);
    assertThat(properties(task)).containsOnly(Map.entry("os_type", "windows"));
    registry.on(new Completed(task.imageId(), task.id(), run, Registry.blob(task.targetKey(run))));
    return task;
  }

  @Test
  void comeWithTheBytesUnlessTheImageHasThem() {
    assertThat(properties(imported(Registry.MEMBER)))
        .containsOnly(Map.entry("os_type", "windows"), Map.entry("checked", "yes"));
  }

  @Test
  void areNotForRolesThatAreIgnored() {
    assertThat(properties(imported(Registry.ADMIN))).containsOnly(Map.entry("os_type", "windows"));
  }

  @Test
  void areNotForCopies() {
    ImportTask copying =
        registry
            .copies
            .request(Registry.ADMIN, registry.active().id(), Registry.to(true, "cold"), "req-1")
            .await()
            .indefinitely()
            .orElseThrow();

    assertThat(copying.injected()).isEmpty();
  }
}
