package io.vitrine.registry.image.postgres;

import io.vitrine.registry.image.ImageFilter.DateField;
import io.vitrine.registry.image.ImageFilter.NumberField;
import io.vitrine.registry.image.ImageFilter.TextField;
import io.vitrine.registry.image.ImageQuery.SortField;

/**
 * The expressions behind what a client filters and sorts by. The indexes hold some of them letter
 * by letter: one that changes here needs a new index.
 */
final class Columns {
  /** An ordered name: null would be lost by comparisons, and every database orders alike. */
  static final String NAME = "(coalesce(name, '') collate \"C\")";

  /** A name as text search sees it. */
  static final String FOLDED_NAME = "lower(name collate \"und-x-icu\")";

  private Columns() {}

  static String sorted(SortField field) {
    return switch (field) {
      case NAME -> NAME;
      case DISK_FORMAT -> "(coalesce(disk_format, '') collate \"C\")";
      case CONTAINER_FORMAT -> "(coalesce(container_format, '') collate \"C\")";
      case STATUS -> "(status collate \"C\")";
      case SIZE -> "coalesce(cast(data->>'size' as bigint), -1)";
      case ID -> "id";
      case CREATED_AT -> "created_at";
      case UPDATED_AT -> "updated_at";
    };
  }

  static String filtered(TextField field) {
    return switch (field) {
      case NAME -> NAME;
      case STATUS -> "status";
      case OWNER -> "owner";
      case DISK_FORMAT -> "disk_format";
      case CONTAINER_FORMAT -> "container_format";
      case CHECKSUM -> "(data->>'checksum')";
      case OS_HASH_ALGO -> "(data->>'os_hash_algo')";
      case OS_HASH_VALUE -> "(data->>'os_hash_value')";
    };
  }

  /** Whether the value is shown to clients; the name is the one whose expression hides a null. */
  static String shown(TextField field) {
    return switch (field) {
      case NAME -> " and name is not null";
      case STATUS, OWNER, DISK_FORMAT, CONTAINER_FORMAT -> "";
      case CHECKSUM, OS_HASH_ALGO, OS_HASH_VALUE -> WHEN_STORED;
    };
  }

  static String filtered(NumberField field) {
    return switch (field) {
      case SIZE -> "cast(data->>'size' as bigint)";
      case VIRTUAL_SIZE -> "cast(data->>'virtual_size' as bigint)";
      case MIN_DISK -> "min_disk";
      case MIN_RAM -> "min_ram";
    };
  }

  static String shown(NumberField field) {
    return switch (field) {
      case SIZE, MIN_DISK, MIN_RAM -> "";
      case VIRTUAL_SIZE -> WHEN_STORED;
    };
  }

  static String filtered(DateField field) {
    return switch (field) {
      case CREATED_AT -> "created_at";
      case UPDATED_AT -> "updated_at";
    };
  }

  /** Of staged bytes only the size is shown. */
  private static final String WHEN_STORED = " and status not in ('uploading', 'importing')";
}
