package io.vitrine.metadefs.namespace;

import io.vitrine.events.MetadefFact;
import io.vitrine.events.NamespaceSnapshot;
import io.vitrine.events.NamespaceSnapshot.DefinedObject;
import io.vitrine.events.NamespaceSnapshot.DefinedProperty;
import io.vitrine.events.NamespaceSnapshot.ResourceType;
import io.vitrine.metadefs.definition.Definition;
import io.vitrine.metadefs.namespace.Change.NamespaceCreated;
import io.vitrine.metadefs.namespace.Change.NamespaceDeleted;
import io.vitrine.metadefs.namespace.Change.NamespaceReplaced;
import io.vitrine.metadefs.namespace.Change.PartAdded;
import io.vitrine.metadefs.namespace.Change.PartRemoved;
import io.vitrine.metadefs.namespace.Change.PartReplaced;
import io.vitrine.metadefs.namespace.part.Association;
import io.vitrine.metadefs.namespace.part.MetadataObject;
import io.vitrine.metadefs.namespace.part.Part;
import io.vitrine.metadefs.namespace.part.Property;
import io.vitrine.metadefs.namespace.part.Tag;
import org.jspecify.annotations.Nullable;

/** Changes as others hear of them. */
public final class Facts {
  private Facts() {}

  /**
   * The fact about a change.
   *
   * @param version the namespace's, as it grows with each transaction that changes it
   */
  public static MetadefFact of(Change change, long version) {
    NamespaceSnapshot namespace = snapshot(change.namespace(), version);
    return switch (change) {
      case NamespaceCreated _ -> new MetadefFact.NamespaceCreated(namespace);
      case NamespaceReplaced(_, Namespace was) ->
          MetadefFact.NamespaceUpdated.of(snapshot(was, version), namespace);
      case NamespaceDeleted _ -> new MetadefFact.NamespaceDeleted(namespace);
      case PartAdded(_, Part<?> part) -> added(namespace, part);
      case PartReplaced(_, Part<?> part, String oldName) ->
          replaced(namespace, part, changed(oldName, part.name()));
      case PartRemoved(_, Part<?> part) -> removed(namespace, part);
    };
  }

  private static MetadefFact added(NamespaceSnapshot namespace, Part<?> part) {
    return switch (part.content()) {
      case Property property ->
          new MetadefFact.PropertyCreated(namespace, snapshot(property, part));
      case MetadataObject object ->
          new MetadefFact.ObjectCreated(namespace, snapshot(object, part));
      case Tag tag -> new MetadefFact.TagCreated(namespace, snapshot(tag, part));
      case Association association ->
          new MetadefFact.ResourceTypeAssociated(namespace, snapshot(association, part));
    };
  }

  private static MetadefFact replaced(
      NamespaceSnapshot namespace, Part<?> part, @Nullable String oldName) {
    return switch (part.content()) {
      case Property property ->
          new MetadefFact.PropertyUpdated(namespace, snapshot(property, part), oldName);
      case MetadataObject object ->
          new MetadefFact.ObjectUpdated(namespace, snapshot(object, part), oldName);
      case Tag tag -> new MetadefFact.TagUpdated(namespace, snapshot(tag, part), oldName);
      case Association association ->
          new MetadefFact.ResourceTypeAssociated(namespace, snapshot(association, part));
    };
  }

  private static MetadefFact removed(NamespaceSnapshot namespace, Part<?> part) {
    return switch (part.content()) {
      case Property property ->
          new MetadefFact.PropertyDeleted(namespace, snapshot(property, part));
      case MetadataObject object ->
          new MetadefFact.ObjectDeleted(namespace, snapshot(object, part));
      case Tag tag -> new MetadefFact.TagDeleted(namespace, snapshot(tag, part));
      case Association association ->
          new MetadefFact.ResourceTypeDissociated(namespace, snapshot(association, part));
    };
  }

  private static @Nullable String changed(String oldName, String name) {
    return oldName.equals(name) ? null : oldName;
  }

  private static NamespaceSnapshot snapshot(Namespace namespace, long version) {
    NamespaceDraft content = namespace.content();
    return new NamespaceSnapshot(
        namespace.id(),
        version,
        content.name().text(),
        content.displayName(),
        content.description(),
        content.visibility().text(),
        content.isProtected(),
        content.owner(),
        namespace.createdAt(),
        namespace.updatedAt());
  }

  private static DefinedProperty snapshot(Property property, Part<?> part) {
    Definition definition = property.definition();
    return new DefinedProperty(
        definition.name(), definition.keywords(), part.createdAt(), part.updatedAt());
  }

  private static DefinedObject snapshot(MetadataObject object, Part<?> part) {
    return new DefinedObject(
        object.name(),
        object.description(),
        object.required(),
        Definition.byName(object.properties()),
        part.createdAt(),
        part.updatedAt());
  }

  private static NamespaceSnapshot.Tag snapshot(Tag tag, Part<?> part) {
    return new NamespaceSnapshot.Tag(tag.name(), part.createdAt(), part.updatedAt());
  }

  private static ResourceType snapshot(Association association, Part<?> part) {
    return new ResourceType(
        association.name(),
        association.prefix(),
        association.target(),
        part.createdAt(),
        part.updatedAt());
  }
}
