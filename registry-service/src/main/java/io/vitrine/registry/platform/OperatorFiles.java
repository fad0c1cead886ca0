package io.vitrine.registry.platform;

import io.quarkus.runtime.Startup;
import io.vitrine.registry.image.PropertySchema;
import io.vitrine.registry.image.http.SchemaFile;
import io.vitrine.registry.policy.Policy;
import io.vitrine.registry.policy.PropertyProtections;
import io.vitrine.registry.policy.file.PolicyFile;
import io.vitrine.registry.policy.file.ProtectionsFile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The files in which an operator says who may do what. They are read once, before any request. */
@ApplicationScoped
class OperatorFiles {
  private static final String DEFAULT_SCHEMA = "schema-image.json";

  private final RegistryConfig config;

  OperatorFiles(RegistryConfig config) {
    this.config = config;
  }

  @Produces
  @Singleton
  @Startup
  Policy policy() {
    List<Policy.WrittenRule> overrides =
        config
            .policyFile()
            .map(file -> PolicyFile.read(file.toString(), content(file)))
            .orElse(List.of());
    return Policy.of(overrides, protectionsFile().map(ProtectionsFile::rules).orElse(Set.of()));
  }

  @Produces
  @Singleton
  @Startup
  PropertyProtections protections(Policy policy) {
    return protectionsFile()
        .map(file -> file.toProtections(policy))
        .orElse(PropertyProtections.NONE);
  }

  @Produces
  @Singleton
  @Startup
  PropertySchema schema() {
    return config
        .imageSchemaFile()
        .map(file -> SchemaFile.read(file.toString(), content(file)))
        .orElseGet(() -> SchemaFile.read(DEFAULT_SCHEMA, resource(DEFAULT_SCHEMA)));
  }

  private Optional<ProtectionsFile> protectionsFile() {
    return config
        .propertyProtectionsFile()
        .map(file ->
            new ProtectionsFile(
                file.toString(), content(file), config.propertyProtectionsFormat()));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  private static String resource(String name) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream stream = Objects.requireNonNull(loader.getResourceAsStream(name))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
