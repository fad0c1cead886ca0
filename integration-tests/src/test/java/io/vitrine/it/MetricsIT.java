package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsIT {
  private final TestCluster cluster = TestCluster.get();

  @ParameterizedTest
  @EnumSource(
      value = PartName.class,
      names = {"GATEWAY", "REGISTRY", "STORE", "METADEFS", "WORKER"})
  void everyServiceCountsWhatItDoes(PartName part) {
    ImageApi demo = cluster.as("demo");
    demo.upload(demo.create("raw"), new byte[] {1});
    demo.get("/v2/metadefs/namespaces");

    Answer metrics = new ImageApi(cluster.url(part), Map.of()).get("/q/metrics");

    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.text()).contains("jvm_memory_used_bytes");
    if (part != PartName.WORKER) {
      assertThat(metrics.text()).contains("http_server_requests_seconds_count");
    }
  }
}
