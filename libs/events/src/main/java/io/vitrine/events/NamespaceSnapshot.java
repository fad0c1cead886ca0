package io.vitrine.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a namespace, as it was right after the fact that carries it (right before,
 * where that deletes it). A fact brings the part that it is about beside it, and no other.
 *
 * @param version grows with every change of the namespace and its parts, so a reader can tell old
 *     news from new
 * @param name its name, which can change
 * @param displayName its name for people
 * @param description what it is for
 * @param visibility who sees it beside its owner's project
 * @param isProtected whether it cannot be deleted
 * @param owner the project
 */
@JsonNaming(SnakeCaseStrategy.class)
public record NamespaceSnapshot(
    UUID id,
    long version,
    String name,
    @Nullable String displayName,
    @Nullable String description,
    @OneOf({"public", "private"}) String visibility,
    @JsonProperty("protected") boolean isProtected,
    String owner,
    Instant createdAt,
    Instant updatedAt) {

  /**
   * A property that is defined in the namespace.
   *
   * @param name its name in the namespace
   * @param definition its keywords, as the API shows them
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record DefinedProperty(
      String name,
      Map<String, @Nullable Object> definition,
      Instant createdAt,
      Instant updatedAt) {}

  /**
   * Properties that belong together.
   *
   * @param name its name in the namespace
   * @param description what they are for
   * @param required names of the properties that have to be there
   * @param properties the keywords of each, by its name, as the API shows them
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record DefinedObject(
      String name,
      @Nullable String description,
      List<String> required,
      Map<String, Map<String, @Nullable Object>> properties,
      Instant createdAt,
      Instant updatedAt) {}

  /**
   * A word that resources may be tagged with.
   *
   * @param name the word
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Tag(String name, Instant createdAt, Instant updatedAt) {}

  /**
   * A type of resource that the namespace is meant for.
   *
   * @param name as in {@code OS::Nova::Flavor}
   * @param prefix what the names of the properties begin with there
   * @param propertiesTarget which of the resource's properties are meant, where it has several
   *     kinds
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record ResourceType(
      String name,
      @Nullable String prefix,
      @Nullable String propertiesTarget,
      Instant createdAt,
      Instant updatedAt) {}
}
