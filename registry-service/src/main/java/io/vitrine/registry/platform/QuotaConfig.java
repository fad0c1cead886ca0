package io.vitrine.registry.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.OptionalLong;

/** How much projects may have. */
@ConfigMapping(prefix = "vitrine.registry.quotas")
public interface QuotaConfig {
  /** For every project. */
  @WithParentName
  Resources general();

  /** By project, in place of the general limits: one by one. */
  Map<String, Resources> projects();

  /** A limit that is missing or negative is none; 0 allows nothing. */
  interface Resources {
    OptionalLong imageCountTotal();

    /** In MiB. */
    OptionalLong imageSizeTotal();

    /** In MiB. */
    OptionalLong imageStageTotal();

    OptionalLong imageCountUploading();
  }
}
