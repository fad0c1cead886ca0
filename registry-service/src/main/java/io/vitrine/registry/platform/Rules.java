package io.vitrine.registry.platform;

import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.image.UploadRules;
import io.vitrine.registry.image.http.ImageForm;
import io.vitrine.registry.importing.ImportRules;
import io.vitrine.registry.member.MemberRules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Settings in the words of the features. */
@ApplicationScoped
class Rules {
  private final RegistryConfig config;

  Rules(RegistryConfig config) {
    this.config = config;
  }

  /** It ticks as finely as the database remembers. */
  @Produces
  @Singleton
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
  }

  @Produces
  @Singleton
  UploadRules uploads() {
    return new UploadRules(
        config.stores(), config.defaultStore(), config.maxImageSize(), config.uploadLease());
  }

  @Produces
  @Singleton
  StoreDirectory stores() {
    return new StoreDirectory(
        config.stores().stream()
            .sorted()
            .map(name ->
                new StoreDirectory.Entry(
                    name,
                    Optional.ofNullable(config.storeDescriptions().get(name)),
                    name.equals(config.defaultStore())))
            .toList());
  }

  @Produces
  @Singleton
  ImportRules imports() {
    return new ImportRules(
        config.importOutputFormats(),
        config.importLease(),
        config.importOfferAgain(),
        config.importAttempts());
  }

  @Produces
  @Singleton
  MemberRules members() {
    return new MemberRules(config.maxMembers());
  }

  @Produces
  @Singleton
  ImageForm form() {
    return new ImageForm(
        config.diskFormats(), config.containerFormats(), config.pageSize(), config.maxPageSize());
  }
}
