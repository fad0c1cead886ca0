package io.vitrine.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String RECORDED = "00-" + TRACE + "-00f067aa0ba902b7-01";

  private static SpanContext span(Context context) {
    return Span.fromContext(context).getSpanContext();
  }

  @Test
  void comesBackAsItWasWritten() {
    try (Scope _ = TraceParent.context(RECORDED).makeCurrent()) {
      assertThat(TraceParent.current()).isEqualTo(RECORDED);
    }
  }

  @Test
  void isNoneWhereNothingIsTraced() {
    assertThat(TraceParent.current()).isNull();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "nonsense", "00-" + TRACE + "-0000000000000000-01"})
  void beginsAnewWhereItCannotBeRead(String traceParent) {
    assertThat(span(TraceParent.context(traceParent)).isValid()).isFalse();
  }

  @Test
  void whatIsNotRecordedStaysInItsTrace() {
    try (Scope _ = TraceParent.context(RECORDED).makeCurrent()) {
      assertThat(TraceParent.of(TraceParent.unrecorded()))
          .isEqualTo("00-" + TRACE + "-00f067aa0ba902b7-00");
    }
  }

  @Test
  void whatIsNotRecordedHasATraceOfItsOwnWhereThereIsNone() {
    SpanContext span = span(TraceParent.unrecorded());

    assertThat(span.isValid()).isTrue();
    assertThat(span.isSampled()).isFalse();
  }
}
