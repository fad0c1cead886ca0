package io.vitrine.store.platform;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** How much this replica does at once, and how long it waits for others. */
@ConfigMapping(prefix = "vitrine.transfers")
public interface TransfersConfig {

  /** Uploads at once; by default one for 8 MiB of heap. They share a quarter of it for parts. */
  OptionalInt maxUploads();

  /** Downloads at once; each takes about 1 MiB. */
  @WithDefault("64")
  int maxDownloads();

  /**
   * Complete uploads at once that are read once more before they become images; the others wait
   * without a place. Each takes two cores for as long as its digests take.
   */
  @WithDefault("2")
  int maxReadBacks();

  /** How long a transfer may wait for one of the others to end. */
  @WithDefault("30S")
  Duration queueing();

  /** How long a client may send nothing, or take nothing, before it counts as gone. */
  @WithDefault("5M")
  Duration clientPatience();

  /** Bytes per second, taken over {@link #clientPatience}, below which a client is cut off. */
  @WithDefault("16K")
  MemorySize minSpeed();

  /** What the client of a new transfer is held to. */
  default Pace pace() {
    return new Pace(clientPatience(), minSpeed().asLongValue());
  }

  /** How long the registry may take to adopt a stored object before the client is told 503. */
  @WithDefault("30S")
  Duration adoptionPatience();

  /** How long the answer to a failed upload waits for the image to be queued again. */
  @WithDefault("5S")
  Duration requeuePatience();
}
