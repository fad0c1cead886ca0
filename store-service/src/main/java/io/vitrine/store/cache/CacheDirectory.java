package io.vitrine.store.cache;

import io.vitrine.store.cache.Entry.Usage;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A cache on the disk. {@code images/} has complete files, named by their SHA-512, each with a
 * {@code .properties} file beside it that says whose bytes they are; {@code incomplete/} has what
 * is on its way.
 */
final class CacheDirectory implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CacheDirectory.class);
  private static final String DESCRIPTION = ".properties";
  private static final String IMAGE = "image.";

  private final Path images;
  private final Path incomplete;
  private final FileChannel lock;
  private long number;

  private CacheDirectory(Path root, FileChannel lock) throws IOException {
    this.images = Files.createDirectories(root.resolve("images"));
    this.incomplete = Files.createDirectories(root.resolve("incomplete"));
    this.lock = lock;
  }

  /**
   * Takes the directory for this process, and makes it where there is none.
   *
   * @throws IOException if that cannot be, with the reason
   */
  static CacheDirectory open(Path root) throws IOException {
    Files.createDirectories(root);
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock held = channel.tryLock();
      if (held == null) {
        throw new IOException(root + " is the cache of another process");
      }
    } catch (IOException | OverlappingFileLockException e) {
      channel.close();
      throw new IOException("cannot have %s for a cache: %s".formatted(root, e.getMessage()), e);
    }
    return new CacheDirectory(root, channel);
  }

  /** Where the bytes of a complete entry are. */
  Path file(String hash) {
    return images.resolve(hash);
  }

  /** A new, empty file for bytes that are to come. */
  Path begin(String hash) throws IOException {
    number++;
    return Files.createFile(incomplete.resolve(hash + "-" + number));
  }

  /** Makes a file, which is on the disk whole, that of the entry. */
  void commit(Path file, Entry entry) throws IOException {
    describe(entry);
    Files.move(
        file,
        file(entry.hash),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes down whose bytes they are and who read them. */
  void describe(Entry entry) throws IOException {
    Properties text = new Properties();
    text.setProperty("checksum", entry.checksum);
    text.setProperty("size", Long.toString(entry.size));
    text.setProperty("since", entry.since.toString());
    entry.images.forEach(
        (id, usage) -> text.setProperty(IMAGE + id, usage.hits() + " " + usage.last()));
    Path draft = incomplete.resolve(entry.hash + DESCRIPTION);
    try (Writer writer = Files.newBufferedWriter(draft)) {
      text.store(writer, null);
    }
    Files.move(
        draft,
        description(entry.hash),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private Path description(String hash) {
    return images.resolve(hash + DESCRIPTION);
  }

  void delete(String hash) {
    delete(file(hash));
    delete(description(hash));
  }

  void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.errorf("Cannot delete %s: %s", file, e.toString());
    }
  }

  /** Whether the entry's file is what it was. */
  boolean has(Entry entry) {
    try {
      return Files.size(file(entry.hash)) == entry.size;
    } catch (IOException e) {
      return false;
    }
  }

  /** What an earlier process has left whole, the longest unread first; the rest is deleted. */
  List<Entry> load() throws IOException {
    try (Stream<Path> files = Files.list(images)) {
      List<Entry> entries =
          files
              .map(file -> Objects.toString(file.getFileName()))
              .filter(name -> name.endsWith(DESCRIPTION))
              .map(name -> read(name.substring(0, name.length() - DESCRIPTION.length())))
              .flatMap(Optional::stream)
              .filter(this::has)
              .sorted(Comparator.comparing(Entry::lastAccessed))
              .toList();
      clean(entries.stream().map(entry -> entry.hash).collect(Collectors.toSet()), Set.of());
      return entries;
    }
  }

  private Optional<Entry> read(String hash) {
    Properties text = new Properties();
    try (Reader reader = Files.newBufferedReader(description(hash))) {
      text.load(reader);
      Entry entry =
          new Entry(
              hash,
              text.getProperty("checksum", ""),
              Long.parseLong(text.getProperty("size", "")),
              Instant.parse(text.getProperty("since", "")));
      for (String name : text.stringPropertyNames()) {
        if (name.startsWith(IMAGE)) {
          String[] usage = text.getProperty(name, "").split(" ", 2);
          entry.images.put(
              UUID.fromString(name.substring(IMAGE.length())),
              new Usage(Long.parseLong(usage[0]), Instant.parse(usage[1])));
        }
      }
      return Optional.of(entry);
    } catch (IOException | RuntimeException e) {
      LOG.warnf("A cached file cannot be used: %s: %s", hash, e.toString());
      return Optional.empty();
    }
  }

  /**
   * Deletes what belongs to nothing.
   *
   * @param hashes of the complete files to be kept
   * @param coming the files that are being filled
   */
  void clean(Set<String> hashes, Set<Path> coming) throws IOException {
    try (Stream<Path> files = Files.list(incomplete)) {
      files.filter(file -> !coming.contains(file)).forEach(this::delete);
    }
    try (Stream<Path> files = Files.list(images)) {
      files.filter(file -> !hashes.contains(hash(file))).forEach(this::delete);
    }
  }

  private static String hash(Path file) {
    String name = Objects.toString(file.getFileName());
    return name.endsWith(DESCRIPTION)
        ? name.substring(0, name.length() - DESCRIPTION.length())
        : name;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
