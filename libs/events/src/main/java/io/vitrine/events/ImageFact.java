package io.vitrine.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of an image, as the registry decided it. */
public sealed interface ImageFact extends AboutImage {
  /** The image right after it. */
  ImageSnapshot image();

  @Override
  @JsonIgnore
  default UUID imageId() {
    return image().id();
  }

  /** There is a new image, without data. */
  @FactType("io.vitrine.image.created.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageCreated(ImageSnapshot image) implements ImageFact {}

  /**
   * The record has changed, or where its data is.
   *
   * @param before the attributes that changed, as they were; null in facts of an older registry
   */
  @FactType("io.vitrine.image.updated.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageUpdated(
      ImageSnapshot image,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, @Nullable Object> before)
      implements ImageFact {

    public static ImageUpdated of(ImageSnapshot was, ImageSnapshot is) {
      return new ImageUpdated(is, Before.of(was, is));
    }
  }

  /**
   * Bytes are on their way, straight into the image or to be staged: its status says which.
   *
   * @param uploadId this upload; what becomes of it names it again
   */
  @FactType("io.vitrine.image.upload-started.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageUploadStarted(ImageSnapshot image, UUID uploadId) implements ImageFact {}

  /**
   * The staged bytes are complete and wait for an import.
   *
   * @param uploadId the upload that brought them
   */
  @FactType("io.vitrine.image.staged.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageStaged(ImageSnapshot image, UUID uploadId) implements ImageFact {}

  /**
   * The image can be used; it came by an upload or by an import.
   *
   * @param uploadId the upload; null if it was none
   * @param taskId the import; null if it was none
   */
  @FactType("io.vitrine.image.activated.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageActivated(ImageSnapshot image, @Nullable UUID uploadId, @Nullable UUID taskId)
      implements ImageFact {}

  /** The bytes stay, but only administrators may read them. */
  @FactType("io.vitrine.image.deactivated.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageDeactivated(ImageSnapshot image) implements ImageFact {}

  /** A deactivated image is active again. */
  @FactType("io.vitrine.image.reactivated.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageReactivated(ImageSnapshot image) implements ImageFact {}

  /**
   * An upload came to nothing; the image waits for another one.
   *
   * @param uploadId the upload
   * @param reason for people
   */
  @FactType("io.vitrine.image.requeued.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageRequeued(ImageSnapshot image, UUID uploadId, String reason) implements ImageFact {}

  /**
   * The image waits for its turn to be imported.
   *
   * @param taskId the task, of which {@code vitrine.tasks} tells more
   */
  @FactType("io.vitrine.image.import-started.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageImportStarted(ImageSnapshot image, UUID taskId) implements ImageFact {}

  /**
   * The import came to nothing; the image is queued again.
   *
   * @param taskId the task
   * @param reason for people
   */
  @FactType("io.vitrine.image.import-failed.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageImportFailed(ImageSnapshot image, UUID taskId, String reason) implements ImageFact {}

  /** The image is gone; it is told as it was. */
  @FactType("io.vitrine.image.deleted.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageDeleted(ImageSnapshot image) implements ImageFact {}

  /** A deleted image is back, as it was. */
  @FactType("io.vitrine.image.restored.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageRestored(ImageSnapshot image) implements ImageFact {}

  /** The image is shared with one more project. */
  @FactType("io.vitrine.image.member-added.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageMemberAdded(ImageSnapshot image, MemberSnapshot member) implements ImageFact {}

  /** A member accepted the image, rejected it, or wants to think again. */
  @FactType("io.vitrine.image.member-updated.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageMemberUpdated(ImageSnapshot image, MemberSnapshot member) implements ImageFact {}

  /**
   * The image is shared with one project less; {@code member} is what it was. The end of an image
   * ends its sharing, too, without a fact for each member.
   */
  @FactType("io.vitrine.image.member-removed.v1")
  @JsonNaming(SnakeCaseStrategy.class)
  record ImageMemberRemoved(ImageSnapshot image, MemberSnapshot member) implements ImageFact {}
}
