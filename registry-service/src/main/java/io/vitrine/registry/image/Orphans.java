package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;

/** Objects in stores that are nobody's: they came too late, or an image lives on without them. */
@ApplicationScoped
public class Orphans {
  private final Images images;
  private final Outbox outbox;

  public Orphans(Images images, Outbox outbox) {
    this.images = images;
    this.outbox = outbox;
  }

  /**
   * Has the object released, unless it is the image's after all: the report may be a repetition of
   * the one that was adopted, and the image may have been deleted since and still be restorable.
   * Whoever calls holds the image, if it is there.
   */
  public Uni<Void> release(UUID imageId, Location location, String cause) {
    return images
        .keys(Set.of(imageId), location.store())
        .chain(owned ->
            owned.contains(location.key())
                ? Uni.createFrom().voidItem()
                : releaseUnowned(imageId, location, cause));
  }

  /** Has an object released of which the caller knows that the image has it no more. */
  public Uni<Void> releaseUnowned(UUID imageId, Location location, String cause) {
    return outbox.publish(Facts.released(imageId, location, cause));
  }
}
