package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.it.Contract.Operation;
import io.vitrine.it.RequestMaker.Made;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever comes, the answer is one that is documented, and never a crash. Another seed tries other
 * requests: {@code -Dvitrine.fuzz.seed=…}, and {@code -Dvitrine.fuzz.requests=…} more of them.
 */
class FuzzIT {
  private static final long SEED = Long.getLong("vitrine.fuzz.seed", 2_018L);
  private static final int REQUESTS = Integer.getInteger("vitrine.fuzz.requests", 2_500);
  private static final int IMAGES = 12;
  private static final List<String> INSIDES =
      List.of(
          "java.",
          "io.vitrine",
          "Exception",
          "io.quarkus",
          "\tat ",
          "org.postgresql",
          "NullPointer");

  private final TestCluster cluster = TestCluster.get();
  private final URI gateway = URI.create(cluster.gateway());
  private final RawHttp http = new RawHttp(gateway);
  private final Contract contract = Contract.of(cluster.gateway());
  private final Random random = new Random(SEED);
  private final ImageApi demo = cluster.as("demo");
  private final ImageApi admin = cluster.as("admin");
  private final List<String> ids = new ArrayList<>();
  private final RequestMaker maker = new RequestMaker(contract, random, ids);

  /** Images in several states; the oldest make room. */
  private void addImage() {
    ImageApi owner = random.nextBoolean() ? demo : admin;
    String id = owner.create("raw");
    switch (random.nextInt(4)) {
      case 0 -> owner.upload(id, Disks.raw(3_000, 1));
      case 1 -> owner.stage(id, Disks.raw(3_000, 1));
      case 2 -> owner.post("/v2/images/" + id + "/members", "{\"member\":\"alt_demo\"}");
      default -> {}
    }
    ids.add(id);
    if (ids.size() > IMAGES) {
      ids.removeFirst();
    }
  }

  /**
   * With a part of each kind by every name; if it is still there from before, it stays as it is.
   */
  private void addNamespace() {
    ObjectNode namespace = JsonNodeFactory.instance.objectNode();
    namespace.put("namespace", RequestMaker.WORDS.get(random.nextInt(RequestMaker.WORDS.size())));
    namespace.put("visibility", random.nextBoolean() ? "public" : "private");
    for (String name : RequestMaker.WORDS) {
      namespace.withObject("/properties/" + name).put("title", name).put("type", "string");
      for (String kind : List.of("objects", "tags", "resource_type_associations")) {
        namespace.withArray("/" + kind).addObject().put("name", name);
      }
    }
    assertThat(admin.post("/v2/metadefs/namespaces", namespace.toString()).status()).isIn(201, 409);
  }

  @Test
  void everyAnswerIsADocumentedOne() {
    // Given
    // A stream of events does not end.
    List<Operation> operations =
        contract.operations().stream().filter(one -> !one.id.equals("followEvents")).toList();
    List<String> tokens =
        List.of(
            cluster.token("admin"),
            cluster.token("demo"),
            cluster.token("demo"),
            cluster.token("demo_reader"),
            cluster.token("alt_demo"),
            "",
            "garbage");
    Set<String> statuses = new HashSet<>();
    List<String> faults = new ArrayList<>();
    // When
    for (int i = 0; i < REQUESTS; i++) {
      if (i % 25 == 0) {
        addImage();
        addNamespace();
      }
      Operation operation = operations.get(random.nextInt(operations.size()));
      Made request = maker.make(operation);
      int caller = random.nextInt(tokens.size());
      RawHttp.Answer answer = http.send(request.bytes(gateway.getAuthority(), tokens.get(caller)));
      statuses.add(operation + " " + answer.status());
      faultsOf(operation, request, answer).stream()
          .map(fault ->
              "%s: %s [%d]%n  %s%n  %.300s"
                  .formatted(operation, fault, caller, request, answer.text()))
          .forEach(faults::add);
    }
    // Then
    assertThat(faults).as("seed %d", SEED).isEmpty();
    // The requests are not all refused for the same reason, or they would try nothing.
    assertThat(statuses).hasSizeGreaterThan(4 * operations.size());
  }

  private static List<String> faultsOf(Operation operation, Made request, RawHttp.Answer answer) {
    List<String> faults = new ArrayList<>();
    int status = answer.status();
    if (!isUri(request.target())) {
      // Turned away by the server before anybody here sees it.
      return status == 400 ? faults : List.of(status + " for what is no URI");
    }
    boolean documented = operation.statuses().contains(status);
    if (request.plain() ? !documented : status >= 500 && !Set.of(501, 503).contains(status)) {
      faults.add(status + " is not documented");
    }
    if ((status == 503 || status == 429) && answer.header("Retry-After").isEmpty()) {
      faults.add(status + " without Retry-After");
    }
    if (!answer.header("X-Openstack-Request-Id").startsWith("req-")) {
      faults.add("no request id");
    }
    if (status >= 400) {
      INSIDES.stream().filter(answer.text()::contains).map("tells "::concat).forEach(faults::add);
    }
    if (request.plain() && documented && answer.body().length > 0) {
      faults.addAll(faultsOfBody(operation, answer));
    }
    return faults;
  }

  private static boolean isUri(String target) {
    try {
      return new URI(target).isAbsolute() || target.startsWith("/");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static List<String> faultsOfBody(Operation operation, RawHttp.Answer answer) {
    String type = answer.header("Content-Type").split(";")[0];
    boolean oneDocument = type.equals("application/json") || type.endsWith("+json");
    if (!oneDocument) {
      return List.of();
    }
    try {
      return operation.faults(answer.status(), type, new ObjectMapper().readTree(answer.body()));
    } catch (IOException e) {
      return List.of("no JSON");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v2/images HTTP/9.9",
        "GET  /v2/images HTTP/1.1",
        "GET /v2/images",
        "\u0000",
        "GET /v2/images HTTP/1.1\r\nContent-Length: -1",
        "POST /v2/images HTTP/1.1\r\nContent-Length: x",
        "POST /v2/images HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2",
        "POST /v2/images HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked",
        "POST /v2/images HTTP/1.1\r\nTransfer-Encoding: gzip, chunked",
        "POST /v2/images HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz",
        "GET /v2/images HTTP/1.1\r\nX-A\u0000: b",
        "GET /v2/images HTTP/1.1\r\n: b",
        "GET /v2/images HTTP/1.1\r\nno colon here",
        "GET http://[::1/v2/images HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "CONNECT example.org:80 HTTP/1.1",
      })
  void whatIsNoHttpIsTheClientsMistake(String head) {
    // When
    RawHttp.Answer answer =
        http.send(
            (head + "\r\nHost: x\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    // Then
    assertSoftly(softly -> {
      softly.assertThat(answer.status()).isIn(0, 400, 401, 404, 501, 505);
      softly.assertThat(answer.text()).doesNotContain(INSIDES);
    });
    assertThat(demo.get("/v2/images?limit=0").status()).isEqualTo(200);
  }

  @Test
  void aHeadOrLineThatIsTooLongIsRefused() {
    String longLine = "GET /v2/images?" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n";
    String longHead = "GET /v2/images HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(80_000) + "\r\n\r\n";

    assertThat(http.send(longLine.getBytes(StandardCharsets.US_ASCII)).status()).isEqualTo(414);
    assertThat(http.send(longHead.getBytes(StandardCharsets.US_ASCII)).status()).isEqualTo(431);
  }
}
