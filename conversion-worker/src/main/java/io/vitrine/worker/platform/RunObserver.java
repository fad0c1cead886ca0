package io.vitrine.worker.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.vitrine.tracing.TraceParent;
import io.vitrine.worker.importing.ImportJob;
import io.vitrine.worker.importing.Outcome;
import io.vitrine.worker.importing.Phase;
import io.vitrine.worker.importing.RunWatch;
import io.vitrine.worker.importing.WorkerRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Measures runs and their phases, and makes them spans in the trace of the request behind them. */
@ApplicationScoped
class RunObserver implements RunWatch {
  private static final List<String> CAUSES =
      List.of(
          "image",
          "store-unavailable",
          "store-missing",
          "store-denied",
          "store-full",
          "store-refused",
          "proxy",
          "report",
          "memory",
          "worker");

  private final MeterRegistry meters;
  private final Tracer tracer;
  private final AtomicInteger busy = new AtomicInteger();

  RunObserver(MeterRegistry meters, Tracer tracer, WorkerRules rules) {
    this.meters = meters;
    this.tracer = tracer;
    meters.gauge("vitrine.worker.slots.busy", busy);
    meters.gauge("vitrine.worker.slots", rules.slots());
    meters.counter("vitrine.worker.claims.unreadable");
    // What has never happened is 0, so that its first time can be seen.
    CAUSES.forEach(this::failures);
    for (Phase phase : Phase.values()) {
      meters.counter("vitrine.worker.phase.bytes", "phase", phase.wireName());
    }
  }

  private Counter failures(String cause) {
    return meters.counter("vitrine.worker.run.failures", "cause", cause);
  }

  @Override
  public void onUnreadable() {
    meters.counter("vitrine.worker.claims.unreadable").increment();
  }

  @Override
  public Run onStarted(ImportJob job) {
    busy.incrementAndGet();
    return new ObservedRun(job);
  }

  private final class ObservedRun implements Run {
    private final String source;
    private final long begin = System.nanoTime();
    private final Span span;
    private final Scope scope;
    private @Nullable ObservedPhase phase;

    /** {@link #onEnded} closes the scope. */
    @SuppressWarnings("MustBeClosedChecker")
    ObservedRun(ImportJob job) {
      source = job.source().kind();
      span =
          tracer
              .spanBuilder("import")
              .setSpanKind(SpanKind.CONSUMER)
              .setParent(TraceParent.context(job.traceParent()))
              .setAttribute("vitrine.image.id", job.imageId().toString())
              .setAttribute("vitrine.task.id", job.taskId().toString())
              .setAttribute("vitrine.run.id", job.runId().toString())
              .setAttribute("vitrine.import.source", source)
              .setAttribute("vitrine.disk.format", String.valueOf(job.declaredFormat()))
              .setAttribute("vitrine.output.format", String.valueOf(job.outputFormat()))
              .startSpan();
      scope = span.makeCurrent();
    }

    @Override
    public void onPhase(Phase next, long bytes) {
      endPhase(bytes, null);
      phase = new ObservedPhase(next, Context.current());
    }

    private void endPhase(long bytes, @Nullable String cause) {
      if (phase != null) {
        phase.end(bytes, cause);
        phase = null;
      }
    }

    @Override
    public void onEnded(Outcome outcome, long bytes) {
      @Nullable String cause = cause(outcome);
      endPhase(bytes, cause);
      if (cause != null) {
        failures(cause).increment();
        span.setStatus(StatusCode.ERROR, cause);
      }
      if (outcome instanceof Outcome.Abandoned abandoned) {
        span.recordException(abandoned.cause());
      }
      span.setAttribute("vitrine.import.outcome", name(outcome));
      scope.close();
      span.end();
      busy.decrementAndGet();
      Timer.builder("vitrine.worker.runs")
          .tag("source", source)
          .tag("outcome", name(outcome))
          .register(meters)
          .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }
  }

  private final class ObservedPhase {
    private final Phase phase;
    private final long begin = System.nanoTime();
    private final Span span;

    ObservedPhase(Phase phase, Context run) {
      this.phase = phase;
      this.span = tracer.spanBuilder(phase.wireName()).setParent(run).startSpan();
    }

    void end(long bytes, @Nullable String cause) {
      span.setAttribute("vitrine.bytes", bytes);
      if (cause != null) {
        span.setStatus(StatusCode.ERROR, cause);
      }
      span.end();
      meters
          .counter("vitrine.worker.phase.bytes", "phase", phase.wireName())
          .increment((double) bytes);
      meters
          .timer("vitrine.worker.phases", "phase", phase.wireName())
          .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }
  }

  /** Null where the run has done what it should. */
  private static @Nullable String cause(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused _ -> "image";
      case Outcome.Abandoned abandoned -> abandoned.blame();
      case Outcome.Done _, Outcome.Cancelled _ -> null;
    };
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
