package io.vitrine.diskformats.blocks;

/**
 * Where some guest bytes lie in the file.
 *
 * @param block the offset in the disk of the block that they begin in
 * @param fileLength packed length, or the same as {@code length}
 * @param skip bytes of an unpacked block before the wanted ones
 */
record Piece(
    long block,
    long fileOffset,
    int fileLength,
    boolean packed,
    int skip,
    int targetOffset,
    int length) {

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
        block,
        fileOffset,
        fileLength + next.fileLength,
        false,
        skip,
        targetOffset,
        length + next.length);
  }
}
