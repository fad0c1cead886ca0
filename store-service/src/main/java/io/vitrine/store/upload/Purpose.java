package io.vitrine.store.upload;

/** What the bytes are for: the image itself, or the source of an import. */
public enum Purpose {
  UPLOAD,
  STAGE
}
