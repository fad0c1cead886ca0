package io.vitrine.objectstore;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The small objects beside an upload that is under way: its {@link Tail}s, and a mark of everybody
 * who has written to it. Each has a key of its own and is never replaced; what there is of them a
 * listing tells, which has to show an object as soon as its PUT is answered.
 */
final class Beside {
  private static final String TAIL = ".tail.";
  private static final String MARK = ".by.";
  private static final Pattern KEY = Pattern.compile("(.+?)\\.(tail|by)(\\..*)?");

  private final ObjectStore store;
  private final ObjectKey upload;

  Beside(ObjectStore store, ObjectKey upload) {
    this.store = store;
    this.upload = upload;
  }

  /** The upload that an object lies beside; the object itself if there is none. */
  static ObjectKey uploadOf(ObjectKey object) {
    Matcher beside = KEY.matcher(object.value());
    return beside.matches() ? new ObjectKey(beside.group(1)) : object;
  }

  /** The longest tail of this part. */
  Optional<Tail> tail(int part) {
    return names(TAIL).stream()
        .flatMap(name -> Tail.named(name).stream())
        .filter(tail -> tail.part() == part)
        .max(Tail.BY_SIZE);
  }

  private List<String> names(String kind) {
    String prefix = upload + kind;
    List<String> names = new ArrayList<>();
    store
        .objects(prefix)
        .forEachRemaining(object -> names.add(object.key().value().substring(prefix.length())));
    return names;
  }

  private ObjectKey key(Tail tail) {
    return new ObjectKey(upload + TAIL + tail.name());
  }

  /**
   * Copies it to where the part is put together.
   *
   * @throws ObjectStoreException {@link Failure#MISSING} if the upload has gone on without it
   */
  void load(Tail tail, PartBuffer into) {
    byte[] chunk = new byte[64 << 10];
    try (InputStream bytes = store.read(key(tail), 0, tail.size())) {
      for (int got = bytes.read(chunk); got >= 0; got = bytes.read(chunk)) {
        into.append(chunk, 0, got);
      }
    } catch (IOException e) {
      throw S3Failures.of("reading a tail of " + upload, e);
    }
  }

  Tail save(int part, PartBuffer bytes) {
    Tail tail = Tail.of(part, bytes.filled());
    store.put(key(tail), tail.size(), bytes::open);
    return tail;
  }

  void delete(Tail tail) {
    store.delete(key(tail));
  }

  /** Says that this author writes. Whoever looks at the marks later finds it. */
  void mark(Author author) {
    if (!author.isMarked()) {
      // Not taken back if it fails: it may be the mark of somebody else, too.
      store.put(new ObjectKey(upload + MARK + author.name()), 0, InputStream::nullInputStream);
      author.onMarked();
    }
  }

  /** The names of all who have left a mark. */
  Set<String> authors() {
    return new HashSet<>(names(MARK));
  }

  void deleteTails() {
    deleteAll(TAIL);
  }

  void deleteAll() {
    deleteAll(".");
  }

  private void deleteAll(String kind) {
    List<ObjectKey> found = new ArrayList<>();
    store
        .objects(upload + kind)
        .forEachRemaining(object -> {
          if (uploadOf(object.key()).equals(upload)) {
            found.add(object.key());
          }
        });
    found.forEach(store::delete);
  }
}
