package io.vitrine.it;

import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CONSUMER;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_INTERNAL;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_PRODUCER;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.vitrine.it.SpanCollector.Seen;
import io.vitrine.it.SpanCollector.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** One trace leads from the client's request through all services and topics. */
class TraceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String GATEWAY = "vitrine-gateway";
  private static final String REGISTRY = "registry-service";
  private static final String STORE = "store-service";
  private static final String WORKER = "conversion-worker";

  private final TestCluster cluster = TestCluster.get();
  private final Trace trace = cluster.spans().begin();
  private final ImageApi demo =
      new ImageApi(
          cluster.gateway(),
          Map.of("X-Auth-Token", cluster.token("demo"), "traceparent", trace.header()));

  private String imported(String format, byte[] bytes, String end) {
    String id = demo.create(format);
    assertThat(demo.stage(id, bytes).status()).isEqualTo(204);
    assertThat(demo.startImport(id, ",\"output_format\":\"raw\"").status()).isEqualTo(202);
    ImageApi untraced = cluster.as("demo");
    await().atMost(PATIENCE).until(() -> end.equals(untraced.status(id)));
    return id;
  }

  /** The first such span; waits for what is still to be exported. */
  private Seen span(String service, SpanKind kind, String name) {
    return await(service + " " + kind + " " + name)
        .atMost(PATIENCE)
        .until(
            () ->
                cluster.spans().spans(trace).stream()
                    .filter(seen -> seen.service().equals(service))
                    .filter(seen -> seen.span().getKind() == kind)
                    .filter(seen -> seen.span().getName().equals(name))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** From the span up to the client's. */
  private List<String> path(Seen from) {
    Map<String, Seen> byId =
        cluster.spans().spans(trace).stream()
            .collect(Collectors.toMap(Seen::id, Function.identity(), (a, _) -> a));
    List<String> path = new ArrayList<>();
    Seen next = from;
    String parent = "";
    while (next != null) {
      path.add(next.toString());
      parent = next.parent();
      next = byId.get(parent);
    }
    assertThat(parent).as("where %s ends", path).isEqualTo(trace.root());
    return path;
  }

  @Test
  void anImportIsOneTraceFromTheRequestToItsEnd() {
    // When
    String id = imported("qcow2", Disks.qcow2(Disks.raw(5 << 20, 17)), "active");

    // Then
    Seen run = span(WORKER, SPAN_KIND_CONSUMER, "import");
    Seen convert = span(WORKER, SPAN_KIND_INTERNAL, "convert");
    span(WORKER, SPAN_KIND_INTERNAL, "inspect");
    span(WORKER, SPAN_KIND_INTERNAL, "verify");
    assertThat(run.attribute("vitrine.image.id")).isEqualTo(id);
    assertThat(run.attribute("vitrine.import.outcome")).isEqualTo("done");
    assertThat(Long.parseLong(convert.attribute("vitrine.bytes"))).isPositive();
    String request = "/v2/images/{}/import";
    span(GATEWAY, SPAN_KIND_SERVER, "POST " + request);
    span(GATEWAY, SPAN_KIND_CLIENT, "POST");
    span(REGISTRY, SPAN_KIND_SERVER, "POST /v2/images/{id}/import");
    assertThat(path(convert))
        .containsExactly(
            WORKER + ": SPAN_KIND_INTERNAL convert",
            WORKER + ": SPAN_KIND_CONSUMER import",
            REGISTRY + ": SPAN_KIND_SERVER POST /v2/images/{id}/import",
            GATEWAY + ": SPAN_KIND_CLIENT POST",
            GATEWAY + ": SPAN_KIND_SERVER POST " + request);

    // The worker's result, and what the registry made of it.
    Seen received = span(REGISTRY, SPAN_KIND_CONSUMER, "vitrine.import-progress receive");
    assertThat(path(received))
        .startsWith(
            REGISTRY + ": SPAN_KIND_CONSUMER vitrine.import-progress receive",
            WORKER + ": SPAN_KIND_PRODUCER vitrine.import-progress publish",
            WORKER + ": SPAN_KIND_CONSUMER import");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(cluster.spans().spans(trace))
                .anySatisfy(seen -> {
                  assertThat(seen)
                      .hasToString(REGISTRY + ": SPAN_KIND_PRODUCER vitrine.images publish");
                  assertThat(path(seen))
                      .element(1)
                      .isEqualTo(REGISTRY + ": SPAN_KIND_CONSUMER vitrine.import-progress receive");
                }));
  }

  @Test
  void theStoreIsSeenToHearOfItsUpload() {
    String id = demo.create("raw");
    assertThat(demo.upload(id, Disks.raw(1 << 20, 3)).status()).isEqualTo(204);

    Seen heard = span(STORE, SPAN_KIND_INTERNAL, "upload ended");
    span(STORE, SPAN_KIND_SERVER, "PUT /v2/images/:id/file");
    span(GATEWAY, SPAN_KIND_SERVER, "PUT /v2/images/{}/file");
    span(GATEWAY, SPAN_KIND_CLIENT, "PUT");
    span(REGISTRY, SPAN_KIND_PRODUCER, "vitrine.images publish");
    span(REGISTRY, SPAN_KIND_CONSUMER, "vitrine.blobs receive");
    assertThat(path(heard))
        .containsExactly(
            STORE + ": SPAN_KIND_INTERNAL upload ended",
            REGISTRY + ": SPAN_KIND_PRODUCER vitrine.images publish",
            REGISTRY + ": SPAN_KIND_CONSUMER vitrine.blobs receive",
            STORE + ": SPAN_KIND_PRODUCER vitrine.blobs publish",
            STORE + ": SPAN_KIND_SERVER PUT /v2/images/:id/file",
            GATEWAY + ": SPAN_KIND_CLIENT PUT",
            GATEWAY + ": SPAN_KIND_SERVER PUT /v2/images/{}/file");
  }

  @Test
  void aRefusedImageIsAnErrorWithItsCause() {
    imported("qcow2", Disks.raw(1 << 20, 5), "queued");

    Seen run = span(WORKER, SPAN_KIND_CONSUMER, "import");
    assertThat(run.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(run.span().getStatus().getMessage()).isEqualTo("image");
  }

  @Test
  void progressAddsNoSpans() {
    imported("qcow2", Disks.qcow2(Disks.raw(5 << 20, 19)), "active");
    span(WORKER, SPAN_KIND_CONSUMER, "import");
    span(WORKER, SPAN_KIND_PRODUCER, "vitrine.import-progress publish");

    // Of some ten reports, the one that said that it is done.
    assertThat(cluster.spans().spans(trace))
        .filteredOn(seen -> seen.toString().endsWith("vitrine.import-progress publish"))
        .hasSize(1);
  }

  @Test
  void aFactOnKafkaIsInTheTraceOfItsRequest() {
    String id = demo.create("raw");
    assertThat(demo.patch(id, "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"x\"}]").status())
        .isEqualTo(200);

    try (KafkaTrail trail = new KafkaTrail(cluster.parts().ports().kafka())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(trail.records("vitrine.images", id))
                  .hasSize(2)
                  .allSatisfy(fact ->
                      assertThat(traceParent(fact))
                          .startsWith("00-" + trace.id() + "-")
                          .endsWith("-01")
                          .doesNotContain(trace.root())));
    }
  }

  private static String traceParent(ConsumerRecord<String, byte[]> record) {
    return new String(
        record.headers().lastHeader("traceparent").value(), StandardCharsets.US_ASCII);
  }
}
