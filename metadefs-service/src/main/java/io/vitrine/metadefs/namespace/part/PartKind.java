package io.vitrine.metadefs.namespace.part;

/** One kind of parts; their names are unique in their namespace. */
public record PartKind<C extends Content>(Class<C> type, String text) {
  public static final PartKind<Property> PROPERTY = new PartKind<>(Property.class, "property");
  public static final PartKind<MetadataObject> OBJECT =
      new PartKind<>(MetadataObject.class, "object");
  public static final PartKind<Tag> TAG = new PartKind<>(Tag.class, "tag");
  public static final PartKind<Association> ASSOCIATION =
      new PartKind<>(Association.class, "resource type association");

  boolean has(Part<?> part) {
    return type.isInstance(part.content());
  }
}
