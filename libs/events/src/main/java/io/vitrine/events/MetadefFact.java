package io.vitrine.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vitrine.events.NamespaceSnapshot.DefinedObject;
import io.vitrine.events.NamespaceSnapshot.DefinedProperty;
import io.vitrine.events.NamespaceSnapshot.ResourceType;
import io.vitrine.events.NamespaceSnapshot.Tag;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a namespace of metadata definitions, and of its parts. What is deleted is told as
 * it was; what is updated and has another name now, with its {@code oldName}.
 */
public sealed interface MetadefFact extends Fact {
  /** The namespace right after it; right before, where it is deleted. */
  NamespaceSnapshot namespace();

  @Override
  default String subject() {
    return namespace().id().toString();
  }

  /** There is a new namespace; the parts that it begins with follow, a fact for each. */
  @FactType("io.vitrine.metadef.namespace-created.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record NamespaceCreated(NamespaceSnapshot namespace) implements MetadefFact {}

  /**
   * What is said about the namespace has changed.
   *
   * @param before what changed, as it was; null in facts of an older service
   */
  @FactType("io.vitrine.metadef.namespace-updated.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record NamespaceUpdated(
      NamespaceSnapshot namespace,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String oldName,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, @Nullable Object> before)
      implements MetadefFact {

    public static NamespaceUpdated of(NamespaceSnapshot was, NamespaceSnapshot is) {
      return new NamespaceUpdated(
          is, was.name().equals(is.name()) ? null : was.name(), Before.of(was, is));
    }
  }

  /** The namespace is gone, and its parts with it, without a fact for each. */
  @FactType("io.vitrine.metadef.namespace-deleted.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record NamespaceDeleted(NamespaceSnapshot namespace) implements MetadefFact {}

  /** A property is defined in the namespace. */
  @FactType("io.vitrine.metadef.property-created.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record PropertyCreated(NamespaceSnapshot namespace, DefinedProperty property)
      implements MetadefFact {}

  /** A property is defined in another way, or has another name. */
  @FactType("io.vitrine.metadef.property-updated.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record PropertyUpdated(
      NamespaceSnapshot namespace,
      DefinedProperty property,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String oldName)
      implements MetadefFact {}

  /** A property is not defined any more. */
  @FactType("io.vitrine.metadef.property-deleted.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record PropertyDeleted(NamespaceSnapshot namespace, DefinedProperty property)
      implements MetadefFact {}

  /** An object is defined in the namespace. */
  @FactType("io.vitrine.metadef.object-created.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ObjectCreated(NamespaceSnapshot namespace, DefinedObject object) implements MetadefFact {}

  /** An object is defined in another way, or has another name. */
  @FactType("io.vitrine.metadef.object-updated.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ObjectUpdated(
      NamespaceSnapshot namespace,
      DefinedObject object,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String oldName)
      implements MetadefFact {}

  /** An object is not defined any more. */
  @FactType("io.vitrine.metadef.object-deleted.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ObjectDeleted(NamespaceSnapshot namespace, DefinedObject object) implements MetadefFact {}

  /** The namespace has a tag more. */
  @FactType("io.vitrine.metadef.tag-created.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record TagCreated(NamespaceSnapshot namespace, Tag tag) implements MetadefFact {}

  /** A tag has another name. */
  @FactType("io.vitrine.metadef.tag-updated.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record TagUpdated(
      NamespaceSnapshot namespace,
      Tag tag,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String oldName)
      implements MetadefFact {}

  /** The namespace has a tag less. */
  @FactType("io.vitrine.metadef.tag-deleted.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record TagDeleted(NamespaceSnapshot namespace, Tag tag) implements MetadefFact {}

  /** The namespace is meant for this type of resource, or is so in another way than before. */
  @FactType("io.vitrine.metadef.resource-type-associated.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ResourceTypeAssociated(NamespaceSnapshot namespace, ResourceType resourceType)
      implements MetadefFact {}

  /** The namespace is not meant for this type of resource any more. */
  @FactType("io.vitrine.metadef.resource-type-dissociated.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ResourceTypeDissociated(NamespaceSnapshot namespace, ResourceType resourceType)
      implements MetadefFact {}
}
