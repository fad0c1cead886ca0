package io.vitrine.registry.importing;

import io.vitrine.registry.image.Copying;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.StoredData;
import java.util.List;

/** A task that its image waits for. The image is locked. */
record Work(Image image, ImportTask task) {
  /** Stores that the bytes are still to come to, at least one. */
  List<String> pending() {
    return image
        .copyingOf(task.id())
        .map(Copying::pending)
        // An import that an earlier version began says so nowhere else.
        .orElse(task.destination().stores());
  }

  /** Where the result is already, in stores that this task brought it to. */
  List<Location> landed() {
    return image.result().map(StoredData::locations).orElse(List.of()).stream()
        .filter(location -> task.destination().stores().contains(location.store()))
        .toList();
  }
}
