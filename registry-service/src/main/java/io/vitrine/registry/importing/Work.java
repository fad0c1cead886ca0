package io.vitrine.registry.importing;

import io.vitrine.registry.image.Image;

/** A task that its image waits for. The image is locked. */
record Work(Image image, ImportTask task) {}
