package io.vitrine.store.upload.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.problem.JsonBody;
import io.vitrine.problem.RequestProblem;
import io.vitrine.store.Requester;
import io.vitrine.store.platform.DirectConfig;
import io.vitrine.store.platform.Door;
import io.vitrine.store.platform.TransfersConfig;
import io.vitrine.store.upload.resumable.DirectUpload;
import io.vitrine.store.upload.resumable.DirectUpload.Begun;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /v2/images/{id}/direct-uploads}: uploads whose parts go straight to the S3 server. */
@ApplicationScoped
class DirectRoutes {
  private static final String UPLOADS = "/v2/images/:id/direct-uploads";
  private static final String UPLOAD = UPLOADS + "/:upload";
  private static final String JSON = "application/json";
  private static final int LONGEST_DOCUMENT = 64 << 10;
  private static final int USUAL_COUNT = 100;
  private static final int MOST_TARGETS = 1_000;

  private final Door door;
  private final TransfersConfig transfers;
  private final DirectConfig config;
  private final DirectUpload direct;
  private final ObjectMapper json;

  DirectRoutes(
      Door door,
      TransfersConfig transfers,
      DirectConfig config,
      DirectUpload direct,
      ObjectMapper json) {
    this.door = door;
    this.transfers = transfers;
    this.config = config;
    this.direct = direct;
    this.json = json;
  }

  void register(@Observes Router router) {
    router.post(UPLOADS).handler(routing -> serve(routing, this::begin));
    router.get(UPLOAD + "/parts").handler(routing -> serve(routing, this::targets));
    router.head(UPLOAD + "/parts").handler(routing -> serve(routing, this::targets));
    router.post(UPLOAD + "/complete").handler(routing -> serve(routing, this::complete));
    router.delete(UPLOAD).handler(routing -> serve(routing, this::end));
  }

  private record Visit(RoutingContext routing, Requester who, String imageId, RequestBody body) {

    UUID uploadId() {
      return UploadId.of(routing);
    }

    byte[] document() {
      byte[] bytes = new byte[LONGEST_DOCUMENT + 1];
      int length = body.read(bytes);
      if (length > LONGEST_DOCUMENT) {
        throw new RequestProblem.TooLarge().asException();
      }
      return Arrays.copyOf(bytes, length);
    }

    void refuseBody() {
      if (document().length > 0) {
        throw new RequestProblem.Malformed("A body is not expected with this request.")
            .asException();
      }
    }
  }

  @FunctionalInterface
  private interface Action {
    void act(Visit visit);
  }

  private void serve(RoutingContext routing, Action action) {
    RequestBody body = new RequestBody(routing, transfers.pace());
    door.admit(
        routing,
        (who, imageId) -> action.act(new Visit(routing, who, imageId, body)),
        body::refuse);
  }

  private void begin(Visit visit) {
    JsonNode wish = JsonBody.object(visit.document());
    long size = number(wish, "size");
    long partSize = wish.has("part_size") ? number(wish, "part_size") : 0;
    Begun begun =
        direct.begin(
            visit.who(),
            visit.imageId(),
            TusMetadata.purpose(text(wish, "purpose").orElse("upload")),
            size,
            partSize,
            text(wish, "store"));
    Instant expiry = Instant.now().plus(begun.lease()).truncatedTo(ChronoUnit.SECONDS);
    ObjectNode answer =
        json.createObjectNode()
            .put("upload_id", begun.uploadId().toString())
            .put("store", begun.store())
            .put("part_size", begun.sizes().size())
            .put("parts", begun.sizes().count())
            .put("expires_at", expiry.toString());
    visit
        .routing()
        .response()
        .putHeader(
            HttpHeaders.LOCATION,
            "/v2/images/%s/direct-uploads/%s".formatted(visit.imageId(), begun.uploadId()));
    answer(visit, 201, answer);
  }

  private static long number(JsonNode wish, String field) {
    JsonNode value = wish.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 1) {
      throw new RequestProblem.Malformed(field + " is a number of bytes, from 1 on.").asException();
    }
    return value.longValue();
  }

  private static Optional<String> text(JsonNode wish, String field) {
    JsonNode value = wish.path(field);
    if (!value.isMissingNode() && !value.isTextual()) {
      throw new RequestProblem.Malformed(field + " is a text.").asException();
    }
    return Optional.ofNullable(value.textValue());
  }

  private void targets(Visit visit) {
    visit.refuseBody();
    int from = parameter(visit.routing(), "from", 1, 10_000);
    int count = parameter(visit.routing(), "count", USUAL_COUNT, MOST_TARGETS);
    ObjectNode answer = json.createObjectNode();
    ArrayNode parts = answer.putArray("parts");
    direct
        .targets(
            visit.who(),
            visit.imageId(),
            visit.uploadId(),
            from,
            Math.min(count, 10_001 - from),
            config.urlValidity())
        .forEach(target ->
            parts.addObject().put("part", target.part()).put("url", target.url().toString()));
    answer.put(
        "expires_at",
        Instant.now().plus(config.urlValidity()).truncatedTo(ChronoUnit.SECONDS).toString());
    visit.routing().response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    answer(visit, 200, answer);
  }

  private static int parameter(RoutingContext routing, String name, int usual, int most) {
    @Nullable String text = routing.request().getParam(name);
    if (text == null) {
      return usual;
    }
    if (!text.matches("[0-9]{1,5}") || text.matches("0+") || Integer.parseInt(text) > most) {
      throw new RequestProblem.Malformed("%s is a number from 1 to %d.".formatted(name, most))
          .asException();
    }
    return Integer.parseInt(text);
  }

  private void complete(Visit visit) {
    visit.refuseBody();
    direct.complete(visit.who(), visit.imageId(), visit.uploadId());
    visit.routing().response().setStatusCode(204).end();
  }

  private void end(Visit visit) {
    visit.refuseBody();
    direct.end(visit.who(), visit.imageId(), visit.uploadId());
    visit.routing().response().setStatusCode(204).end();
  }

  private static void answer(Visit visit, int status, ObjectNode document) {
    visit
        .routing()
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
        .end(document.toString());
  }
}
