package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.registry.image.Images;
import java.util.Optional;
import java.util.UUID;

/** The way to work on an import. Needs a surrounding unit of work. */
final class LockedWork {
  private LockedWork() {}

  /** Locks the image, then reads the task: all that happens to one import is in order. */
  static Uni<Optional<Work>> find(Images images, ImportTasks tasks, UUID imageId, UUID taskId) {
    return images
        .lock(imageId)
        .chain(found ->
            found
                .filter(image -> image.task().filter(taskId::equals).isPresent())
                .map(image -> tasks.find(taskId).map(task -> task.map(it -> new Work(image, it))))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
  }
}
