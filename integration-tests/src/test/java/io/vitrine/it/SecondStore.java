package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vitrine.local.PartName;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** A store beside the one that the cluster begins with, in a bucket of the same S3 server. */
final class SecondStore {
  static final String NAME = "second";

  private static final Duration SOON = Duration.ofMinutes(1);

  private final TestCluster cluster;

  SecondStore(TestCluster cluster) {
    this.cluster = cluster;
  }

  /** Adds it, with more lines about it, and waits until the registry knows it. */
  void add(String more) throws IOException {
    cluster.createBucket(NAME);
    change(more);
    awaitStores(List.of("primary", NAME));
  }

  void change(String more) throws IOException {
    replaceFile(
        """
        second.endpoint=%s
        second.bucket=second
        second.prefix=vitrine/
        second.access-key=%s
        second.secret-key=%s
        second.weight=10
        %s
        """
            .formatted(
                cluster.url(PartName.S3),
                cluster.parts().secrets().get("s3.access-key"),
                cluster.parts().secrets().get("s3.secret-key"),
                more));
  }

  void remove() throws IOException {
    replaceFile("");
    awaitStores(List.of("primary"));
  }

  void replaceFile(String content) throws IOException {
    Files.writeString(cluster.storesFile(), content);
  }

  private void awaitStores(List<String> names) {
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(
                    cluster
                        .as("demo")
                        .get("/v2/info/stores")
                        .json()
                        .get("stores")
                        .findValuesAsText("id"))
                .isEqualTo(names));
  }
}
