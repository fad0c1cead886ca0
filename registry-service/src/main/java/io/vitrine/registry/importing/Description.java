package io.vitrine.registry.importing;

import io.vitrine.registry.image.ImageAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an import has found out about its image's disk beside the bytes. The image gets it with
 * them, so that an import that fails leaves it as it was.
 *
 * @param containerFormat what is still around the disk
 * @param minDisk GB; 0 is unknown
 * @param minRam MB; 0 is unknown
 * @param properties that the image gets unless it has them
 */
public record Description(
    String diskFormat,
    String containerFormat,
    int minDisk,
    int minRam,
    Map<String, String> properties) {

  public Description {
    properties = Map.copyOf(properties);
  }

  /** With what was found later, which is right about the formats; else the first word stays. */
  Description and(Description later) {
    Map<String, String> all = new TreeMap<>(later.properties);
    all.putAll(properties);
    return new Description(
        later.diskFormat,
        later.containerFormat,
        minDisk == 0 ? later.minDisk : minDisk,
        minRam == 0 ? later.minRam : minRam,
        all);
  }

  ImageAttributes addTo(ImageAttributes attributes) {
    return attributes.describedBy(diskFormat, containerFormat, minDisk, minRam, properties);
  }
}
