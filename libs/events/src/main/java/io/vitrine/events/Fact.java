package io.vitrine.events;

import java.util.UUID;

/**
 * Something that happened to one image. The image's id is the Kafka key, so order holds per image.
 */
public sealed interface Fact
    permits BlobFact, BlobReleaseFact, ImageFact, ImportFact, ImportRun, TaskFact {
  UUID imageId();
}
