package io.vitrine.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an S3Proxy keeps, as files below its root. */
final class StoredFiles {
  private StoredFiles() {}

  /** Whatever belongs to an image has its id in its name: objects, their parts and marks. */
  static Set<String> of(Path root, String imageId) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.contains(imageId))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UncheckedIOException e) {
      // A file went away during the walk: look again.
      return of(root, imageId);
    }
  }
}
