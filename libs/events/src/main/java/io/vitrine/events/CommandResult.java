package io.vitrine.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a command. It goes by the Kafka key of the command, whatever that was. */
public sealed interface CommandResult extends Fact {
  /** The CloudEvents id of the command. */
  String commandId();

  /** The CloudEvents type of the command. */
  String commandType();

  /** The Kafka key of the command; its id where it had none. */
  String commandKey();

  @Override
  default String subject() {
    return commandKey();
  }

  /** The same answer to a command that came again, perhaps by another key. */
  CommandResult withKey(String key);

  /**
   * The command was carried out.
   *
   * @param imageId the image that it was about
   * @param taskId the import that it began
   * @param imageIds the images that it changed, where it was about several
   * @param skippedImageIds those that it left alone because they are protected
   * @param more whether there are others, for the same command under another id
   */
  @FactType("io.vitrine.command.completed.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CommandCompleted(
      String commandId,
      String commandType,
      String commandKey,
      @Nullable UUID imageId,
      @Nullable UUID taskId,
      @Nullable List<UUID> imageIds,
      @Nullable List<UUID> skippedImageIds,
      @Nullable Boolean more)
      implements CommandResult {
    @Override
    public CommandCompleted withKey(String key) {
      return new CommandCompleted(
          commandId, commandType, key, imageId, taskId, imageIds, skippedImageIds, more);
    }
  }

  /** Nothing was done. */
  @FactType("io.vitrine.command.refused.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record CommandRefused(String commandId, String commandType, String commandKey, Reason problem)
      implements CommandResult {
    @Override
    public CommandRefused withKey(String key) {
      return new CommandRefused(commandId, commandType, key, problem);
    }

    /**
     * Why it was refused.
     *
     * @param code a word for programs
     * @param message for people
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Reason(String code, String message) {}
  }
}
