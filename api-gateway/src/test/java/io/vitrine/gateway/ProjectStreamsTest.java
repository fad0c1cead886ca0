package io.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.vertx.core.Vertx;
import io.vitrine.events.Fact;
import io.vitrine.events.FactCodec;
import io.vitrine.events.TaskFact;
import io.vitrine.events.Topics;
import io.vitrine.gateway.live.FactWindow;
import io.vitrine.gateway.live.FactWindow.Extent;
import io.vitrine.gateway.live.Played;
import io.vitrine.gateway.live.PlayedImage;
import io.vitrine.gateway.live.StreamCount;
import io.vitrine.gateway.live.Topic;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = LiveSurroundings.class, restrictToAnnotatedClass = true)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ProjectStreamsTest {
  private static final String EVENTS = "text/event-stream";
  private static Vertx vertx;
  private static PlayedService registry;
  private static long written;

  private final List<SseClient> clients = new ArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  @TestHTTPResource("/")
  URI gateway;

  @Inject @Any InMemoryConnector kafka;

  @Inject FactWindow window;

  @Inject MeterRegistry meters;

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
    registry.behave(request -> {
      asked.add(request.method() + " " + request.uri() + " " + request.getHeader("X-Auth-Token"));
      request.response().setStatusCode(status).end("{\"images\":[]}");
    });
    // Each test has topics of its own.
    written = 0;
    window.begin(
        Map.of(
            Topic.IMAGES.partition(0),
            new Extent(0, 0),
            Topic.TASKS.partition(0),
            new Extent(0, 0)));
  }

  @AfterEach
  void everyStreamLeavesNothing() throws IOException {
    for (SseClient client : clients) {
      client.close();
    }
    await().until(() -> count.all() == 0);
  }

  private double gauge(String name) {
    Gauge gauge = meters.find(name).gauge();
    return gauge == null ? 0 : gauge.value();
  }

  private SseClient open(Map<String, String> headers) throws Exception {
    SseClient client = SseClient.open(gateway.resolve("/v2/events"), headers);
    clients.add(client);
    return client;
  }

  private SseClient open() throws Exception {
    return open(Map.of("X-Auth-Token", Tokens.valid()));
  }

  private SseClient open(String lastEventId) throws Exception {
    return open(Map.of("X-Auth-Token", Tokens.valid(), "Last-Event-ID", lastEventId));
  }

  private void happens(Fact fact) {
    boolean task = fact instanceof TaskFact;
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>(
            task ? Topics.TASKS : Topics.IMAGES,
            0,
            written++,
            System.currentTimeMillis(),
            TimestampType.CREATE_TIME,
            0,
            0,
            fact.subject(),
            FactCodec.encode(fact),
            new RecordHeaders(),
            Optional.empty());
    kafka
        .source(task ? "tasks" : "images")
        .send(
            Message.of(record.value())
                .addMetadata(Envelope.of(UUID.randomUUID().toString(), FactCodec.typeOf(fact)))
                .addMetadata(new IncomingKafkaRecordMetadata<>(record, "images")));
  }

  private static String idOf(String event) {
    return event
        .lines()
        .filter(line -> line.startsWith("id: "))
        .findFirst()
        .orElseThrow()
        .substring(4);
  }

  @Test
  void tellsWhatHappensToImagesOfTheProject() throws Exception {
    // Given
    SseClient client = open();
    PlayedImage image = PlayedImage.of("demo");
    // When
    happens(PlayedImage.of("other").updated());
    happens(image.updated());
    happens(Played.taskOf(image.id()).done(45).fact());
    // Then
    assertThat(client.answer().statusCode()).isEqualTo(200);
    assertThat(client.answer().headers().map())
        .containsEntry("Content-Type", List.of(EVENTS))
        .containsEntry("Cache-Control", List.of("no-cache"));
    assertThat(client.nextEvent().orElseThrow())
        .startsWith("event: image\nid: ")
        .contains(
            "data: {\"type\":\"updated\",\"image\":{\"id\":\"" + image.id() + "\",\"version\":1,",
            "\"status\":\"active\"",
            "\"tags\":[\"a\",\"b\"]")
        .doesNotContain("hw_secret");
    assertThat(client.nextEvent().orElseThrow())
        .startsWith("event: task\nid: ")
        .contains("\"image_id\":\"" + image.id() + "\"", "\"percent\":45}");
  }

  @Test
  void asksTheRegistryAsTheCallerWhetherHeMayList() throws Exception {
    // Given
    String token = Tokens.valid();
    // When
    open(Map.of("X-Auth-Token", token));
    // Then
    assertThat(asked).startsWith("GET /v2/images?limit=1 " + token);
    await().until(() -> asked.size() > 1);
    assertThat(asked).containsOnly("GET /v2/images?limit=1 " + token);
  }

  @Test
  void goesOnWhereTheClientWas() throws Exception {
    // Given
    SseClient first = open();
    happens(PlayedImage.of("demo").updated());
    String id = idOf(first.nextEvent().orElseThrow());
    first.close();
    // When
    PlayedImage missed = PlayedImage.of("demo");
    happens(missed.updated());
    happens(PlayedImage.of("other").updated());
    SseClient second = open(id);
    PlayedImage later = PlayedImage.of("demo");
    assertThat(second.nextEvent().orElseThrow()).contains(missed.id().toString());
    happens(later.updated());
    // Then
    assertThat(second.nextEvent().orElseThrow()).contains(later.id().toString());
  }

  @Test
  void hasAPositionFromTheBeginAndWithEachKeepAlive() throws Exception {
    // Given
    SseClient first = open();
    String begin = first.nextPosition();
    happens(PlayedImage.of("other").updated());
    String keptAlive = await().until(first::nextPosition, id -> id.endsWith("-1-0"));
    // When
    PlayedImage image = PlayedImage.of("demo");
    happens(image.updated());
    // Then
    assertThat(begin).endsWith("-0-0");
    assertThat(open(keptAlive).nextEvent().orElseThrow()).contains(image.id().toString());
    assertThat(first.nextEvent().orElseThrow()).contains(image.id().toString());
  }

  @Test
  void saysSoWhereThereWasMoreThanItKnows() throws Exception {
    // Given
    double before = meters.counter("vitrine.live.resets").count();
    SseClient client = open("garbage");
    // When
    String reset = client.nextEvent().orElseThrow();
    PlayedImage image = PlayedImage.of("demo");
    happens(image.updated());
    // Then
    assertThat(reset).startsWith("event: reset\nid: ").contains("list the images again");
    assertThat(client.nextEvent().orElseThrow()).contains(image.id().toString());
    assertThat(meters.counter("vitrine.live.resets").count()).isEqualTo(before + 1);
  }

  @Test
  void aClientOfLostTopicsIsToldSo() throws Exception {
    // Given
    SseClient client = open();
    client.nextPosition();
    // When
    window.begin(Map.of(Topic.IMAGES.partition(0), new Extent(90, 95)));
    // Then
    assertThat(client.nextEvent().orElseThrow()).startsWith("event: reset\n");
  }

  @Test
  void theWindowIsMeasured() {
    // When
    happens(PlayedImage.of("demo").updated());
    // Then
    await().until(() -> gauge("vitrine.live.window.events") == 1);
    assertThat(gauge("vitrine.live.window.bytes")).isBetween(500.0, 5000.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void whatTheRegistryRefusesIsRefused(int refusal) throws Exception {
    // Given
    status = refusal;
    // When
    SseClient client = open();
    // Then
    assertThat(client.answer().statusCode()).isEqualTo(refusal);
    assertThat(client.body()).isEqualTo("{\"images\":[]}");
  }

  @Test
  void endsWhenTheCallerMayListNoMore() throws Exception {
    // Given
    SseClient client = open();
    // When
    status = 403;
    // Then
    assertThat(client.nextEvent()).isEmpty();
  }

  @Test
  void endsWithTheToken() throws Exception {
    // When
    SseClient client = open(Map.of("X-Auth-Token", Tokens.endingIn(Duration.ofSeconds(8))));
    // Then
    assertThat(client.answer().statusCode()).isEqualTo(200);
    assertThat(client.nextEvent()).isEmpty();
  }

  @Test
  void needsAToken() throws Exception {
    assertThat(open(Map.of("X-Auth-Token", Tokens.tampered())).answer().statusCode())
        .isEqualTo(401);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/event-stream", "TEXT/*", "application/json, */*;q=0.1"})
  void takesWhoeverTakesEvents(String accept) throws Exception {
    SseClient client = open(Map.of("X-Auth-Token", Tokens.valid(), "Accept", accept));

    assertThat(client.answer().headers().firstValue("Content-Type")).hasValue(EVENTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/event-stream;q=0", "text/plain"})
  void hasNothingElse(String accept) throws Exception {
    SseClient client = open(Map.of("X-Auth-Token", Tokens.valid(), "Accept", accept));

    assertThat(client.answer().statusCode()).isEqualTo(406);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE", "OPTIONS"})
  void refusesOtherMethods(String method) throws Exception {
    try (RawClient client = new RawClient(gateway.getPort())) {
      client.send(
          "%s /v2/events HTTP/1.1\r\nHost: x\r\nX-Auth-Token: %s\r\n\r\n"
              .formatted(method, Tokens.valid()));

      assertThat(client.readHead()).startsWith("HTTP/1.1 405").contains("llow: GET, HEAD");
    }
  }

  @Test
  void aHeadIsAllOfIt() throws Exception {
    try (RawClient client = new RawClient(gateway.getPort())) {
      client.send(
          "HEAD /v2/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Auth-Token: %s\r\n\r\n"
              .formatted(Tokens.valid()));

      assertThat(client.readHead()).startsWith("HTTP/1.1 200").contains(EVENTS);
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void aProjectFollowsNoMoreThanItMay() throws Exception {
    // Given
    open();
    open();
    // When
    SseClient third = open();
    // Then
    assertThat(third.answer().statusCode()).isEqualTo(429);
  }

  @Test
  void aClientThatReadsNothingIsCutOff() throws Exception {
    try (RawClient client = RawClient.withSmallBuffer(gateway.getPort())) {
      // Given
      client.send(
          "GET /v2/events HTTP/1.1\r\nHost: x\r\nX-Auth-Token: %s\r\n\r\n"
              .formatted(Tokens.valid()));
      client.readHead();
      UUID image = UUID.randomUUID();
      // Then
      await()
          .atMost(Duration.ofSeconds(50))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> {
            happens(Played.taskOf(image).message("x".repeat(100_000)).fact());
            return count.all() == 0;
          });
    }
  }
}
