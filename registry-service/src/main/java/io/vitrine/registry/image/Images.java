package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The images of the catalogue. Everything but reading needs a surrounding unit of work. */
public interface Images {
  Uni<Optional<Image>> find(UUID id);

  /**
   * An image as a project comes to it.
   *
   * @param member whether it is shared with the project, whatever that said to it
   */
  record Found(Image image, boolean member) {}

  /** The image, and whether the project is a member of it, by one question to the database. */
  Uni<Optional<Found>> find(UUID id, String project);

  /** The image, held by the transaction: whoever else wants to change it waits. */
  Uni<Optional<Image>> lock(UUID id);

  /**
   * Adds an image; fails with {@link ImageProblem.IdTaken} where the id is or was in use, deleted
   * images included.
   */
  Uni<Void> add(Image image);

  /**
   * The keys of all objects in a store that belong to these images, be they there or deleted and
   * restorable: one question, since an image may go from one to the other meanwhile.
   */
  Uni<List<String>> keys(Collection<UUID> ids, String store);

  /** Images whose data is in the store, active or deactivated, in the order of their ids. */
  Uni<List<Image>> stored(String store, Optional<UUID> marker, int limit);

  /** Writes a locked image. */
  Uni<Void> save(Image image);

  /** Removes a locked image and remembers its id for ever. */
  Uni<Void> remove(Image image, Instant now);

  /**
   * Part of a list.
   *
   * @param more whether others may come after these
   */
  record Page(List<Image> images, boolean more) {
    public Page {
      images = List.copyOf(images);
    }
  }

  /**
   * One page, shorter than asked for where its images have very much text; fails with a problem
   * where the marker is not an image that the caller sees.
   */
  Uni<Page> page(ImageQuery query);

  /** How many images all pages together have. */
  Uni<Long> count(ImageQuery query);

  /** Images whose upload's lease ran out. */
  Uni<List<UUID>> withExpiredUpload(Instant now, int max);
}
