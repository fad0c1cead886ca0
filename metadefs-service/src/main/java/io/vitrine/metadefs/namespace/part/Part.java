package io.vitrine.metadefs.namespace.part;

import java.time.Instant;

/** A part of a namespace. */
public record Part<C extends Content>(C content, Instant createdAt, Instant updatedAt) {

  public static <C extends Content> Part<C> of(C content, Instant now) {
    return new Part<>(content, now, now);
  }

  public <D extends Content> Part<D> replacedBy(D replacement, Instant now) {
    return new Part<>(replacement, createdAt, now);
  }

  public String name() {
    return content.name();
  }

  public Key key() {
    return new Key(content.kind(), name());
  }

  /** Which part of a namespace it is: names are for each kind apart. */
  public record Key(PartKind<?> kind, String name) {}
}
