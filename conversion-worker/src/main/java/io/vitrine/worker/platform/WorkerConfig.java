package io.vitrine.worker.platform;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vitrine.remote.Network;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

@ConfigMapping(prefix = "vitrine.worker")
interface WorkerConfig {

  /**
   * Imports that run at the same time, on about two cores each. Together they read disks into a
   * third of the heap and parts into a quarter; each takes 32 MiB more while it fetches, and up to
   * 128 MiB while it unpacks xz or zstd.
   */
  @WithDefault("2")
  int slots();

  /** How often a run reports progress, which renews its lease. */
  @WithDefault("1s")
  Duration heartbeat();

  /** How often an idle worker asks the registry for work although nobody told it to. */
  @WithDefault("2s")
  Duration askEvery();

  /** Whether a disk that comes compressed is taken out: gzip, xz, zstd, bzip2 and zip. */
  @WithDefault("true")
  boolean decompress();

  /**
   * How many bytes may come out of one that is compressed, beyond the first 64 MiB; without it,
   * only what the project may store counts.
   */
  OptionalLong maxUnpackRatio();

  /** How long the report of a result may take to be acknowledged by Kafka. */
  @WithDefault("40s")
  Duration reportPatience();

  /**
   * Whether a copy in another store is read and digested before it counts. Else its size is looked
   * at only: the stores are trusted.
   */
  @WithDefault("true")
  boolean verifyCopies();

  /** How long running imports may go on when the worker stops, before they are given back. */
  @WithDefault("0s")
  Duration drainPatience();

  /** How long running imports may take to tidy up when the worker stops. */
  @WithDefault("10s")
  Duration stopPatience();

  Fetch fetch();

  /** How patient fetches from the network are; from where, {@code vitrine.fetch} says. */
  interface Fetch {
    @WithDefault("10s")
    Duration connectTimeout();

    /** How long a source may be silent. */
    @WithDefault("30s")
    Duration idleTimeout();

    /** How often a broken connection is made anew, until 64 MiB more have come. */
    @WithDefault("5")
    int retries();

    /** Before the first of these; before the others longer. */
    @WithDefault("1s")
    Duration pause();

    /** Bytes per second, taken over a minute, below which a source is given up. */
    @WithDefault("16K")
    MemorySize minSpeed();

    /** How long a whole fetch may take, whatever its speed. */
    @WithDefault("6h")
    Duration timeLimit();

    /** At once to one source, where its server gives parts of it; 1 fetches nothing ahead. */
    @WithDefault("4")
    int connections();

    /** What one of these fetches ahead. All of them together are held in memory by each fetch. */
    @WithDefault("8M")
    MemorySize rangeSize();

    /** As {@code http://proxy.example:3128}; it must grant tunnels to the allowed ports. */
    Optional<URI> proxy();

    Optional<String> proxyUser();

    Optional<String> proxyPassword();

    /** Fetched from without the proxy, as are the hosts below these. */
    Optional<Set<String>> noProxyHosts();

    /** The same by address. */
    Optional<List<Network>> noProxyNetworks();
  }
}
