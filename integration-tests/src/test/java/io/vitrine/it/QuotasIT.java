package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What projects with limits can do; {@link TestCluster} sets the limits. */
class QuotasIT {
  private static final int MIB = 1 << 20;
  private static final TestCluster CLUSTER = TestCluster.get();

  private static JsonNode usage(ImageApi member, String resource) {
    return member.get("/v2/info/usage").json().get("usage").get(resource);
  }

  private static void assertUsage(ImageApi member, String resource, int usage, int limit) {
    assertThat(usage(member, resource).get("usage").asInt()).isEqualTo(usage);
    assertThat(usage(member, resource).get("limit").asInt()).isEqualTo(limit);
  }

  private static List<Integer> allAtOnce(int times, Function<Integer, Answer> call)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> calls =
          IntStream.range(0, times)
              .<Callable<Integer>>mapToObj(i -> () -> call.apply(i).status())
              .toList();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : threads.invokeAll(calls)) {
        statuses.add(answer.get());
      }
      return statuses;
    }
  }

  private static List<String> queued(ImageApi member, int count) {
    return IntStream.range(0, count).mapToObj(i -> member.create("raw")).toList();
  }

  private static Answer uploadUnannounced(ImageApi member, String id, byte[] bytes) {
    return member.putChunked("/v2/images/" + id + "/file", bytes);
  }

  @ParameterizedTest
  @CsvSource({"demo", "demo_reader", "admin"})
  void everybodyIsToldWhatHisProjectUses(String user) {
    JsonNode usage = CLUSTER.as(user).get("/v2/info/usage").json().get("usage");

    assertThat(usage.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "image_count_total", "image_size_total", "image_stage_total", "image_count_uploading");
    assertThat(usage)
        .allSatisfy(resource -> {
          assertThat(resource.get("usage").isIntegralNumber()).isTrue();
          assertThat(resource.get("limit").asInt()).isEqualTo(-1);
        });
  }

  @Test
  void theCountOfImagesHoldsAgainstTwentyCreatesAtOnce() throws Exception {
    // Given
    ImageApi few = CLUSTER.memberOf("few");
    // When
    List<Integer> statuses = allAtOnce(20, i -> few.post("/v2/images", "{}"));
    // Then
    assertThat(statuses).containsOnly(201, 413).filteredOn(status -> status == 201).hasSize(3);
    assertUsage(few, "image_count_total", 3, 3);
    Answer refused = few.post("/v2/images", "{}");
    assertThat(refused.text()).contains("image_count_total");
    // One goes, one comes.
    String id = few.get("/v2/images").json().at("/images/0/id").asText();
    assertThat(few.delete("/v2/images/" + id).status()).isEqualTo(204);
    assertThat(few.post("/v2/images", "{}").status()).isEqualTo(201);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-003")
  void theSizeOfImagesHoldsAgainstFiftyUploadsAtOnce() throws Exception {
    // Given
    ImageApi small = CLUSTER.memberOf("small");
    List<String> ids = queued(small, 50);
    byte[] bytes = Disks.raw(MIB, 1);
    // When
    List<Integer> statuses = allAtOnce(ids.size(), i -> small.upload(ids.get(i), bytes));
    // Then
    assertThat(statuses).containsOnly(204, 413).filteredOn(status -> status == 204).hasSize(4);
    assertUsage(small, "image_size_total", 4, 4);
    for (int i = 0; i < ids.size(); i++) {
      assertThat(small.status(ids.get(i))).isEqualTo(statuses.get(i) == 204 ? "active" : "queued");
    }
    // Nobody knows how long this one is: it is refused when it has no more room, and leaves
    // nothing.
    String full = ids.get(statuses.indexOf(204));
    String waiting = ids.get(statuses.indexOf(413));
    assertThat(small.delete("/v2/images/" + full).status()).isEqualTo(204);
    assertThat(uploadUnannounced(small, waiting, Disks.raw(MIB + 1, 2)).status()).isEqualTo(413);
    assertThat(small.status(waiting)).isEqualTo("queued");
    assertUsage(small, "image_size_total", 3, 4);
    assertThat(uploadUnannounced(small, waiting, bytes).status()).isEqualTo(204);
    assertUsage(small, "image_size_total", 4, 4);
    // When: bodies of unknown size at once.
    ids.forEach(id -> small.delete("/v2/images/" + id));
    List<String> more = queued(small, 20);
    List<Integer> unannounced =
        allAtOnce(more.size(), i -> uploadUnannounced(small, more.get(i), bytes));
    // Then: what one of them holds is not for the others, and the limit stands.
    assertThat(unannounced).containsOnly(204, 413).contains(204);
    assertThat(usage(small, "image_size_total").get("usage").asInt())
        .isEqualTo((int) unannounced.stream().filter(status -> status == 204).count())
        .isLessThanOrEqualTo(4);
  }

  @Test
  void stagedBytesHaveALimitOfTheirOwn() {
    // Given
    ImageApi narrow = CLUSTER.memberOf("narrow");
    String id = narrow.create("raw");
    // When
    Answer refused = narrow.stage(id, Disks.raw(2 * MIB + 512, 3));
    // Then
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.text()).contains("image_stage_total");
    assertThat(narrow.status(id)).isEqualTo("queued");
    assertThat(narrow.stage(id, Disks.raw(2 * MIB, 3)).status()).isEqualTo(204);
    assertUsage(narrow, "image_stage_total", 2, 2);
    assertThat(narrow.stage(narrow.create("raw"), Disks.raw(512, 3)).status()).isEqualTo(413);
    // The import makes room.
    assertThat(narrow.startImport(id, "").status()).isEqualTo(202);
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(narrow.status(id)).isEqualTo("active"));
    assertUsage(narrow, "image_stage_total", 0, 2);
    assertUsage(narrow, "image_size_total", 2, -1);
  }

  @Test
  void anImportThatHasNoRoomIsRefused() {
    // Given
    ImageApi tight = CLUSTER.memberOf("tight");
    String id = tight.create("raw");
    assertThat(tight.stage(id, Disks.raw(5 * MIB, 6)).status()).isEqualTo(204);
    // When
    Answer refused = tight.startImport(id, "");
    // Then
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.text()).contains("image_size_total");
    assertThat(tight.status(id)).isEqualTo("uploading");
    assertUsage(tight, "image_size_total", 0, 4);
  }

  @Test
  void oneUploadAtOnceIsOne() throws Exception {
    // Given
    ImageApi slow = CLUSTER.memberOf("slow");
    String first = slow.create("raw");
    String second = slow.create("raw");
    CountDownLatch mayEnd = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> running =
          threads.submit(() ->
              slow.send(
                  "PUT",
                  "/v2/images/" + first + "/file",
                  Map.of("Content-Type", "application/octet-stream"),
                  BodyPublishers.ofInputStream(() -> new Held(Disks.raw(MIB, 4), mayEnd))));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(slow.status(first)).isEqualTo("saving"));
      // When
      Answer refused = slow.upload(second, Disks.raw(512, 5));
      Answer unstaged = slow.stage(second, Disks.raw(512, 5));
      mayEnd.countDown();
      // Then
      assertThat(refused.status()).isEqualTo(413);
      assertThat(refused.text()).contains("image_count_uploading");
      assertThat(unstaged.status()).isEqualTo(413);
      assertThat(unstaged.text()).contains("image_count_uploading");
      assertThat(running.get().status()).isEqualTo(204);
      assertThat(slow.upload(second, Disks.raw(512, 5)).status()).isEqualTo(204);
    }
  }

  /** Bytes whose end comes when it may. */
  private static final class Held extends InputStream {
    private final ByteArrayInputStream bytes;
    private final CountDownLatch mayEnd;

    Held(byte[] bytes, CountDownLatch mayEnd) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.mayEnd = mayEnd;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = bytes.read(target, offset, length);
      if (count < 0) {
        awaitEnd();
      }
      return count;
    }

    private void awaitEnd() throws IOException {
      try {
        mayEnd.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }
}
