package io.vitrine.registry.member;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The members of all images. Writing needs a surrounding unit of work that holds the lock of the
 * image; when an image is removed, its members go with it.
 */
public interface Members {
  Uni<Optional<Member>> find(UUID imageId, String memberId);

  /** In the order in which they were added. */
  Uni<List<Member>> ofImage(UUID imageId);

  Uni<Long> count(UUID imageId);

  Uni<Void> add(Member member);

  Uni<Void> save(Member member);

  Uni<Void> remove(Member member);
}
