package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Knows with which projects an image is shared. */
public interface Shares {
  /** Whether the project is a member of the image, whatever it said to it. */
  Uni<Boolean> exists(UUID imageId, String projectId);
}
