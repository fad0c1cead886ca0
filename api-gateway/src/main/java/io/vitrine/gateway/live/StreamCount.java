package io.vitrine.gateway.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many streams there are, for each project and altogether. */
@ApplicationScoped
public class StreamCount {
  private final LiveConfig config;
  private final AtomicInteger all = new AtomicInteger();
  private final Map<String, Integer> ofProjects = new ConcurrentHashMap<>();

  StreamCount(LiveConfig config, MeterRegistry meters) {
    this.config = config;
    Gauge.builder("vitrine.live.streams", this, StreamCount::all).register(meters);
  }

  public int all() {
    return all.get();
  }

  enum Ruling {
    GRANTED,
    PROJECT_HAS_ENOUGH,
    GATEWAY_HAS_ENOUGH
  }

  /** One more; what was granted has to be given back. */
  Ruling take(String project) {
    if (all.incrementAndGet() > config.maxStreams()) {
      all.decrementAndGet();
      return Ruling.GATEWAY_HAS_ENOUGH;
    }
    if (ofProjects.merge(project, 1, Integer::sum) > config.maxStreamsPerProject()) {
      giveBack(project);
      return Ruling.PROJECT_HAS_ENOUGH;
    }
    return Ruling.GRANTED;
  }

  void giveBack(String project) {
    all.decrementAndGet();
    ofProjects.computeIfPresent(project, (id, count) -> count == 1 ? null : count - 1);
  }
}
