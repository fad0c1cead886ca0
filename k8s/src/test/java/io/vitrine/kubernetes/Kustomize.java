package io.vitrine.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The kustomize that is in kubectl. */
final class Kustomize {
  private Kustomize() {}

  static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, "kubectl"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static String render(Path folder) {
    try {
      Path said = Files.createTempFile("kustomize", ".log");
      Process kustomize =
          new ProcessBuilder(program().orElseThrow().toString(), "kustomize", folder.toString())
              .redirectError(said.toFile())
              .start();
      String rendered = new String(kustomize.getInputStream().readAllBytes(), UTF_8);
      int status = kustomize.waitFor();
      // What is deprecated is a warning there.
      String words = Files.readString(said);
      Files.delete(said);
      if (status != 0 || !words.isBlank()) {
        throw new IllegalStateException("kubectl kustomize " + folder + ": " + words);
      }
      return rendered;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
