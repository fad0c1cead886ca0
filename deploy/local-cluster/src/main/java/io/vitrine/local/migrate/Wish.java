package io.vitrine.local.migrate;

import io.vitrine.local.metadefs.LoadMode;
import java.util.List;
import java.util.Optional;

/**
 * What is to come, and how.
 *
 * @param images ids of the only ones; empty for all
 * @param visibility of the only images; empty for all
 * @param owner of the only images, as the source knows it; empty for all
 * @param namespaces the only ones; empty for all
 * @param mode what becomes of a namespace that the target has
 * @param store where bytes go; empty for the target's choice
 * @param parallel how many images are under way at once
 */
public record Wish(
    Deed deed,
    List<String> images,
    Optional<String> visibility,
    Optional<String> owner,
    List<String> namespaces,
    LoadMode mode,
    Optional<String> store,
    int parallel) {
  public Wish {
    images = List.copyOf(images);
    namespaces = List.copyOf(namespaces);
  }

  private boolean choosesImages() {
    return !images.isEmpty() || visibility.isPresent() || owner.isPresent();
  }

  /** Who names only namespaces wants no images. */
  boolean isForImages() {
    return choosesImages() || namespaces.isEmpty();
  }

  /** Who names only some images wants no namespaces. */
  boolean isForNamespaces() {
    return !namespaces.isEmpty() || !choosesImages();
  }

  boolean isForAll() {
    return !choosesImages() && namespaces.isEmpty();
  }
}
