package io.vitrine.registry.image;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
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

  /** Most characters that names and values of properties and tags may have together. */
  public static final int MAX_TEXT = 128 * 1024;

  public static final ImageAttributes DEFAULT =
      new ImageAttributes(
          null, Visibility.SHARED, null, null, 0, 0, false, false, Set.of(), Map.of());

  public ImageAttributes {
    SequencedSet<String> ordered = new LinkedHashSet<>(tags);
    tags = Collections.unmodifiableSequencedSet(ordered);
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
  }

  /** How many there are in names and values of properties and in tags. */
  public long characters() {
    return Stream.of(tags, properties.keySet(), properties.values())
        .flatMap(Collection::stream)
        .mapToLong(text -> text.codePointCount(0, text.length()))
        .sum();
  }

  /**
   * Every fact carries the whole image, so an image must stay small enough for a Kafka record: six
   * bytes a character, as JSON may need, are still less than a megabyte.
   */
  public void requireModestSize() {
    long text = characters();
    if (text > MAX_TEXT) {
      throw new ImageProblem.TooMany("characters in properties and tags", MAX_TEXT, text)
          .asException();
    }
  }

  public ImageAttributes withProperties(Map<String, String> other) {
    return new ImageAttributes(
        name,
        visibility,
        diskFormat,
        containerFormat,
        minDisk,
        minRam,
        isProtected,
        osHidden,
        tags,
        other);
  }

  /**
   * These properties beside the others; what there is already stays. Nobody is there to be told of
   * too many, so those that make an image too large are left out.
   */
  public ImageAttributes with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(more);
    all.putAll(properties);
    ImageAttributes together = withProperties(all);
    return together.characters() > MAX_TEXT ? this : together;
  }

  ImageAttributes withDiskFormat(String format) {
    return describedBy(format, containerFormat, minDisk, minRam, Map.of());
  }

  /** With what the source of the bytes says; but for the formats, the owner's word goes first. */
  public ImageAttributes describedBy(
      String format, @Nullable String container, int disk, int ram, Map<String, String> more) {
    return new ImageAttributes(
            name,
            visibility,
            format,
            container,
            minDisk == 0 ? disk : minDisk,
            minRam == 0 ? ram : minRam,
            isProtected,
            osHidden,
            tags,
            properties)
        .with(more);
  }
}
