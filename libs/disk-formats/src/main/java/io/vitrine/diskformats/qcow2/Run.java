package io.vitrine.diskformats.qcow2;

import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Pieces near each other, fetched by one read: a remote read costs more than a few bytes more. */
record Run(List<Piece> pieces, long start, long end) {
  private static final int MAX_GAP = 128 * 1024;
  private static final int MAX_LENGTH = 8 << 20;

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

  void read(RandomAccessSource source, ClusterDecoder decoder, int clusterSize, byte[] target)
      throws IOException {
    if (pieces.size() == 1 && !pieces.getFirst().packed()) {
      Piece only = pieces.getFirst();
      source.readFully(only.fileOffset(), target, only.targetOffset(), only.length());
      return;
    }
    byte[] bytes = new byte[Math.toIntExact(end - start)];
    source.readFully(start, bytes, 0, bytes.length);
    for (Piece piece : pieces) {
      int at = (int) (piece.fileOffset() - start);
      if (!piece.packed()) {
        System.arraycopy(bytes, at, target, piece.targetOffset(), piece.length());
      } else if (piece.length() == clusterSize) {
        decoder.decode(bytes, at, piece.fileLength(), target, piece.targetOffset());
      } else {
        byte[] cluster = new byte[clusterSize];
        decoder.decode(bytes, at, piece.fileLength(), cluster, 0);
        System.arraycopy(cluster, piece.skip(), target, piece.targetOffset(), piece.length());
      }
    }
  }
}
