package io.vitrine.testparts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.utility.DockerImageName;

/** What tests need, and its image: that of deploy/compose.yaml, if no property names another. */
enum Part {
  POSTGRES("postgres"),
  S3("andrewgaul/s3proxy");

  private final String repository;

  Part(String repository) {
    this.repository = repository;
  }

  DockerImageName image() {
    String property = ContainerOrProcess.PROPERTY + "." + name().toLowerCase(Locale.ROOT);
    return DockerImageName.parse(
            Objects.requireNonNullElseGet(System.getProperty(property), this::official))
        .asCompatibleSubstituteFor(repository);
  }

  String official() {
    try (InputStream compose =
        Objects.requireNonNull(Part.class.getResourceAsStream("compose.yaml"))) {
      String text = new String(compose.readAllBytes(), StandardCharsets.UTF_8);
      Matcher image = Pattern.compile("image: (" + repository + ":\\S+)").matcher(text);
      if (!image.find()) {
        throw new IllegalStateException("compose.yaml has no " + repository);
      }
      return image.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
