package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.events.ImportRun.Completed;
import io.vitrine.events.ImportRun.Staged;
import io.vitrine.events.ImportRun.Unpacked;
import io.vitrine.identity.Caller;
import io.vitrine.registry.Registry;
import io.vitrine.registry.Registry.Operator;
import io.vitrine.registry.image.PropertySchema;
import io.vitrine.registry.policy.Policy;
import io.vitrine.registry.policy.PropertyProtections;
import io.vitrine.registry.policy.file.ProtectionsFile;
import io.vitrine.registry.policy.file.ProtectionsFile.Format;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the source of an image's bytes says of them, where the operator protects properties. */
class FoundPropertiesTest {
  private static final String PROTECTIONS =
      """
      [^os_]
      create = @
      read = @
      update = @
      delete = @

      [^hw_]
      create = admin
      read = @
      update = admin
      delete = admin
      """;

  private static final Map<String, String> SAID =
      Map.of("os_type", "linux", "hw_disk_bus", "scsi", "vmware_adaptertype", "lsiLogic");

  private static Registry registry(PropertyProtections protections) {
    return new Registry(
        new Operator(Policy.DEFAULT, protections, PropertySchema.NONE),
        new ImportRules(
            Registry.IMPORTS.methods(),
            Registry.IMPORTS.formats(),
            new ImportRules.Injection(Map.of("imported_by", "us"), Set.of()),
            Registry.IMPORTS.glances(),
            Registry.IMPORTS.patience(),
            Registry.IMPORTS.taskTimeToLive()));
  }

  private static Registry protecting() {
    return registry(
        new ProtectionsFile("p.conf", PROTECTIONS, Format.ROLES).toProtections(Policy.DEFAULT));
  }

  private static Set<String> imported(Registry registry, Caller by) {
    ImportTask task =
        registry
            .fetches
            .fromWeb(
                by, registry.queued().id(), () -> "http://mirror.example/a", Wish.PLAIN, "req-1")
            .await()
            .indefinitely();
    UUID run = UUID.randomUUID();
    registry.claim(run);
    registry.on(
        new Staged(
            task.imageId(),
            task.id(),
            run,
            Registry.blob(task.stages(run).getLast().key()),
            new Unpacked("bare", "qcow2", 0, 0, SAID)));
    registry.on(new Completed(task.imageId(), task.id(), run, Registry.blob(task.targetKey(run))));
    return registry.image(task.imageId()).attributes().properties().keySet();
  }

  @Test
  void comesToAnImageAsFarAsWhoAskedForTheImportMayCreateIt() {
    assertThat(imported(protecting(), Registry.MEMBER)).containsOnly("os_type", "imported_by");
    assertThat(imported(protecting(), Registry.ADMIN))
        .containsOnly("os_type", "hw_disk_bus", "imported_by");
  }

  @Test
  void comesToAnImageWhereNothingIsProtected() {
    assertThat(imported(registry(PropertyProtections.NONE), Registry.MEMBER))
        .containsAll(SAID.keySet())
        .contains("imported_by");
  }
}
