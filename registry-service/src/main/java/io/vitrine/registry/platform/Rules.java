package io.vitrine.registry.platform;

import io.quarkus.runtime.Startup;
import io.vitrine.identity.Role;
import io.vitrine.registry.command.CommandRules;
import io.vitrine.registry.image.ImageLimits;
import io.vitrine.registry.image.PropertySchema;
import io.vitrine.registry.image.RetentionRules;
import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.image.UploadRules;
import io.vitrine.registry.image.http.EnabledImports;
import io.vitrine.registry.image.http.ImageForm;
import io.vitrine.registry.importing.ImportMethod;
import io.vitrine.registry.importing.ImportRules;
import io.vitrine.registry.member.MemberRules;
import io.vitrine.registry.notification.NotificationRules;
import io.vitrine.registry.quota.Limits;
import io.vitrine.registry.quota.Resource;
import io.vitrine.remote.RefusedSourceException;
import io.vitrine.remote.RemoteUrl;
import io.vitrine.remote.SourceConfig;
import io.vitrine.remote.SourceRules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Settings in the words of the features. */
@ApplicationScoped
class Rules {
  private final RegistryConfig config;
  private final ImportConfig imports;
  private final QuotaConfig quotas;
  private final NotificationConfig notifications;

  Rules(
      RegistryConfig config,
      ImportConfig imports,
      QuotaConfig quotas,
      NotificationConfig notifications) {
    this.config = config;
    this.imports = imports;
    this.quotas = quotas;
    this.notifications = notifications;
  }

  /** It ticks as finely as the database remembers. */
  @Produces
  @Singleton
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
  }

  @Produces
  @Singleton
  UploadRules uploads(StoreDirectory stores) {
    return new UploadRules(
        stores, config.maxImageSize(), config.uploadLease(), config.resumableLease());
  }

  @Produces
  @Singleton
  @Startup
  ImportRules imports() {
    return new ImportRules(
        imports.methods().stream().map(Rules::method).toList(),
        new ImportRules.Formats(
            config.importOutputFormats(), ImportConfig.pairs("convert", imports.convert())),
        new ImportRules.Injection(
            injected(imports),
            imports.injectIgnoreRoles().stream().map(Rules::role).collect(Collectors.toSet())),
        glances(),
        new ImportRules.Patience(config.importLease(), config.importAttempts()),
        config.retention().tasks());
  }

  @Produces
  @Singleton
  EnabledImports enabledImports(ImportRules rules) {
    return new EnabledImports(rules.methods().stream().map(ImportMethod::wireName).toList());
  }

  private static ImportMethod method(String name) {
    return ImportMethod.named(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "vitrine.registry.imports.methods: there is no method '%s'".formatted(name)));
  }

  private static Role role(String name) {
    return Role.named(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "vitrine.registry.imports.inject-ignore-roles: there is no role '%s'"
                    .formatted(name)));
  }

  /** A property that only the registry may write would make each imported image a wrong one. */
  static Map<String, String> injected(ImportConfig imports) {
    Map<String, String> properties = ImportConfig.pairs("inject", imports.inject());
    for (String name : properties.keySet()) {
      if (!ImageForm.isCustom(name)) {
        throw new IllegalArgumentException(
            "vitrine.registry.imports.inject: '%s' is no custom property of an image"
                .formatted(name));
      }
    }
    return properties;
  }

  private Map<String, RemoteUrl> glances() {
    Map<String, RemoteUrl> glances = new HashMap<>();
    ImportConfig.pairs("glances", imports.glances())
        .forEach((region, url) -> {
          try {
            glances.put(region, RemoteUrl.parse(url));
          } catch (RefusedSourceException e) {
            throw new IllegalArgumentException(
                "vitrine.registry.imports.glances: %s: %s".formatted(region, e.reason()), e);
          }
        });
    return glances;
  }

  @Produces
  @Singleton
  RetentionRules retention() {
    return new RetentionRules(config.retention().deletedImages());
  }

  @Produces
  @Singleton
  CommandRules commands() {
    return new CommandRules(config.commands().trusted(), config.retention().commands());
  }

  @Produces
  @Singleton
  ImageLimits imageLimits() {
    return new ImageLimits(config.maxProperties(), config.maxTags());
  }

  @Produces
  @Singleton
  SourceRules sources(SourceConfig sources) {
    return sources.rules();
  }

  @Produces
  @Singleton
  MemberRules members() {
    return new MemberRules(config.maxMembers());
  }

  @Produces
  @Singleton
  NotificationRules notifications() {
    return new NotificationRules(
        notifications.topic(),
        notifications.publisherId(),
        notifications.disabled().orElse(Set.of()),
        config.retention().tasks());
  }

  @Produces
  @Singleton
  Limits limits() {
    Map<String, Map<Resource, Long>> byProject = new HashMap<>();
    quotas.projects().forEach((project, limits) -> byProject.put(project, of(limits)));
    return new Limits(of(quotas.general()), byProject);
  }

  private static Map<Resource, Long> of(QuotaConfig.Resources config) {
    Map<Resource, Long> limits = new EnumMap<>(Resource.class);
    for (Resource resource : Resource.values()) {
      OptionalLong limit =
          switch (resource) {
            case IMAGE_COUNT_TOTAL -> config.imageCountTotal();
            case IMAGE_SIZE_TOTAL -> config.imageSizeTotal();
            case IMAGE_STAGE_TOTAL -> config.imageStageTotal();
            case IMAGE_COUNT_UPLOADING -> config.imageCountUploading();
          };
      limit.ifPresent(value -> limits.put(resource, Math.multiplyExact(value, resource.unit())));
    }
    return limits;
  }

  @Produces
  @Singleton
  ImageForm form(PropertySchema schema) {
    return new ImageForm(
        config.diskFormats(),
        config.containerFormats(),
        schema,
        config.pageSize(),
        config.maxPageSize());
  }
}
