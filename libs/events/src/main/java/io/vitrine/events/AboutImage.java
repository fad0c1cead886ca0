package io.vitrine.events;

import java.util.UUID;

/** Something that happened to one image. */
public sealed interface AboutImage extends Fact
    permits BlobFact, BlobReleaseFact, DownloadFact, ImageFact, ImportFact, ImportRun, TaskFact {
  UUID imageId();

  @Override
  default String subject() {
    return imageId().toString();
  }
}
