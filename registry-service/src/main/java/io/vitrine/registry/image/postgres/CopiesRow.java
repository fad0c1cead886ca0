package io.vitrine.registry.image.postgres;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vitrine.events.Blob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the data of an image is, too.
 *
 * @param places at least one
 */
@JsonNaming(SnakeCaseStrategy.class)
record CopiesRow(List<Blob.Copy> places) {

  static @Nullable CopiesRow of(@Nullable Blob data) {
    return data == null || data.copies().isEmpty() ? null : new CopiesRow(data.copies());
  }

  static List<Blob.Copy> placesIn(@Nullable CopiesRow row) {
    return row == null ? List.of() : row.places;
  }
}
