package io.vitrine.diskformats.qcow2;

/**
 * Where some guest bytes lie in the file.
 *
 * @param fileLength packed length, or the same as {@code length}
 * @param skip bytes of an unpacked cluster before the wanted ones
 */
record Piece(
    long fileOffset, int fileLength, boolean packed, int skip, int targetOffset, int length) {

  long fileEnd() {
    return fileOffset + fileLength;
  }

  boolean isFollowedBy(Piece next) {
    return !packed
        && !next.packed
        && fileEnd() == next.fileOffset
        && targetOffset + length == next.targetOffset;
  }

  Piece extendedBy(Piece next) {
    return new Piece(
        fileOffset, fileLength + next.fileLength, false, skip, targetOffset, length + next.length);
  }
}
