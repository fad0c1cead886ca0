package io.vitrine.metadefs.namespace.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vitrine.metadefs.definition.Definition;
import io.vitrine.metadefs.namespace.part.Association;
import io.vitrine.metadefs.namespace.part.Content;
import io.vitrine.metadefs.namespace.part.MetadataObject;
import io.vitrine.metadefs.namespace.part.Part;
import io.vitrine.metadefs.namespace.part.Property;
import io.vitrine.metadefs.namespace.part.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts as a column has them: one JSON document for all of a kind. */
final class PartRows {
  /** What a later version adds, this one reads over. */
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private PartRows() {}

  static String write(List<? extends Part<?>> parts) {
    try {
      return JSON.writeValueAsString(parts.stream().map(PartRows::rowOf).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<? extends Part<?>> readProperties(String json) {
    return read(json, PropertyRow[].class);
  }

  static List<? extends Part<?>> readObjects(String json) {
    return read(json, ObjectRow[].class);
  }

  static List<? extends Part<?>> readTags(String json) {
    return read(json, TagRow[].class);
  }

  static List<? extends Part<?>> readAssociations(String json) {
    return read(json, AssociationRow[].class);
  }

  private static <R extends Row> List<? extends Part<?>> read(String json, Class<R[]> type) {
    try {
      return Arrays.stream(JSON.readValue(json, type)).map(PartRows::partOf).toList();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Part<?> partOf(Row row) {
    return new Part<>(
        row.toContent(), Instant.parse(row.createdAt()), Instant.parse(row.updatedAt()));
  }

  private static Row rowOf(Part<?> part) {
    String createdAt = part.createdAt().toString();
    String updatedAt = part.updatedAt().toString();
    return switch (part.content()) {
      case Property(Definition definition) ->
          new PropertyRow(definition.name(), definition.keywords(), createdAt, updatedAt);
      case MetadataObject object ->
          new ObjectRow(
              object.name(),
              object.description(),
              object.required(),
              Definition.byName(object.properties()),
              createdAt,
              updatedAt);
      case Tag(String name) -> new TagRow(name, createdAt, updatedAt);
      case Association(String name, String prefix, String target) ->
          new AssociationRow(name, prefix, target, createdAt, updatedAt);
    };
  }

  private sealed interface Row {
    String createdAt();

    String updatedAt();

    Content toContent();
  }

  private record PropertyRow(
      String name, Map<String, @Nullable Object> keywords, String createdAt, String updatedAt)
      implements Row {
    @Override
    public Content toContent() {
      return new Property(new Definition(name, keywords));
    }
  }

  private record ObjectRow(
      String name,
      @Nullable String description,
      List<String> required,
      Map<String, Map<String, @Nullable Object>> properties,
      String createdAt,
      String updatedAt)
      implements Row {
    @Override
    public Content toContent() {
      List<Definition> definitions =
          properties.entrySet().stream()
              .map(entry -> new Definition(entry.getKey(), entry.getValue()))
              .toList();
      return new MetadataObject(name, description, required, definitions);
    }
  }

  private record TagRow(String name, String createdAt, String updatedAt) implements Row {
    @Override
    public Content toContent() {
      return new Tag(name);
    }
  }

  private record AssociationRow(
      String name,
      @Nullable String prefix,
      @Nullable String target,
      String createdAt,
      String updatedAt)
      implements Row {
    @Override
    public Content toContent() {
      return new Association(name, prefix, target);
    }
  }
}
