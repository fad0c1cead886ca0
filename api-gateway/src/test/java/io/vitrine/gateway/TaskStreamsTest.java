package io.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vitrine.events.Fact;
import io.vitrine.events.FactCodec;
import io.vitrine.gateway.live.Played;
import io.vitrine.gateway.live.StreamCount;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = LiveSurroundings.class, restrictToAnnotatedClass = true)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TaskStreamsTest {
  private static final String EVENTS = "text/event-stream";
  private static Vertx vertx;
  private static PlayedService registry;

  private final UUID image = UUID.randomUUID();
  private final List<SseClient> clients = new ArrayList<>();
  private final List<Map.Entry<String, String>> asked = new CopyOnWriteArrayList<>();
  private volatile List<Played> tasks = List.of();
  private volatile int status = 200;

  @TestHTTPResource("/")
  URI gateway;

  @Inject @Any InMemoryConnector kafka;

  @Inject StreamCount count;

  @BeforeAll
  static void startRegistry() {
    vertx = Vertx.vertx();
    registry = new PlayedService(vertx, "registry");
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
    vertx.close();
  }

  @BeforeEach
  void show() {
    registry.forget();
    registry.behave(this::answer);
  }

  @AfterEach
  void everyStreamLeavesNothing() throws IOException {
    for (SseClient client : clients) {
      client.close();
    }
    await().until(() -> streams() == 0);
  }

  private void answer(HttpServerRequest request) {
    asked.addAll(request.headers().entries());
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(status == 200 ? json() : "{\"message\": \"no\"}");
  }

  private String json() {
    return tasks.stream().map(Played::json).collect(Collectors.joining(",", "{\"tasks\":[", "]}"));
  }

  private SseClient open() throws Exception {
    return open(Tokens.valid(), EVENTS);
  }

  private SseClient open(String token, String accept) throws Exception {
    SseClient client =
        SseClient.open(gateway.resolve("/v2/images/" + image + "/tasks"), token, accept);
    clients.add(client);
    return client;
  }

  private int streams() {
    return count.all();
  }

  private void happens(Fact fact) {
    happens(FactCodec.typeOf(fact), FactCodec.encode(fact));
  }

  private void happens(String type, byte[] body) {
    kafka.source("tasks").send(Message.of(body).addMetadata(Envelope.of("1", type)));
  }

  @Test
  void tellsTheTasksAsTheyAreAndThenEachChange() throws Exception {
    // Given
    Played task = Played.taskOf(image).at("2026-01-01T00:00:05Z");
    tasks = List.of(task);
    // When
    SseClient client = open();
    // Then
    assertThat(client.answer().statusCode()).isEqualTo(200);
    assertThat(client.answer().headers().map())
        .containsEntry("Content-Type", List.of(EVENTS))
        .containsEntry("Cache-Control", List.of("no-cache"))
        .containsEntry("X-Accel-Buffering", List.of("no"));
    assertThat(client.nextEvent().orElseThrow())
        .startsWith(
            "event: task\nid: " + task.id() + "/2026-01-01T00:00:05Z\ndata: {\"id\":\"" + task.id())
        .contains("\"method\":\"glance-direct\"", "\"phase\":\"convert\"", "\"percent\":10}");
    // When
    happens(task.at("2026-01-01T00:00:06.5Z").done(70).fact());
    // Then
    assertThat(client.nextEvent().orElseThrow())
        .contains("id: " + task.id() + "/2026-01-01T00:00:06.500Z\n", "\"percent\":70}");
  }

  @Test
  void asksTheRegistryAsTheCallerAndForJson() throws Exception {
    // Given
    String token = Tokens.valid();
    // When
    open(token, EVENTS);
    // Then
    assertThat(asked)
        .anySatisfy(header -> {
          assertThat(header.getKey()).isEqualToIgnoringCase("X-Auth-Token");
          assertThat(header.getValue()).isEqualTo(token);
        })
        .anySatisfy(header -> {
          assertThat(header.getKey()).isEqualToIgnoringCase("Accept");
          assertThat(header.getValue()).isEqualTo("application/json");
        });
  }

  @Test
  void tellsATaskThatBeginsLater() throws Exception {
    // Given
    SseClient client = open();
    Played task = Played.taskOf(image);
    tasks = List.of(task);
    // When
    happens(task.fact());
    // Then
    assertThat(client.nextEvent().orElseThrow()).contains(task.id().toString());
  }

  @Test
  void tellsNothingOfTasksThatTheRegistryDoesNotShow() throws Exception {
    // Given
    Played own = Played.taskOf(image).at("2026-01-01T00:00:05Z");
    tasks = List.of(own);
    SseClient client = open();
    client.nextEvent();
    // When
    happens(Played.taskOf(image).at("2026-01-01T00:00:06Z").fact());
    happens(Played.taskOf(UUID.randomUUID()).at("2026-01-01T00:00:06Z").fact());
    happens(own.at("2026-01-01T00:00:07Z").fact());
    // Then
    assertThat(client.nextEvent().orElseThrow()).contains(own.id() + "/2026-01-01T00:00:07Z");
  }

  @Test
  void passesOverFactsThatItCannotRead() throws Exception {
    // Given
    Played task = Played.taskOf(image).at("2026-01-01T00:00:05Z");
    tasks = List.of(task);
    SseClient client = open();
    client.nextEvent();
    // When
    for (String body : List.of("{x", "{}", "null", "{\"image_id\":\"" + image + "\"}")) {
      happens("io.vitrine.image.task-changed.v1", body.getBytes(StandardCharsets.UTF_8));
    }
    happens("io.vitrine.image.unheard-of.v1", "{}".getBytes(StandardCharsets.UTF_8));
    happens(task.at("2026-01-01T00:00:06Z").fact());
    // Then
    assertThat(client.nextEvent().orElseThrow()).contains(task.id() + "/2026-01-01T00:00:06Z");
  }

  @Test
  void makesUpForAFactThatWasLost() throws Exception {
    // Given
    Played task = Played.taskOf(image).at("2026-01-01T00:00:05Z");
    tasks = List.of(task);
    SseClient client = open();
    client.nextEvent();
    // When
    tasks = List.of(task.at("2026-01-01T00:00:09Z").status("success"));
    // Then
    assertThat(client.nextEvent().orElseThrow()).contains("\"status\":\"success\"");
  }

  @Test
  void showsThatItLives() throws Exception {
    assertThat(open().nextComment()).hasValue(": keep-alive\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void whatTheRegistryRefusesIsRefused(int refusal) throws Exception {
    // Given
    status = refusal;
    // When
    SseClient client = open();
    // Then
    assertThat(client.answer().statusCode()).isEqualTo(refusal);
    assertThat(client.body()).isEqualTo("{\"message\": \"no\"}");
    assertThat(client.answer().headers().firstValue("WWW-Authenticate").isPresent())
        .isEqualTo(refusal == 401);
  }

  @Test
  void needsAToken() throws Exception {
    assertThat(open(Tokens.tampered(), EVENTS).answer().statusCode()).isEqualTo(401);
    assertThat(registry.pathsSeen()).isEmpty();
  }

  @Test
  void saysSoWhenTheRegistryIsAway() throws Exception {
    // Given
    registry.behave(request -> request.connection().close());
    // When
    SseClient client = open();
    // Then
    assertThat(client.answer().statusCode()).isEqualTo(503);
    assertThat(client.body()).contains("The image registry cannot be reached");
  }

  @Test
  void saysSoWhenTheRegistrysAnswerMakesNoSense() throws Exception {
    // Given
    registry.behave(request -> request.response().end("<html>"));
    // When
    SseClient client = open();
    // Then
    assertThat(client.answer().statusCode()).isEqualTo(503);
  }

  @Test
  void goesOnWhileTheRegistryIsAway() throws Exception {
    // Given
    Played task = Played.taskOf(image).at("2026-01-01T00:00:05Z");
    tasks = List.of(task);
    SseClient client = open();
    client.nextEvent();
    // When
    status = 503;
    int before = registry.pathsSeen().size();
    await().until(() -> registry.pathsSeen().size() > before);
    happens(task.at("2026-01-01T00:00:06Z").fact());
    // Then
    assertThat(client.nextEvent().orElseThrow()).contains(task.id() + "/2026-01-01T00:00:06Z");
  }

  @Test
  void endsWithTheImage() throws Exception {
    // Given
    SseClient client = open();
    // When
    status = 404;
    // Then
    assertThat(client.nextEvent()).isEmpty();
  }

  @Test
  void endsWithTheToken() throws Exception {
    // When
    SseClient client = open(Tokens.endingIn(Duration.ofSeconds(8)), EVENTS);
    // Then
    assertThat(client.answer().statusCode()).isEqualTo(200);
    assertThat(client.nextEvent()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json",
        "*/*",
        "application/json, text/event-stream;q=0.5",
        "text/event-stream;q=0",
        "text/event-stream-x"
      })
  void jsonIsAnsweredAsEver(String accept) throws Exception {
    // Given
    tasks = List.of(Played.taskOf(image));
    // When
    SseClient client = open(Tokens.valid(), accept);
    // Then
    assertThat(client.answer().headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(client.body()).isEqualTo(json());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/event-stream, application/json;q=0.5", "TEXT/EVENT-STREAM, */*"})
  void whatTheClientPrefersCounts(String accept) throws Exception {
    assertThat(open(Tokens.valid(), accept).answer().headers().firstValue("Content-Type"))
        .hasValue(EVENTS);
  }

  @Test
  void aProjectFollowsNoMoreThanItMay() throws Exception {
    // Given
    open();
    SseClient second = open();
    // When
    SseClient third = open();
    // Then
    assertThat(third.answer().statusCode()).isEqualTo(429);
    assertThat(third.answer().headers().firstValue("Retry-After")).isPresent();
    assertThat(third.body()).contains("follows 2 streams");
    // When
    second.close();
    await().until(() -> streams() == 1);
    // Then
    assertThat(open().answer().statusCode()).isEqualTo(200);
  }

  @Test
  void theGatewayCarriesNoMoreThanItCan() throws Exception {
    // Given
    open();
    open();
    open(Tokens.ofService(), EVENTS);
    // When
    SseClient fourth = open(Tokens.ofService(), EVENTS);
    // Then
    assertThat(fourth.answer().statusCode()).isEqualTo(503);
    assertThat(fourth.body()).contains("All 3 streams");
  }

  @Test
  void aClientThatReadsNothingIsCutOff() throws Exception {
    // Given
    try (RawClient client = RawClient.withSmallBuffer(gateway.getPort())) {
      client.send(
          "GET /v2/images/%s/tasks HTTP/1.1\r\nHost: x\r\nAccept: %s\r\nX-Auth-Token: %s\r\n\r\n"
              .formatted(image, EVENTS, Tokens.valid()));
      client.readHead();
      // When
      Played task = Played.taskOf(image).message("x".repeat(100_000));
      tasks = List.of(task);
      AtomicLong second = new AtomicLong(2_000_000_000);
      // Then
      await()
          .atMost(Duration.ofSeconds(50))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> {
            happens(task.at(Instant.ofEpochSecond(second.incrementAndGet()).toString()).fact());
            return streams() == 0;
          });
    }
  }

  @Test
  void speaksHttp10() throws Exception {
    // Given
    tasks = List.of(Played.taskOf(image));
    try (RawClient client = new RawClient(gateway.getPort())) {
      // When
      client.send(
          "GET /v2/images/%s/tasks HTTP/1.0\r\nAccept: %s\r\nX-Auth-Token: %s\r\n\r\n"
              .formatted(image, EVENTS, Tokens.valid()));
      String head = client.readHead();
      status = 404;
      // Then
      assertThat(head).startsWith("HTTP/1.0 200").doesNotContainIgnoringCase("transfer-encoding");
      assertThat(client.readToEnd()).contains("event: task\n").endsWith("\n\n");
    }
  }
}
