package io.vitrine.registry.notification;

import static io.vitrine.registry.notification.Notification.info;

import io.vitrine.events.MetadefFact;
import io.vitrine.events.NamespaceSnapshot;
import io.vitrine.events.NamespaceSnapshot.DefinedObject;
import io.vitrine.events.NamespaceSnapshot.DefinedProperty;
import io.vitrine.events.NamespaceSnapshot.ResourceType;
import io.vitrine.events.NamespaceSnapshot.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Metadata definitions. */
final class MetadefNotifications {
  /** What Glance tells of a property, of all that its definition may say. */
  private static final List<String> KEYWORDS =
      List.of(
          "type",
          "title",
          "description",
          "default",
          "minimum",
          "maximum",
          "enum",
          "pattern",
          "minLength",
          "maxLength",
          "confidential",
          "items",
          "uniqueItems",
          "minItems",
          "maxItems",
          "additionalItems");

  private MetadefNotifications() {}

  static Notification of(MetadefFact fact, Instant at) {
    NamespaceSnapshot in = fact.namespace();
    return switch (fact) {
      case MetadefFact.NamespaceCreated _ ->
          info("metadef_namespace.create", namespace(in, null).deleted(null));
      case MetadefFact.NamespaceUpdated updated ->
          info("metadef_namespace.update", namespace(in, updated.oldName()).deleted(null));
      case MetadefFact.NamespaceDeleted _ ->
          info("metadef_namespace.delete", namespace(in, null).deleted(at));
      case MetadefFact.PropertyCreated created ->
          info("metadef_property.create", property(in, created.property(), null).deleted(null));
      case MetadefFact.PropertyUpdated updated ->
          info(
              "metadef_property.update",
              property(in, updated.property(), updated.oldName()).deleted(null));
      case MetadefFact.PropertyDeleted deleted ->
          info("metadef_property.delete", property(in, deleted.property(), null).deleted(at));
      case MetadefFact.ObjectCreated created ->
          info("metadef_object.create", object(in, created.object(), null).deleted(null));
      case MetadefFact.ObjectUpdated updated ->
          info(
              "metadef_object.update",
              object(in, updated.object(), updated.oldName()).deleted(null));
      case MetadefFact.ObjectDeleted deleted ->
          info("metadef_object.delete", object(in, deleted.object(), null).deleted(at));
      case MetadefFact.TagCreated created ->
          info("metadef_tag.create", tag(in, created.tag(), null).deleted(null));
      case MetadefFact.TagUpdated updated ->
          info("metadef_tag.update", tag(in, updated.tag(), updated.oldName()).deleted(null));
      case MetadefFact.TagDeleted deleted ->
          info("metadef_tag.delete", tag(in, deleted.tag(), null).deleted(at));
      case MetadefFact.ResourceTypeAssociated associated ->
          info(
              "metadef_resource_type.create",
              resourceType(in, associated.resourceType()).deleted(null));
      case MetadefFact.ResourceTypeDissociated dissociated ->
          info(
              "metadef_resource_type.delete",
              resourceType(in, dissociated.resourceType()).deleted(at));
    };
  }

  private static Fields namespace(NamespaceSnapshot namespace, @Nullable String oldName) {
    return new Fields()
        .with("namespace", namespace.name())
        .with("namespace_old", oldName == null ? namespace.name() : oldName)
        .with("display_name", namespace.displayName())
        .with("protected", namespace.isProtected())
        .with("visibility", namespace.visibility())
        .with("owner", namespace.owner())
        .with("description", namespace.description())
        .time("created_at", namespace.createdAt())
        .time("updated_at", namespace.updatedAt());
  }

  private static Fields property(
      NamespaceSnapshot namespace, DefinedProperty property, @Nullable String oldName) {
    return part(namespace, property.name(), oldName).and(keywords(property.definition()));
  }

  private static Fields object(
      NamespaceSnapshot namespace, DefinedObject object, @Nullable String oldName) {
    List<Map<String, @Nullable Object>> properties =
        object.properties().entrySet().stream()
            .map(property ->
                new Fields()
                    .with("name", property.getKey())
                    .and(keywords(property.getValue()))
                    .map())
            .toList();
    return part(namespace, object.name(), oldName)
        .with("properties", properties)
        .with("required", object.required())
        .with("description", object.description())
        .time("created_at", object.createdAt())
        .time("updated_at", object.updatedAt());
  }

  private static Fields tag(NamespaceSnapshot namespace, Tag tag, @Nullable String oldName) {
    return part(namespace, tag.name(), oldName)
        .time("created_at", tag.createdAt())
        .time("updated_at", tag.updatedAt());
  }

  private static Fields resourceType(NamespaceSnapshot namespace, ResourceType type) {
    return part(namespace, type.name(), null)
        .with("prefix", type.prefix())
        .with("properties_target", type.propertiesTarget())
        .time("created_at", type.createdAt())
        .time("updated_at", type.updatedAt());
  }

  private static Fields part(NamespaceSnapshot namespace, String name, @Nullable String oldName) {
    return new Fields()
        .with("namespace", namespace.name())
        .with("name", name)
        .with("name_old", oldName == null ? name : oldName);
  }

  private static Fields keywords(Map<String, @Nullable Object> definition) {
    Fields fields = new Fields();
    KEYWORDS.forEach(keyword -> fields.with(keyword, definition.get(keyword)));
    return fields;
  }
}
