package io.vitrine.diskformats.blocks;

import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Pieces near each other, fetched by one read: a remote read costs more than a few bytes more. */
record Run(List<Piece> pieces, long start, long end) {
  private static final int MAX_GAP = 128 * 1024;
  private static final int MAX_LENGTH = 8 << 20;

  /** Takes what has been fetched: a piece, and where in an array its bytes are. */
  @FunctionalInterface
  interface Receiver {
    void accept(Piece piece, byte[] bytes, int at) throws IOException;
  }

  /** Puts pieces in the order of the file. No run is longer than 8 MiB, but for a longer piece. */
  static List<Run> join(List<Piece> pieces) {
    List<Piece> ordered = new ArrayList<>(pieces);
    ordered.sort(Comparator.comparingLong(Piece::fileOffset));
    List<Run> runs = new ArrayList<>();
    List<Piece> current = new ArrayList<>();
    long start = 0;
    long end = 0;
    for (Piece piece : ordered) {
      long joined = Math.max(end, piece.fileEnd());
      if (!current.isEmpty()
          && (piece.fileOffset() - end >= MAX_GAP || joined - start > MAX_LENGTH)) {
        runs.add(new Run(current, start, end));
        current = new ArrayList<>();
      }
      if (current.isEmpty()) {
        start = piece.fileOffset();
        end = piece.fileEnd();
      } else {
        end = joined;
      }
      current.add(piece);
    }
    if (!current.isEmpty()) {
      runs.add(new Run(current, start, end));
    }
    return runs;
  }

  /** Fetches all at once, and hands the pieces over one by one. */
  void read(RandomAccessSource source, Receiver receiver) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(end - start)];
    source.readFully(start, bytes, 0, bytes.length);
    for (Piece piece : pieces) {
      receiver.accept(piece, bytes, (int) (piece.fileOffset() - start));
    }
  }
}
