package io.vitrine.registry.image;

import java.util.UUID;

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
 * Staging and Staged are both {@code uploading} to a client, as in Glance.
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
  }

  /** Bytes are being written somewhere; exactly one upload holds the image. */
  sealed interface Receiving extends ImageStatus {
    Upload upload();

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
    public Staged complete(StoredData data) {
      return new Staged(data);
    }
  }

  record Staged(StoredData data) implements ImageStatus {
    @Override
    public String wireName() {
      return "uploading";
    }

    public Importing startImport(UUID taskId) {
      return new Importing(data, taskId);
    }
  }

  record Importing(StoredData staged, UUID taskId) implements ImageStatus {
    @Override
    public String wireName() {
      return "importing";
    }

    public Active complete(StoredData data) {
      return new Active(data);
    }

    public Queued fail() {
      return new Queued();
    }
  }

  record Active(StoredData data) implements ImageStatus {
    @Override
    public String wireName() {
      return "active";
    }

    public Deactivated deactivate() {
      return new Deactivated(data);
    }
  }

  /** The bytes stay, and only administrators read them. */
  record Deactivated(StoredData data) implements ImageStatus {
    @Override
    public String wireName() {
      return "deactivated";
    }

    public Active reactivate() {
      return new Active(data);
    }
  }
}
