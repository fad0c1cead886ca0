package io.vitrine.worker.platform;

import io.vitrine.packed.Limits;
import io.vitrine.remote.SourceConfig;
import io.vitrine.worker.fetch.FetchLimits;
import io.vitrine.worker.fetch.ForwardProxy;
import io.vitrine.worker.fetch.RemoteSources;
import io.vitrine.worker.fetch.Resolver;
import io.vitrine.worker.importing.Pauses;
import io.vitrine.worker.importing.WorkerRules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Hands the operator's settings to the domain. */
@ApplicationScoped
class WorkerBeans {
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;
  private static final int DOUBLINGS = 5;

  @Produces
  @Singleton
  WorkerRules rules(WorkerConfig config) {
    return new WorkerRules(
        config.slots(),
        config.heartbeat(),
        config.askEvery(),
        config.reportPatience(),
        config.verifyCopies(),
        config.decompress(),
        config.maxUnpackRatio().orElse(Limits.ANY_RATIO));
  }

  @Produces
  @Singleton
  RemoteSources remoteSources(WorkerConfig config, SourceConfig sources) {
    WorkerConfig.Fetch fetch = config.fetch();
    return new RemoteSources(
        sources.rules(),
        Resolver.ofTheSystem(),
        proxy(fetch),
        new FetchLimits(
            fetch.connectTimeout(),
            fetch.idleTimeout(),
            fetch.retries(),
            fetch.pause(),
            fetch.minSpeed().asLongValue(),
            fetch.timeLimit(),
            new FetchLimits.Ahead(
                fetch.connections(), Math.toIntExact(fetch.rangeSize().asLongValue()))));
  }

  private static Optional<ForwardProxy> proxy(WorkerConfig.Fetch fetch) {
    return fetch
        .proxy()
        .map(ForwardProxy::at)
        .map(proxy ->
            fetch
                .proxyUser()
                .map(user -> proxy.as(user, fetch.proxyPassword().orElse("")))
                .orElse(proxy))
        .map(proxy ->
            proxy.except(
                fetch.noProxyHosts().orElse(Set.of()), fetch.noProxyNetworks().orElse(List.of())));
  }

  @Produces
  @Singleton
  Pauses pauses() {
    return tries -> {
      long longest =
          Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(tries - 1, DOUBLINGS));
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    };
  }
}
