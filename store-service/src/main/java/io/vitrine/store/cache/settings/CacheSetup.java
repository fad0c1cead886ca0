package io.vitrine.store.cache.settings;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.virtual.threads.VirtualThreads;
import io.vitrine.objectstore.Stores;
import io.vitrine.store.Permissions;
import io.vitrine.store.cache.Admission;
import io.vitrine.store.cache.CacheCluster;
import io.vitrine.store.cache.CacheCommands;
import io.vitrine.store.cache.CacheCounters;
import io.vitrine.store.cache.CacheNode;
import io.vitrine.store.cache.CacheNode.Local;
import io.vitrine.store.cache.CacheReports;
import io.vitrine.store.cache.HotImages;
import io.vitrine.store.cache.ImageCache;
import io.vitrine.store.cache.ImageStates;
import io.vitrine.store.cache.ManageCache;
import io.vitrine.store.cache.Prefetch;
import io.vitrine.store.cache.ReportHeld;
import io.vitrine.store.download.BlobLocations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the cache together as the settings say. */
@ApplicationScoped
class CacheSetup {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  /** It ticks as finely as what nodes tell each other. */
  private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

  private final CacheConfig config;

  CacheSetup(CacheConfig config) {
    this.config = config;
  }

  @Produces
  @Singleton
  CacheNode node(
      Stores stores,
      @VirtualThreads ExecutorService threads,
      MeterRegistry meters,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    try {
      String name =
          config.node().isPresent()
              ? config.node().get()
              : InetAddress.getLocalHost().getHostName() + ":" + port;
      if (config.directory().isEmpty()) {
        return new CacheNode(name, Optional.empty());
      }
      Path directory = config.directory().get();
      ImageCache cache =
          new ImageCache(
              directory,
              config.maxSize().asLongValue(),
              new Admission(config.admission(), clock),
              threads,
              clock);
      measure(cache, meters);
      Prefetch prefetch = new Prefetch(cache, stores, directory.resolve("queue"), RETRY_AFTER);
      prefetch.start();
      return new CacheNode(name, Optional.of(new Local(cache, prefetch)));
    } catch (IOException e) {
      throw new UncheckedIOException("vitrine.cache: " + e.getMessage(), e);
    }
  }

  void close(@Disposes CacheNode node) throws IOException {
    if (node.local().isPresent()) {
      node.local().get().prefetch().close();
      node.local().get().cache().close();
    }
  }

  private static void measure(ImageCache cache, MeterRegistry meters) {
    meters.gauge("vitrine.cache.size", cache, ImageCache::used);
    meters.gauge("vitrine.cache.max.size", cache, ImageCache::maxSize);
    count(meters, cache, "hits", CacheCounters::hits);
    count(meters, cache, "hit.bytes", CacheCounters::hitBytes);
    count(meters, cache, "misses", CacheCounters::misses);
    count(meters, cache, "fills", CacheCounters::fills);
    count(meters, cache, "fill.failures", CacheCounters::failedFills);
    count(meters, cache, "refusals", CacheCounters::refusals);
    count(meters, cache, "evictions", CacheCounters::evictions);
  }

  private static void count(
      MeterRegistry meters,
      ImageCache cache,
      String what,
      ToDoubleFunction<CacheCounters> counter) {
    FunctionCounter.builder("vitrine.cache." + what, cache.counters(), counter).register(meters);
  }

  @Produces
  @Singleton
  HotImages hotImages(CacheNode node) {
    return node.local().<HotImages>map(Local::cache).orElse(HotImages.NONE);
  }

  @Produces
  @Singleton
  CacheCluster cluster() {
    return new CacheCluster(clock);
  }

  @Produces
  @Singleton
  ReportHeld reports(CacheNode node, CacheCluster cluster, CacheReports reports) {
    return new ReportHeld(node, cluster, reports);
  }

  @Produces
  @Singleton
  ManageCache management(
      Permissions rules,
      ImageStates states,
      BlobLocations locations,
      CacheNode node,
      CacheCluster cluster,
      CacheCommands others) {
    return new ManageCache(rules, states, locations, node, cluster, others, clock);
  }
}
