package io.vitrine.metadefs.catalogue.packaged;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vitrine.metadefs.catalogue.UpgradeMode;

/** What the operator wants of the namespaces that come with the service. */
@ConfigMapping(prefix = "vitrine.metadefs")
interface CatalogueConfig {

  /** What becomes of them at each start: upgrade, overwrite or off. */
  @WithDefault("upgrade")
  UpgradeMode catalogue();
}
