package io.vitrine.registry.quota;

/** What a project has a limited amount of, by the names that Keystone's unified limits have. */
public enum Resource {
  /** Images, whatever their state. */
  IMAGE_COUNT_TOTAL("image_count_total", 1),

  /** Bytes of images that have data, and those set aside for uploads and imports under way. */
  IMAGE_SIZE_TOTAL("image_size_total", 1024 * 1024),

  /** Bytes that wait for an import or are being imported. */
  IMAGE_STAGE_TOTAL("image_stage_total", 1024 * 1024),

  /** Images whose data is being uploaded, waits for an import or is being imported. */
  IMAGE_COUNT_UPLOADING("image_count_uploading", 1);

  private final String wireName;
  private final long unit;

  Resource(String wireName, long unit) {
    this.wireName = wireName;
    this.unit = unit;
  }

  public String wireName() {
    return wireName;
  }

  /** How much one is, as clients and operators count: a limit on bytes is told in MiB. */
  public long unit() {
    return unit;
  }
}
