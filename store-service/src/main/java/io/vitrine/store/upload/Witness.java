package io.vitrine.store.upload;

import io.vitrine.objectstore.Digests;
import io.vitrine.objectstore.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Has seen every byte of an upload, in order, and can say what they are. */
public final class Witness {
  private final Digests digests = new Digests();
  private final FormatCheck format;
  private long seen;

  public Witness(Grant grant) {
    this.format = new FormatCheck(grant);
  }

  /** Looks at the object instead of what came: nobody here has seen all of that. */
  public static Witness ofObject(ObjectStore store, Grant grant, long length) {
    Witness witness = new Witness(grant);
    Chunks chunks = new Chunks();
    try (InputStream bytes = store.read(grant.key(), 0, length)) {
      int got;
      do {
        byte[] chunk = chunks.take();
        got = bytes.readNBytes(chunk, 0, chunk.length);
        witness.inspect(chunk, got);
        witness.digest(chunk, got, chunks);
      } while (got == Chunks.SIZE);
      return witness;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks at the next bytes; throws a problem as soon as they cannot become the image. */
  public void inspect(byte[] chunk, int length) {
    format.feed(chunk, length);
  }

  /** Takes the same bytes, and with them the array, until the digests have them. */
  public void digest(byte[] chunk, int length, Chunks chunks) {
    seen += length;
    digests.update(chunk, 0, length, () -> chunks.giveBack(chunk));
  }

  /** Says what it saw; throws a problem if that may not become the image. */
  public StoredBlob testify() {
    FormatCheck.Found found = format.finish(seen);
    return new StoredBlob(seen, digests.finish(), found.diskFormat(), found.virtualSize());
  }
}
