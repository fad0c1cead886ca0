package io.vitrine.local.upload;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/**
 * Where an upload is that has begun, in a small file of the user's, so that the same command goes
 * on with it. It belongs to a file as it was: one that has changed since is another image.
 */
final class RememberedUpload {
  private final Path state;

  private RememberedUpload(Path state) {
    this.state = state;
  }

  /**
   * What is known of an upload.
   *
   * @param url empty until the server has said it
   */
  record Known(String imageId, Optional<URI> url) {}

  /**
   * Nothing is written yet.
   *
   * @param purpose what else has to be the same: server, project, store, …
   */
  static RememberedUpload of(Path file, String purpose, Map<String, String> environment)
      throws IOException {
    String identity =
        String.join(
            "\n",
            file.toRealPath().toString(),
            Long.toString(Files.size(file)),
            Files.getLastModifiedTime(file).toString(),
            purpose);
    String name = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString();
    return new RememberedUpload(directory(environment).resolve(name + ".properties"));
  }

  private static Path directory(Map<String, String> environment) {
    String states = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base =
        states.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(states);
    return base.resolve("vitrine").resolve("uploads");
  }

  Optional<Known> load() throws IOException {
    if (!Files.exists(state)) {
      return Optional.empty();
    }
    Properties known = new Properties();
    try (Reader in = Files.newBufferedReader(state)) {
      known.load(in);
    }
    String imageId = known.getProperty("image");
    String url = known.getProperty("upload");
    return imageId == null
        ? Optional.empty()
        : Optional.of(new Known(imageId, Optional.ofNullable(url).map(URI::create)));
  }

  void save(Known known) throws IOException {
    Properties all = new Properties();
    all.setProperty("image", known.imageId());
    known.url().ifPresent(url -> all.setProperty("upload", url.toString()));
    Files.createDirectories(state.getParent());
    Path fresh = state.resolveSibling(state.getFileName() + ".new");
    try (Writer out = Files.newBufferedWriter(fresh)) {
      all.store(out, "An upload that has begun; see vitrine upload");
    }
    Files.move(fresh, state, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  void forget() throws IOException {
    Files.deleteIfExists(state);
  }
}
