package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsIT {
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
