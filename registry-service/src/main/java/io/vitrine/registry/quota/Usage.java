package io.vitrine.registry.quota;

/**
 * What a project uses.
 *
 * @param bytes of active images, and what is set aside for uploads and imports
 * @param stagedBytes that wait for an import or are being imported
 * @param uploads images that bytes are on their way to
 */
public record Usage(long images, long bytes, long stagedBytes, long uploads) {
  public static final Usage NONE = new Usage(0, 0, 0, 0);

  public long of(Resource resource) {
    return switch (resource) {
      case IMAGE_COUNT_TOTAL -> images;
      case IMAGE_SIZE_TOTAL -> bytes;
      case IMAGE_STAGE_TOTAL -> stagedBytes;
      case IMAGE_COUNT_UPLOADING -> uploads;
    };
  }
}
