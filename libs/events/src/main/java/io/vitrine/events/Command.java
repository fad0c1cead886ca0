package io.vitrine.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the registry is asked to do over Kafka. Each has a JSON Schema, {@code
 * schemas/commands/<name>.json}, which says more than the types here. What the Image API reads as a
 * body stays JSON: its own rules go for that.
 */
public sealed interface Command {

  /**
   * A new image.
   *
   * @param imageId its id; by default one that follows from the command's
   * @param image as in {@code POST /v2/images}
   * @param importing what to import at once, as in {@code POST /v2/images/{id}/import}
   */
  @CommandType("create-image")
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CreateImage(
      @Nullable UUID imageId, JsonNode image, @JsonProperty("import") @Nullable JsonNode importing)
      implements Command {}

  /** An import into an image, with the fields of {@code POST /v2/images/{id}/import}. */
  @CommandType("import-image")
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ImportImage(
      UUID imageId,
      JsonNode method,
      @Nullable List<String> stores,
      @Nullable Boolean allStores,
      @Nullable Boolean allStoresMustSucceed,
      @Nullable String outputFormat,
      @Nullable JsonNode validationData)
      implements Command {}

  /** A copy of an active image to more stores; without any named, to the default one. */
  @CommandType("copy-image")
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CopyImage(
      UUID imageId,
      @Nullable List<String> stores,
      @Nullable Boolean allStores,
      @Nullable Boolean allStoresMustSucceed)
      implements Command {}

  @CommandType("share-image")
  @JsonNaming(SnakeCaseStrategy.class)
  record ShareImage(UUID imageId, String member) implements Command {}

  @CommandType("unshare-image")
  @JsonNaming(SnakeCaseStrategy.class)
  record UnshareImage(UUID imageId, String member) implements Command {}

  @CommandType("deactivate-image")
  @JsonNaming(SnakeCaseStrategy.class)
  record DeactivateImage(UUID imageId) implements Command {}

  @CommandType("reactivate-image")
  @JsonNaming(SnakeCaseStrategy.class)
  record ReactivateImage(UUID imageId) implements Command {}

  /**
   * Changes of a record, all or nothing.
   *
   * @param set attributes and custom properties with their new values
   * @param remove custom properties
   */
  @CommandType("update-image")
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record UpdateImage(
      UUID imageId,
      Map<String, JsonNode> set,
      List<String> remove,
      List<String> addTags,
      List<String> removeTags)
      implements Command {
    public UpdateImage {
      set = set == null ? Map.of() : Map.copyOf(set);
      remove = orNone(remove);
      addTags = orNone(addTags);
      removeTags = orNone(removeTags);
    }
  }

  @CommandType("hide-image")
  @JsonNaming(SnakeCaseStrategy.class)
  record HideImage(UUID imageId, boolean hidden) implements Command {}

  @CommandType("delete-image")
  @JsonNaming(SnakeCaseStrategy.class)
  record DeleteImage(UUID imageId) implements Command {}

  /**
   * Of the active images that match, the newest stay, and the others are dealt with.
   *
   * @param owner the project whose images they are; by default the one that the command acts for
   */
  @CommandType("apply-retention")
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ApplyRetention(@Nullable String owner, Match match, int keep, Then then)
      implements Command {

    /** What an image has to be, all of it. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Match(
        Map<String, String> properties,
        List<String> tags,
        @Nullable String namePrefix,
        @Nullable String visibility) {
      public Match {
        properties = properties == null ? Map.of() : Map.copyOf(properties);
        tags = orNone(tags);
      }
    }

    /** What becomes of those that do not stay. */
    public enum Then {
      @JsonProperty("hide")
      HIDE,
      @JsonProperty("deactivate")
      DEACTIVATE,
      @JsonProperty("delete")
      DELETE
    }
  }

  private static List<String> orNone(@Nullable List<String> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
