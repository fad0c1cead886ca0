package io.vitrine.diskformats;

/** Some bytes of an image's file that a read needs. */
public interface FilePiece {

  long fileOffset();

  int fileLength();

  default long fileEnd() {
    return fileOffset() + fileLength();
  }
}
