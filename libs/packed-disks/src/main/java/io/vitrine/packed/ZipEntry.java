package io.vitrine.packed;

/**
 * A file in a zip.
 *
 * @param offset where its packed bytes start
 */
record ZipEntry(boolean stored, long offset, long packedLength, long length, long crc) {}
