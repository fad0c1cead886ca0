package io.vitrine.worker.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vitrine.worker.importing.Outcome;
import io.vitrine.worker.importing.RunWatch;
import io.vitrine.worker.importing.WorkerRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

@ApplicationScoped
class RunMetrics implements RunWatch {
  private final MeterRegistry meters;
  private final AtomicInteger busy = new AtomicInteger();

  RunMetrics(MeterRegistry meters, WorkerRules rules) {
    this.meters = meters;
    meters.gauge("vitrine.worker.slots.busy", busy);
    meters.gauge("vitrine.worker.slots", rules.slots());
  }

  @Override
  public void onStarted() {
    busy.incrementAndGet();
  }

  @Override
  public void onEnded(Outcome outcome, Duration took) {
    busy.decrementAndGet();
    Timer.builder("vitrine.worker.runs")
        .tag("outcome", name(outcome))
        .register(meters)
        .record(took);
  }

  @Override
  public void onUnreadable() {
    meters.counter("vitrine.worker.claims.unreadable").increment();
  }

  private static String name(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done _ -> "done";
      case Outcome.Refused _ -> "refused";
      case Outcome.Cancelled _ -> "cancelled";
      case Outcome.Abandoned _ -> "abandoned";
    };
  }
}
