package io.vitrine.registry.command;

import java.util.List;
import java.util.UUID;

/** What a command that was carried out has brought. */
public sealed interface Outcome {

  /** The image is as the command wanted it. */
  record Done(UUID imageId) implements Outcome {}

  /** An import has begun, and goes on by itself. */
  record Begun(UUID imageId, UUID taskId) implements Outcome {}

  /**
   * Several images were gone through.
   *
   * @param skipped left alone because they are protected
   * @param more whether others are still to do
   */
  record Swept(List<UUID> changed, List<UUID> skipped, boolean more) implements Outcome {
    public Swept {
      changed = List.copyOf(changed);
      skipped = List.copyOf(skipped);
    }
  }
}
