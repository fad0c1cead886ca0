package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Deleted images that can still be restored. Everything but reading needs a surrounding unit of
 * work.
 */
public interface DeletedImages {
  /** Takes a locked image with its members out of the catalogue, until then. */
  Uni<Void> keep(Image image, Instant now, Instant purgeAt);

  /** Puts an image with its members back into the catalogue, locked; empty if there is none. */
  Uni<Optional<Image>> restore(UUID id);

  /** Images whose time is over, in the order of their ends, but for the first so many. */
  Uni<List<UUID>> due(Instant now, int skipped, int max);

  /**
   * Forgets an image whose time is over; answers where its bytes are, if it has any: they are the
   * caller's to release.
   */
  Uni<List<Location>> purge(UUID id, Instant now);
}
