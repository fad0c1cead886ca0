package io.vitrine.registry.image;

import io.vitrine.registry.quota.Resource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The states of an image. The legal transitions are the methods of the state they leave.
 *
 * <pre>
 *            startUpload            complete
 *   Queued ──────────────► Saving ────────────────────────────► Active
 *    ▲ ▲ │                   │ abandon                            ▲
 *    │ └─┼───────────────────┘                                    │ complete
 *    │   │ startStaging           complete          startImport   │
 *    │   └──────────► Staging ────────────► Staged ────────► Importing
 *    │                   │ abandon                              │ fail
 *    └───────────────────┴──────────────────────────────────────┘
 *
 *             deactivate
 *   Active ──────────────► Deactivated
 *      ▲                       │ reactivate
 *      └───────────────────────┘
 * </pre>
 *
 * Staging and Staged are both {@code uploading} to a client, as in Glance. An import of bytes that
 * lie elsewhere leads from Queued to Importing at once.
 */
public sealed interface ImageStatus {
  /** The name in the Image API. */
  String wireName();

  record Queued() implements ImageStatus {
    @Override
    public String wireName() {
      return "queued";
    }

    public Saving startUpload(Upload upload) {
      return new Saving(upload);
    }

    public Staging startStaging(Upload upload) {
      return new Staging(upload);
    }

    /** Of bytes that lie elsewhere. */
    public Importing startImport(UUID taskId, long reserved) {
      return new Importing(null, null, taskId, reserved);
    }
  }

  /** Bytes are set aside for someone who works on the image. */
  sealed interface Reserving extends ImageStatus {
    /** The upload or the import task. */
    UUID holder();

    /** Bytes that count as used by the project until the work ends. */
    long reserved();

    /** As what they count. */
    Resource counted();

    Reserving reserving(long bytes);
  }

  /** Bytes are being written somewhere; exactly one upload holds the image. */
  sealed interface Receiving extends Reserving {
    Upload upload();

    @Override
    default UUID holder() {
      return upload().id();
    }

    @Override
    default long reserved() {
      return upload().reserved();
    }

    @Override
    default Receiving reserving(long bytes) {
      return renewed(upload().reserving(bytes));
    }

    Receiving renewed(Upload upload);

    ImageStatus complete(StoredData data);

    default Queued abandon() {
      return new Queued();
    }
  }

  record Saving(Upload upload) implements Receiving {
    @Override
    public String wireName() {
      return "saving";
    }

    @Override
    public Saving renewed(Upload upload) {
      return new Saving(upload);
    }

    @Override
    public Resource counted() {
      return Resource.IMAGE_SIZE_TOTAL;
    }

    @Override
    public Active complete(StoredData data) {
      return new Active(data);
    }
  }

  record Staging(Upload upload) implements Receiving {
    @Override
    public String wireName() {
      return "uploading";
    }

    @Override
    public Staging renewed(Upload upload) {
      return new Staging(upload);
    }

    @Override
    public Resource counted() {
      return Resource.IMAGE_STAGE_TOTAL;
    }

    @Override
    public Staged complete(StoredData data) {
      return new Staged(data);
    }
  }

  record Staged(StoredData data) implements ImageStatus {
    @Override
    public String wireName() {
      return "uploading";
    }

    public Importing startImport(UUID taskId, long reserved) {
      return new Importing(data, null, taskId, reserved);
    }
  }

  /**
   * A task works on the image.
   *
   * @param staged the bytes that the work goes on with; null where they are still elsewhere, and
   *     once there is a result
   * @param landed the result, in the stores that have it, where all that were asked for must have
   *     it first; null until then
   * @param reserved for the result, in as many stores as it goes to
   */
  record Importing(
      @Nullable StoredData staged, @Nullable StoredData landed, UUID taskId, long reserved)
      implements Reserving {
    public Importing {
      if (staged != null && landed != null) {
        throw new IllegalArgumentException(
            "task %s has landed its result, and goes on with other bytes".formatted(taskId));
      }
    }

    @Override
    public String wireName() {
      return "importing";
    }

    @Override
    public UUID holder() {
      return taskId;
    }

    @Override
    public Resource counted() {
      return Resource.IMAGE_SIZE_TOTAL;
    }

    @Override
    public Importing reserving(long bytes) {
      return new Importing(staged, landed, taskId, bytes);
    }

    /** The work goes on with these bytes. */
    public Importing goingOnWith(StoredData bytes) {
      return new Importing(bytes, landed, taskId, reserved);
    }

    /** The work begins once more with the bytes that lie elsewhere. */
    public Importing beginningAgain() {
      return new Importing(null, landed, taskId, reserved);
    }

    /** The result is in some stores, and the others read it from there. */
    Importing landed(StoredData result) {
      return new Importing(null, result, taskId, reserved);
    }

    public Active complete(StoredData data) {
      return new Active(data);
    }

    public Queued fail() {
      return new Queued();
    }
  }

  /** All bytes are there; which stores they lie in may change. */
  sealed interface Complete extends ImageStatus {
    StoredData data();

    Complete at(StoredData data);
  }

  record Active(StoredData data) implements Complete {
    @Override
    public Active at(StoredData data) {
      return new Active(data);
    }

    @Override
    public String wireName() {
      return "active";
    }

    public Deactivated deactivate() {
      return new Deactivated(data);
    }
  }

  /** The bytes stay, and only administrators read them. */
  record Deactivated(StoredData data) implements Complete {
    @Override
    public Deactivated at(StoredData data) {
      return new Deactivated(data);
    }

    @Override
    public String wireName() {
      return "deactivated";
    }

    public Active reactivate() {
      return new Active(data);
    }
  }
}
