package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.StoredData;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A task that its image waits for. The image is locked. */
record Work(Image image, ImportTask task) {

  /** Locks the image, then reads the task: all that happens to one import is in order. */
  static Uni<Optional<Work>> lock(Images images, ImportTasks tasks, UUID imageId, UUID taskId) {
    return images
        .lock(imageId)
        .chain(found ->
            found
                .filter(image -> image.task().filter(taskId::equals).isPresent())
                .map(image -> tasks.find(taskId).map(task -> task.map(it -> new Work(image, it))))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
  }

  /** Stores that the bytes are still to come to, at least one. */
  List<String> pending() {
    return image.copying() != null && image.copying().taskId().equals(task.id())
        ? image.copying().pending()
        // An import that an earlier version began says so nowhere else.
        : task.destination().stores();
  }

  /** Where the result is already, in stores that this task brought it to. */
  List<Location> landed() {
    return image.landed().or(image::data).map(StoredData::locations).orElse(List.of()).stream()
        .filter(location -> task.destination().stores().contains(location.store()))
        .toList();
  }
}
