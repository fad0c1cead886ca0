package io.vitrine.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** Takes the spans that services export (OTLP over HTTP), and keeps those of traces begun here. */
final class SpanCollector {
  private static final HexFormat HEX = HexFormat.of();

  private final HttpServer server;
  private final Map<String, Queue<Seen>> traces = new ConcurrentHashMap<>();

  SpanCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** A span as it came. */
  record Seen(String service, Span span) {
    String id() {
      return HEX.formatHex(span.getSpanId().toByteArray());
    }

    String parent() {
      return HEX.formatHex(span.getParentSpanId().toByteArray());
    }

    String attribute(String key) {
      return text(span.getAttributesList(), key);
    }

    @Override
    public String toString() {
      return "%s: %s %s".formatted(service, span.getKind(), span.getName());
    }
  }

  /** A trace of which a client's request is the first span. */
  record Trace(String id, String root) {
    String header() {
      return "00-%s-%s-01".formatted(id, root);
    }
  }

  /** For a service that is to export to this. */
  Map<String, String> settings() {
    return Map.of(
        "QUARKUS_OTEL_SDK_DISABLED",
        "false",
        "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL",
        "http/protobuf",
        "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://127.0.0.1:" + server.getAddress().getPort());
  }

  Trace begin() {
    Trace trace = new Trace(random(16), random(8));
    traces.put(trace.id(), new ConcurrentLinkedQueue<>());
    return trace;
  }

  List<Seen> spans(Trace trace) {
    return List.copyOf(traces.get(trace.id()));
  }

  private static String random(int bytes) {
    byte[] id = new byte[bytes];
    ThreadLocalRandom.current().nextBytes(id);
    return HEX.formatHex(id);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      for (ResourceSpans resource :
          ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList()) {
        String service = text(resource.getResource().getAttributesList(), "service.name");
        resource.getScopeSpansList().stream()
            .flatMap(scope -> scope.getSpansList().stream())
            .forEach(span -> keep(new Seen(service, span)));
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void keep(Seen seen) {
    Queue<Seen> trace = traces.get(HEX.formatHex(seen.span().getTraceId().toByteArray()));
    if (trace != null) {
      trace.add(seen);
    }
  }

  private static String text(List<KeyValue> attributes, String key) {
    return attributes.stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(attribute ->
            attribute.getValue().hasStringValue()
                ? attribute.getValue().getStringValue()
                : "" + attribute.getValue().getIntValue())
        .findFirst()
        .orElse("");
  }
}
