package io.vitrine.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A place in a trace, as W3C's header of the same name writes it. */
public final class TraceParent {
  public static final String HEADER = "traceparent";

  private static final TextMapGetter<String> VALUE =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String carrier) {
          return List.of(HEADER);
        }

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
          return key.equals(HEADER) ? carrier : null;
        }
      };

  private TraceParent() {}

  /** Where the work at hand is; null where it belongs to no trace. */
  public static @Nullable String current() {
    return of(Context.current());
  }

  static @Nullable String of(Context context) {
    Map<String, String> headers = HashMap.newHashMap(2);
    W3CTraceContextPropagator.getInstance()
        .inject(context, headers, (ignored, key, value) -> headers.put(key, value));
    return headers.get(HEADER);
  }

  /** To go on from there; what is no place in a trace begins a new one. */
  public static Context context(@Nullable String traceParent) {
    return traceParent == null
        ? Context.root()
        : W3CTraceContextPropagator.getInstance().extract(Context.root(), traceParent, VALUE);
  }

  /**
   * For what is too frequent to be traced, like reports of progress: all that follows from it, in
   * whichever service, is part of the current trace and is not recorded.
   */
  public static Context unrecorded() {
    SpanContext here = Span.current().getSpanContext();
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.create(
                    here.isValid() ? here.getTraceId() : TraceId.fromLongs(random(), random()),
                    here.isValid() ? here.getSpanId() : SpanId.fromLong(random()),
                    TraceFlags.getDefault(),
                    here.getTraceState())));
  }

  private static long random() {
    return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  }
}
