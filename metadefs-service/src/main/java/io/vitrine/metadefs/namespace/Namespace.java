package io.vitrine.metadefs.namespace;

import java.time.Instant;
import java.util.UUID;

/**
 * A namespace of metadata definitions.
 *
 * @param version counts the changes, so that two writers cannot undo each other's
 */
public record Namespace(
    UUID id, NamespaceDraft content, Instant createdAt, Instant updatedAt, long version) {

  public static Namespace of(NamespaceDraft content, Instant now) {
    return new Namespace(UUID.randomUUID(), content, now, now, 0);
  }

  public Namespace replacedBy(NamespaceDraft replacement, Instant now) {
    return new Namespace(id, replacement, createdAt, now, version);
  }

  public NamespaceName name() {
    return content.name();
  }

  boolean isVisibleTo(Viewer viewer) {
    return viewer.seesAll()
        || content.visibility() == Visibility.PUBLIC
        || content.owner().equals(viewer.projectId());
  }
}
