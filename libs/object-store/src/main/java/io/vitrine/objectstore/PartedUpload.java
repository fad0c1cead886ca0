package io.vitrine.objectstore;

import io.vitrine.objectstore.MultipartUpload.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An upload of known length that anybody may go on with at any time: all there is to know of it
 * lies in the store. Every part but the last has the same size; what has come of a part that is not
 * whole yet waits in a {@link Tail}. Blocks; every failure is an {@link ObjectStoreException}.
 *
 * <p>Nothing keeps several from writing at once: which of their bytes stay, the store decides. What
 * they are, only an author who was alone with the upload can say without reading it, and {@link
 * #isOnlyBy} tells whether one was.
 *
 * <pre>
 *   ──begin──▶ parts, tail ──write, pause──▶ parts, tail … ──all there, complete──▶ object
 * </pre>
 */
public final class PartedUpload {
  private static final Logger LOG = Logger.getLogger(PartedUpload.class);

  /** Of it, and not of the store's setting, so that all replicas cut alike. */
  private static final long USUAL_PART = 8L << 20;

  private final ObjectStore store;
  private final ObjectKey key;
  private final long length;
  private final MultipartUpload multipart;
  private final Beside beside;

  /**
   * @param length bytes of the object to be
   */
  public PartedUpload(ObjectStore store, ObjectKey key, long length) {
    this.store = store;
    this.key = key;
    this.length = length;
    this.multipart = store.multipart(key);
    this.beside = new Beside(store, key);
  }

  /**
   * How far it is.
   *
   * @param offset bytes that are safe
   * @param parts whole ones, from the first on without a gap
   * @param tail of the next part; null without one
   * @param done whether the object is complete and visible
   */
  public record Progress(long offset, List<Part> parts, @Nullable Tail tail, boolean done) {}

  /** Bytes of every part but the last: 10,000 of them are enough. */
  long partSize() {
    return Math.max(USUAL_PART, Math.ceilDiv(length, PartPlan.MAX_PARTS));
  }

  private long sizeOf(int number) {
    return Math.min(partSize(), length - (number - 1) * partSize());
  }

  /** Makes room for the first part. */
  public Progress begin() {
    if (length > 0) {
      // Another one than ours, which has to take the one that all others find.
      store.multipart(key).begin();
    }
    return new Progress(0, List.of(), null, false);
  }

  /** Asks the store; empty if it knows nothing of such an upload. */
  public Optional<Progress> progress() {
    Optional<List<Part>> listed = length == 0 ? Optional.of(List.of()) : multipart.parts();
    // A request to begin that was repeated may have left another upload, which hides nothing.
    boolean mayBeDone = listed.isEmpty() || listed.get().isEmpty();
    if (mayBeDone && store.stat(key).filter(object -> object.size() == length).isPresent()) {
      return Optional.of(new Progress(length, List.of(), null, true));
    }
    return listed.map(this::progress);
  }

  private Progress progress(List<Part> listed) {
    List<Part> whole = new ArrayList<>();
    long offset = 0;
    for (Part part : listed) {
      int next = whole.size() + 1;
      if (part.number() != next || offset == length || part.size() != sizeOf(next)) {
        break;
      }
      whole.add(part);
      offset += part.size();
    }
    @Nullable Tail more = offset == length ? null : beside.tail(whole.size() + 1).orElse(null);
    return new Progress(
        more == null ? offset : offset + more.size(), List.copyOf(whole), more, false);
  }

  /** Says that this author may write to it, before he does: {@link #isOnlyBy} has to know. */
  public void mark(Author author) {
    beside.mark(author);
  }

  /** Goes on where it is. Close it, whatever happens. */
  public Writer goOn(Progress from, Author author) {
    return new Writer(from, author);
  }

  /**
   * Whether every byte is of this author. To be asked when the object is complete: then nobody can
   * write to the upload any more, and whoever has done so has left a mark before.
   */
  public boolean isOnlyBy(Author author) {
    return author.isUnique() && beside.authors().equals(Set.of(author.name()));
  }

  /** Makes the object visible; all its bytes must be there. */
  public void complete(Progress all) {
    if (all.offset() != length) {
      throw new IllegalStateException(key + " has " + all.offset() + " of " + length + " bytes");
    }
    if (!all.done()) {
      if (length == 0) {
        completeEmpty();
      } else {
        multipart.complete(all.parts());
      }
    }
    beside.deleteTails();
  }

  /** Removes the marks of the authors, which nobody needs once the object is somebody's. */
  public void forgetAuthors() {
    beside.deleteAll();
  }

  private void completeEmpty() {
    try (ObjectUpload empty = store.begin(key)) {
      empty.complete();
    }
  }

  /**
   * Takes bytes, of which it keeps those of one part: in memory, or in a scratch file where the
   * parts of a huge object are larger than usual. For one thread.
   */
  public final class Writer implements AutoCloseable {
    private final List<Part> parts;
    private final Author author;
    private @Nullable Tail saved;
    private @Nullable PartBuffer filling;
    private boolean lost;

    private Writer(Progress from, Author author) {
      this.author = author;
      parts = new ArrayList<>(from.parts());
      saved = from.tail();
      if (saved != null) {
        PartBuffer part = nextBuffer();
        filling = part;
        try {
          beside.load(saved, part);
        } catch (RuntimeException e) {
          close();
          throw e;
        }
      }
    }

    private PartBuffer nextBuffer() {
      long size = sizeOf(parts.size() + 1);
      if (size > USUAL_PART) {
        return PartBuffer.inScratchFile(size);
      }
      return PartBuffer.of(PartMemory.OF_THE_PROCESS, (int) USUAL_PART, (int) size);
    }

    /**
     * Appends bytes, not more than the length of the upload; the array may be reused at once.
     *
     * @throws ObjectStoreException if a part is lost; then nothing more can be written here
     */
    public void write(byte[] bytes, int offset, int count) {
      int at = offset;
      while (at < offset + count) {
        PartBuffer part = filling == null ? nextBuffer() : filling;
        filling = part;
        at += part.append(bytes, at, offset + count - at);
        if (part.isFull()) {
          send(part);
        }
      }
    }

    private void send(PartBuffer part) {
      try {
        beside.mark(author);
        parts.add(multipart.put(parts.size() + 1, part.filled(), part::open));
        forget(saved);
        saved = null;
      } catch (ObjectStoreException e) {
        lost = true;
        throw e;
      } finally {
        part.close();
        filling = null;
      }
    }

    /** Brings to safety what is not a whole part, and says how far the upload is. */
    public Progress pause() {
      if (lost) {
        throw new IllegalStateException("a part of " + key + " is lost");
      }
      long whole = parts.stream().mapToLong(Part::size).sum();
      PartBuffer rest = filling;
      if (rest != null && (saved == null || rest.filled() > saved.size())) {
        beside.mark(author);
        Tail next = beside.save(parts.size() + 1, rest);
        requireOpen(next);
        forget(saved);
        saved = next;
      }
      long more = rest == null ? 0 : rest.filled();
      return new Progress(whole + more, List.copyOf(parts), saved, false);
    }

    /** Removes the one before, which is part of what is safe now; if not at once, at the end. */
    private void forget(@Nullable Tail tail) {
      if (tail != null) {
        try {
          beside.delete(tail);
        } catch (ObjectStoreException e) {
          LOG.warnf(e, "A tail of %s stays until the upload ends", key);
        }
      }
    }

    /** What is saved for an upload that was released meanwhile, nobody would ever remove. */
    private void requireOpen(Tail tail) {
      // By a new listing: some servers list no parts of an upload that has ended, and do not say
      // so.
      if (store.multipart(key).parts().isEmpty()) {
        beside.delete(tail);
        throw new ObjectStoreException(Failure.MISSING, "the upload to " + key + " is gone", null);
      }
    }

    @Override
    public void close() {
      if (filling != null) {
        filling.close();
      }
    }
  }
}
