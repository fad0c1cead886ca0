package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import io.vitrine.local.replay.Replay;
import io.vitrine.local.replay.Telling;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/**
 * Whatever dies meanwhile: a committed change is an event, once in effect and in order, a refused
 * one never is, and the events are the catalogue once more.
 */
class EventGuaranteesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int CLIENTS = 4;
  private static final int CHANGES_BETWEEN_FAULTS = 25;

  /** More of them: -Dkill.rounds=20. */
  private static final int KILL_ROUNDS = Integer.getInteger("kill.rounds", 1);

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");
  private final ImageApi admin = cluster.as("admin");
  private final String adminToken = cluster.token("admin");

  /** What a client has been told of an image that is its own, as its facts must tell it. */
  private static final class Story {
    private final String id = UUID.randomUUID().toString();
    private final List<String> acknowledged = new ArrayList<>();

    /** Of an answer that broke off, or that tells of a server's fault, nobody knows what it did. */
    private boolean isCertain = true;
  }

  private final Queue<Story> stories = new ConcurrentLinkedQueue<>();
  private final Set<String> stepsOfTheSharedOne = ConcurrentHashMap.newKeySet();
  private final AtomicInteger changes = new AtomicInteger();
  private final AtomicBoolean enough = new AtomicBoolean();

  @Test
  void whatIsCommittedIsAnEventOnceInOrderAndWhatIsRefusedNever() throws Exception {
    // Given
    String shared = demo.create("raw");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(() -> changeImages(shared)));
      }
      clients.add(threads.submit(this::changeDefinitions));
      // When
      try {
        for (int round = 0; round < KILL_ROUNDS; round++) {
          awaitChanges();
          cluster.parts().crash(PartName.KAFKA);
          awaitChanges();
          cluster.parts().crash(PartName.REGISTRY);
          cluster.parts().start(PartName.KAFKA);
          cluster.parts().awaitReady(PartName.REGISTRY);
          awaitChanges();
          cluster.parts().crash(PartName.POSTGRES);
          cluster.parts().start(PartName.POSTGRES);
          awaitChanges();
          cluster.parts().crash(PartName.METADEFS);
          cluster.parts().crash(PartName.REGISTRY);
          cluster.parts().awaitReady(PartName.REGISTRY);
          cluster.parts().awaitReady(PartName.METADEFS);
        }
        awaitChanges();
        expectTheCatalogueFromItsFacts();
      } finally {
        enough.set(true);
      }
      for (Future<?> client : clients) {
        client.get();
      }
    }
    // Then
    expectTheCatalogueFromItsFacts();
    try (KafkaTrail trail = new KafkaTrail(cluster.parts().ports().kafka())) {
      Set<String> ids = stories.stream().map(story -> story.id).collect(Collectors.toSet());
      ids.add(shared);
      Map<String, List<ConsumerRecord<String, byte[]>>> facts =
          trail.records("vitrine.images", record -> ids.contains(record.key())).stream()
              .collect(Collectors.groupingBy(ConsumerRecord::key));
      for (Story story : stories) {
        expectTold(story, facts.getOrDefault(story.id, List.of()));
      }
      assertThat(steps(facts.get(shared))).containsAll(stepsOfTheSharedOne);
    }
  }

  @Test
  void anImportThatIsKilledInTheMiddleIsToldToItsEnd() {
    byte[] qcow2 = Disks.qcow2(Disks.raw(32 << 20, 31));
    for (PartName victim : List.of(PartName.WORKER, PartName.REGISTRY)) {
      // Given
      String id = demo.create("qcow2");
      demo.stage(id, qcow2);
      demo.startImport(id, ",\"output_format\":\"raw\"");
      // When
      CompletableFuture.runAsync(
              () -> cluster.parts().crash(victim),
              CompletableFuture.delayedExecutor(
                  ThreadLocalRandom.current().nextInt(1000), TimeUnit.MILLISECONDS))
          .join();
      cluster.parts().awaitReady(victim);
      // Then
      await().atMost(PATIENCE).until(() -> demo.status(id).equals("active"));
    }
    expectTheCatalogueFromItsFacts();
  }

  private void awaitChanges() {
    int goal = changes.get() + CHANGES_BETWEEN_FAULTS;
    await().atMost(PATIENCE).until(() -> changes.get() >= goal);
  }

  /** Whole and in order: each version of each image has its fact. */
  private void expectTheCatalogueFromItsFacts() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          try (Replay replay = new Replay(cluster.parts(), () -> adminToken)) {
            Telling telling = replay.read();
            assertThat(telling.isWhole()).as("%s", telling).isTrue();
            assertThat(telling.late()).isZero();
            assertThat(replay.check()).isEmpty();
          }
        });
  }

  private void changeImages(String shared) {
    while (!enough.get()) {
      Story story = new Story();
      stories.add(story);
      live(story);
      String step = UUID.randomUUID().toString();
      if (isDone(() -> demo.patch(shared, step(step)))) {
        stepsOfTheSharedOne.add(step);
      }
    }
  }

  private void live(Story story) {
    String path = "/v2/images/" + story.id;
    does(
        story,
        "created",
        () ->
            demo.post(
                "/v2/images",
                "{\"id\":\"%s\",\"disk_format\":\"raw\",\"container_format\":\"bare\"}"
                    .formatted(story.id)));
    does(story, "updated one", () -> demo.patch(story.id, step("one")));
    refused(story, () -> demo.patch(story.id, refusedStep()));
    does(story, "member-added", () -> demo.post(path + "/members", "{\"member\":\"alt_demo\"}"));
    refused(story, () -> demo.post(path + "/members", "{\"member\":\"alt_demo\"}"));
    does(story, "updated two", () -> demo.patch(story.id, step("two")));
    does(story, "member-removed", () -> demo.delete(path + "/members/alt_demo"));
    if (ThreadLocalRandom.current().nextBoolean()) {
      does(story, "deleted", () -> demo.delete(path));
      refused(story, () -> demo.patch(story.id, step("refused")));
    }
  }

  private static String step(String value) {
    return "[{\"op\":\"add\",\"path\":\"/step\",\"value\":\"%s\"}]".formatted(value);
  }

  /** Its first half could be done, and its second cannot. */
  private static String refusedStep() {
    return """
    [{"op":"add","path":"/step","value":"refused"},{"op":"replace","path":"/status","value":"active"}]\
    """;
  }

  /** A story ends with its first uncertain step, since nobody knows what the next would do. */
  private void does(Story story, String fact, Supplier<Answer> change) {
    if (!story.isCertain) {
      return;
    }
    if (isDone(change)) {
      story.acknowledged.add(fact);
      changes.incrementAndGet();
    } else {
      story.isCertain = false;
    }
  }

  private boolean isDone(Supplier<Answer> change) {
    try {
      Answer answer = change.get();
      assertThat(answer.status()).as("%s", answer).matches(it -> it < 300 || it >= 500);
      if (answer.status() < 300) {
        return true;
      }
    } catch (UncheckedIOException e) {
      // The connection broke.
    }
    return false;
  }

  private static void refused(Story story, Supplier<Answer> change) {
    if (story.isCertain) {
      expectRefusal(change);
    }
  }

  private static void expectRefusal(Supplier<Answer> change) {
    try {
      assertThat(change.get().status()).isGreaterThanOrEqualTo(400);
    } catch (UncheckedIOException e) {
      // The connection broke.
    }
  }

  /** Replay tells whether nothing of it is lost; a second tag of a name is refused. */
  private void changeDefinitions() {
    while (!enough.get()) {
      String name = "guarantees-" + UUID.randomUUID();
      String path = "/v2/metadefs/namespaces/" + name;
      boolean isThere =
          isDone(() ->
              admin.post("/v2/metadefs/namespaces", "{\"namespace\":\"%s\"}".formatted(name)));
      if (isThere && isDone(() -> admin.post(path + "/tags/t", ""))) {
        expectRefusal(() -> admin.post(path + "/tags/t", ""));
        isDone(() -> admin.delete(path + "/tags/t"));
      }
    }
  }

  private static void expectTold(Story story, List<ConsumerRecord<String, byte[]>> records) {
    List<String> told = new ArrayList<>();
    Set<String> ids = ConcurrentHashMap.newKeySet();
    for (ConsumerRecord<String, byte[]> record : records) {
      if (ids.add(
          new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))) {
        told.add(told(record));
      }
    }
    if (story.isCertain) {
      assertThat(told).as(story.id).isEqualTo(story.acknowledged);
    } else {
      assertThat(told).as(story.id).startsWith(story.acknowledged.toArray(String[]::new));
      assertThat(told.size()).as(story.id).isLessThanOrEqualTo(story.acknowledged.size() + 1);
    }
  }

  private static String told(ConsumerRecord<String, byte[]> record) {
    String type =
        KafkaTrail.type(record).replace("io.vitrine.image.", "").replaceFirst("\\.v1$", "");
    return type.equals("updated") ? type + " " + step(record) : type;
  }

  private static List<String> steps(List<ConsumerRecord<String, byte[]>> records) {
    return records.stream().map(EventGuaranteesIT::step).toList();
  }

  private static String step(ConsumerRecord<String, byte[]> record) {
    JsonNode fact = ImageApi.json(new String(record.value(), StandardCharsets.UTF_8));
    return fact.at("/image/properties/step").asText();
  }
}
