package io.vitrine.worker.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "vitrine.worker")
interface WorkerConfig {

  /** Imports that run at the same time; each takes up to 80 MiB of heap and about two cores. */
  @WithDefault("2")
  int slots();

  /** How often a run reports progress, which renews its lease. */
  @WithDefault("1s")
  Duration heartbeat();

  /** How long the report of a result may take to be acknowledged by Kafka. */
  @WithDefault("40s")
  Duration reportPatience();

  /** How long running imports may take to tidy up when the worker stops. */
  @WithDefault("10s")
  Duration stopPatience();
}
