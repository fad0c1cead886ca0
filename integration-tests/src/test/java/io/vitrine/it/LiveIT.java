package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vitrine.it.ImageHost.Held;
import io.vitrine.local.upload.ImageCalls;
import io.vitrine.local.watch.WatchImport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports that are followed while they go on, as {@code ./vitrine watch} does it. */
class LiveIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] RAW = Disks.raw(5 << 20, 91);

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  /** Whether the image is active in the end. */
  private CompletableFuture<Boolean> watch(String id) {
    ImageCalls calls = new ImageCalls(cluster.gateway(), () -> cluster.token("demo"));
    PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
    return CompletableFuture.supplyAsync(() -> {
      try {
        return new WatchImport(calls, id, Duration.ofMillis(200), out).run();
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    });
  }

  private Stream<String> lines() {
    return shown.toString(StandardCharsets.UTF_8).lines();
  }

  private void download(String id, String url) {
    demo.post(
        "/v2/images/" + id + "/import",
        "{\"method\":{\"name\":\"web-download\",\"uri\":\"%s\"},\"output_format\":\"raw\"}"
            .formatted(url));
  }

  @Test
  void anImportIsSeenFromItsRequestToItsEnd() throws Exception {
    try (Held source = cluster.imageHost().held(Disks.qcow2(RAW))) {
      // Given
      String id = demo.create("qcow2");
      CompletableFuture<Boolean> active = watch(id);
      await()
          .atMost(PATIENCE)
          .until(() -> lines().anyMatch(line -> line.endsWith("waiting for an import")));
      // When
      download(id, source.url());
      await().atMost(PATIENCE).until(() -> lines().anyMatch(line -> line.startsWith("fetch")));
      source.letGo();
      // Then
      assertThat(active.get(60, TimeUnit.SECONDS)).isTrue();
      assertThat(lines())
          .endsWith("done", "Image %s is active".formatted(id))
          .noneMatch(line -> line.startsWith("Broken off"));
    }
  }

  @Test
  void aFailureIsTold() throws Exception {
    // Given
    String id = demo.create("qcow2");
    demo.stage(id, RAW);
    demo.startImport(id, "");
    // When
    boolean active = watch(id).get(60, TimeUnit.SECONDS);
    // Then
    assertThat(active).isFalse();
    assertThat(lines().toList().getLast())
        .isEqualTo("failed: " + demo.lastTask(id).get("message").asText());
  }

  @Test
  void anImageTellsNoStranger() throws Exception {
    // Given
    String id = demo.create("raw");
    // When
    int owners = followed(id, cluster.token("demo"));
    int strangers = followed(id, cluster.token("alt_demo"));
    // Then
    assertThat(owners).isEqualTo(200);
    assertThat(strangers).isEqualTo(404);
  }

  private int followed(String id, String token) throws Exception {
    URI tasks = URI.create("%s/v2/images/%s/tasks".formatted(cluster.gateway(), id));
    HttpRequest request =
        HttpRequest.newBuilder(tasks)
            .header("X-Auth-Token", token)
            .header("Accept", "text/event-stream")
            .build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
      answer.body().close();
      return answer.statusCode();
    }
  }
}
