package io.vitrine.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An image as it was right after the fact that carries it.
 *
 * @param version grows with every change of the image, so a reader can tell old news from new
 * @param status as the Image API has it
 * @param visibility who sees it beside its owner
 * @param owner the project
 * @param diskFormat what is declared until there is data, then what was found in it
 * @param containerFormat what is around the disk, {@code bare} for nothing
 * @param size bytes of the data, of staged data, too
 * @param virtualSize bytes of the disk that a guest sees
 * @param checksum MD5 of the data, hex
 * @param osHashAlgo the second hash's name, {@code sha512}
 * @param osHashValue the second hash of the data, hex
 * @param minDisk GB that a guest needs; 0 is unknown
 * @param minRam MB that a guest needs; 0 is unknown
 * @param isProtected whether it cannot be deleted
 * @param osHidden whether lists leave it out
 * @param properties custom properties
 * @param stores where its data is; empty while it has none
 * @param importingToStores which an import, or a copy, is still to bring it to; null if none ever
 *     was asked for
 * @param failedImport stores that it did not get to; null as well
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ImageSnapshot(
    UUID id,
    long version,
    @Nullable String name,
    @OneOf({"queued", "saving", "uploading", "importing", "active", "deactivated"}) String status,
    @OneOf({"public", "private", "shared", "community"}) String visibility,
    @Nullable String owner,
    @Nullable String diskFormat,
    @Nullable String containerFormat,
    @Nullable Long size,
    @Nullable Long virtualSize,
    @Nullable String checksum,
    @Nullable String osHashAlgo,
    @Nullable String osHashValue,
    int minDisk,
    int minRam,
    @JsonProperty("protected") boolean isProtected,
    boolean osHidden,
    List<String> tags,
    Map<String, String> properties,
    Instant createdAt,
    Instant updatedAt,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> stores,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> importingToStores,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> failedImport) {

  public ImageSnapshot {
    tags = List.copyOf(tags);
    properties = Map.copyOf(properties);
    // Facts of an older registry do not name them.
    stores = stores == null ? List.of() : List.copyOf(stores);
    importingToStores = importingToStores == null ? null : List.copyOf(importingToStores);
    failedImport = failedImport == null ? null : List.copyOf(failedImport);
  }
}
