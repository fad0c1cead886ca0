package io.vitrine.diskformats.qcow2;

/** How an image's compressed clusters are packed; one kind for the whole image. */
public enum Compression {
  DEFLATE,
  ZSTD
}
