package io.vitrine.diskformats.blocks;

import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A disk in an untrusted image, read through the image's tables. One read fetches neighbours
 * together, whatever their order in the image. Memory is bounded by the map's and by what one read
 * asks for.
 *
 * @param source the image
 */
public record BlockDisk(RandomAccessSource source, BlockMap map) implements GuestDisk {

  @Override
  public long virtualSize() {
    return map.virtualSize();
  }

  @Override
  public boolean readsAsZero(long from, long length) throws IOException {
    Objects.checkFromIndexSize(from, length, virtualSize());
    for (long at = from; at < from + length; ) {
      if (!(map.find(at) instanceof Place.Zeros zeros)) {
        return false;
      }
      at = zeros.until();
    }
    return true;
  }

  @Override
  public void read(long from, byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, virtualSize());
    Objects.checkFromIndexSize(offset, length, target.length);
    try (BlockDecoder decoder = map.decoder()) {
      for (Run run : Run.join(locate(from, target, offset, length))) {
        Piece first = run.pieces().getFirst();
        if (run.pieces().size() == 1 && !first.packed()) {
          source.readFully(first.fileOffset(), target, first.targetOffset(), first.length());
        } else {
          run.read(source, (piece, bytes, at) -> place(piece, bytes, at, decoder, target));
        }
      }
    }
  }

  private void place(Piece piece, byte[] bytes, int at, BlockDecoder decoder, byte[] target)
      throws DiskFormatException {
    if (!piece.packed()) {
      System.arraycopy(bytes, at, target, piece.targetOffset(), piece.length());
    } else if (piece.length() == map.blockSize()) {
      decoder.decode(piece.block(), bytes, at, piece.fileLength(), target, piece.targetOffset());
    } else {
      byte[] block = new byte[map.blockSize()];
      decoder.decode(piece.block(), bytes, at, piece.fileLength(), block, 0);
      System.arraycopy(block, piece.skip(), target, piece.targetOffset(), piece.length());
    }
  }

  /** Fills in the zeros and says where in the file the rest is. */
  private List<Piece> locate(long from, byte[] target, int offset, int length) throws IOException {
    List<Piece> pieces = new ArrayList<>();
    for (int done = 0; done < length; ) {
      long guest = from + done;
      int at = offset + done;
      int skip = (int) (guest % map.blockSize());
      int now = Math.min(length - done, map.blockSize() - skip);
      switch (map.find(guest)) {
        case Place.Zeros zeros -> {
          now = (int) Math.min(length - done, zeros.until() - guest);
          Arrays.fill(target, at, at + now, (byte) 0);
        }
        case Place.Plain plain -> {
          now = (int) Math.min(now, plain.until() - guest);
          if (plain.offset() > source.size() - skip - now) {
            throw new DiskFormatException(
                "%s: the image is cut short: what is at guest offset %d lies beyond its end"
                    .formatted(map.format(), guest));
          }
          add(new Piece(guest - skip, plain.offset() + skip, now, false, skip, at, now), pieces);
        }
        case Place.Packed packed ->
            pieces.add(
                new Piece(guest - skip, packed.offset(), packed.length(), true, skip, at, now));
      }
      done += now;
    }
    return pieces;
  }

  private static void add(Piece piece, List<Piece> pieces) {
    if (pieces.isEmpty() || !pieces.getLast().isFollowedBy(piece)) {
      pieces.add(piece);
    } else {
      pieces.add(pieces.removeLast().extendedBy(piece));
    }
  }
}
