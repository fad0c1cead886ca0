package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.Checkout;
import io.vitrine.local.PartName;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsIT {
  private static final Pattern NAME = Pattern.compile("vitrine_[a-z0-9_]+");

  private final TestCluster cluster = TestCluster.get();

  private void useAllParts(ImageApi demo) {
    demo.upload(demo.create("raw"), new byte[] {1});
    demo.get("/v2/metadefs/namespaces");
  }

  private static Answer metrics(String url) {
    return new ImageApi(url, Map.of()).get("/q/metrics");
  }

  @ParameterizedTest
  @EnumSource(
      value = PartName.class,
      names = {"REGISTRY", "STORE", "METADEFS", "WORKER"})
  void everyServiceCountsWhatItDoes(PartName part) {
    useAllParts(cluster.as("demo"));

    Answer metrics = metrics(cluster.url(part));

    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.text()).contains("jvm_memory_used_bytes");
    if (part != PartName.WORKER) {
      assertThat(metrics.text()).contains("http_server_requests_seconds_count");
    }
  }

  @Test
  void theRegistryTellsOfItsQueue() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(metrics(cluster.url(PartName.REGISTRY)).text())
                .containsPattern("vitrine_imports_waiting(\\{[^}]*\\})? [0-9]")
                .containsPattern("vitrine_imports_waiting_longest_seconds(\\{[^}]*\\})? [0-9]"));
  }

  /** Those that nothing has happened to yet, or that belong to a cache, need not be there. */
  @Test
  void whatIsMeasuredIsDocumentedAndTheOtherWayRound() throws IOException {
    int port = AnotherService.freePort();
    try (AnotherGateway gateway =
        AnotherGateway.start(
            cluster, "gateway-that-is-measured", Map.of("QUARKUS_MANAGEMENT_PORT", "" + port))) {
      ImageApi demo = gateway.with(cluster.token("demo"));
      useAllParts(demo);
      String id = demo.create("qcow2");
      demo.stage(id, Disks.qcow2(Disks.raw(1 << 20, 1)));
      demo.startImport(id, ",\"output_format\":\"raw\"");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(demo.status(id)).isEqualTo("active"));
      demo.get("/v2/images/no-such-image");
      List<String> measured =
          Stream.concat(
                  Stream.of("http://127.0.0.1:" + port),
                  Stream.of(PartName.REGISTRY, PartName.STORE, PartName.METADEFS, PartName.WORKER)
                      .map(cluster::url))
              .flatMap(url -> metrics(url).text().lines())
              .filter(line -> line.startsWith("vitrine_"))
              .map(line ->
                  line.split("[{ ]")[0].replaceFirst("_seconds_(count|sum|max)$", "_seconds"))
              .distinct()
              .toList();

      List<String> rows =
          Files.readAllLines(Checkout.find().root().resolve("docs/observability.md")).stream()
              .filter(line -> line.startsWith("| `vitrine_"))
              .toList();
      assertThat(rows.stream().flatMap(MetricsIT::names)).containsAll(measured);
      assertThat(measured)
          .containsAll(
              rows.stream()
                  .filter(row -> !row.contains(", once ") && !row.contains("with a cache"))
                  .flatMap(MetricsIT::names)
                  .toList());
    }
  }

  private static Stream<String> names(String row) {
    return NAME.matcher(row.split("\\|")[1]).results().map(MatchResult::group);
  }

  @Test
  void aGatewayTellsWhatItCountsOnAPortOfItsOwn() throws IOException {
    int port = AnotherService.freePort();
    try (AnotherGateway gateway =
        AnotherGateway.start(
            cluster, "gateway-with-metrics", Map.of("QUARKUS_MANAGEMENT_PORT", "" + port))) {
      useAllParts(gateway.with(cluster.token("demo")));

      Answer metrics = metrics("http://127.0.0.1:" + port);

      assertThat(metrics.status()).isEqualTo(200);
      assertThat(metrics.text()).contains("http_server_requests_seconds_count");
      assertThat(metrics(gateway.url()).status()).isEqualTo(404);
    }
  }
}
