package io.vitrine.registry.image;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of an image.
 *
 * @param minDisk GB
 * @param minRam MB
 * @param properties the custom properties
 */
public record ImageAttributes(
    @Nullable String name,
    Visibility visibility,
    @Nullable String diskFormat,
    @Nullable String containerFormat,
    int minDisk,
    int minRam,
    boolean isProtected,
    boolean osHidden,
    Set<String> tags,
    Map<String, String> properties) {

  public static final ImageAttributes DEFAULT =
      new ImageAttributes(
          null, Visibility.SHARED, null, null, 0, 0, false, false, Set.of(), Map.of());

  public ImageAttributes {
    SequencedSet<String> ordered = new LinkedHashSet<>(tags);
    tags = Collections.unmodifiableSequencedSet(ordered);
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
  }

  ImageAttributes withDiskFormat(String format) {
    return new ImageAttributes(
        name,
        visibility,
        format,
        containerFormat,
        minDisk,
        minRam,
        isProtected,
        osHidden,
        tags,
        properties);
  }
}
