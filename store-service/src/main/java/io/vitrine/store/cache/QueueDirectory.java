package io.vitrine.store.cache;

import io.vitrine.objectstore.ObjectKey;
import io.vitrine.store.cache.QueuedImage.Copy;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The images that wait to be fetched, each in a file by its id. */
final class QueueDirectory {
  private static final Logger LOG = Logger.getLogger(QueueDirectory.class);

  private final Path root;

  QueueDirectory(Path root) throws IOException {
    this.root = Files.createDirectories(root);
  }

  void save(QueuedImage queued) {
    CacheableImage image = queued.image();
    Properties text = new Properties();
    text.setProperty("hash", image.hash());
    text.setProperty("checksum", image.checksum());
    text.setProperty("size", Long.toString(image.size()));
    text.setProperty("since", queued.since().toString());
    for (int i = 0; i < queued.copies().size(); i++) {
      text.setProperty("copy." + i + ".store", queued.copies().get(i).store());
      text.setProperty("copy." + i + ".key", queued.copies().get(i).key().value());
    }
    Path file = root.resolve(image.imageId().toString());
    Path draft = root.resolve(image.imageId() + ".draft");
    try {
      try (Writer writer = Files.newBufferedWriter(draft)) {
        text.store(writer, null);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warnf("Image %s waits in memory only: %s", image.imageId(), e.toString());
    }
  }

  void delete(UUID imageId) {
    delete(root.resolve(imageId.toString()));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.errorf("Cannot delete %s: %s", file, e.toString());
    }
  }

  /** All of them, the one that has waited longest first. */
  List<QueuedImage> load() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files
          .map(QueueDirectory::read)
          .flatMap(Optional::stream)
          .sorted(Comparator.comparing(QueuedImage::since))
          .toList();
    }
  }

  private static Optional<QueuedImage> read(Path file) {
    Properties text = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      text.load(reader);
      List<Copy> copies = new ArrayList<>();
      for (int i = 0; text.containsKey("copy." + i + ".key"); i++) {
        copies.add(
            new Copy(
                text.getProperty("copy." + i + ".store", ""),
                new ObjectKey(text.getProperty("copy." + i + ".key", ""))));
      }
      CacheableImage image =
          new CacheableImage(
              UUID.fromString(Objects.toString(file.getFileName())),
              text.getProperty("hash", ""),
              text.getProperty("checksum", ""),
              Long.parseLong(text.getProperty("size", "")));
      return Optional.of(
          new QueuedImage(image, copies, Instant.parse(text.getProperty("since", ""))));
    } catch (IOException | RuntimeException e) {
      LOG.warnf("%s waits for nothing: %s", file, e.toString());
      delete(file);
      return Optional.empty();
    }
  }
}
