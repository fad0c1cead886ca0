package io.vitrine.store.upload.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.problem.ProblemException;
import io.vitrine.store.Requester;
import io.vitrine.store.platform.Door;
import io.vitrine.store.platform.ProblemAnswer;
import io.vitrine.store.platform.Transfers;
import io.vitrine.store.platform.Transfers.Direction;
import io.vitrine.store.platform.TransfersConfig;
import io.vitrine.store.upload.resumable.Delivery;
import io.vitrine.store.upload.resumable.ReceiveParts;
import io.vitrine.store.upload.resumable.ReceiveParts.Arrival;
import io.vitrine.store.upload.resumable.ReceiveParts.Standing;
import io.vitrine.store.upload.resumable.ResumableGrant;
import io.vitrine.store.upload.resumable.ResumableProblem.StoreAway;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Resumable uploads as tus 1.0.0 has them: {@code /v2/images/{id}/uploads} and what is created
 * there. See ADR-0010.
 */
@ApplicationScoped
class TusRoutes {
  private static final String UPLOADS = "/v2/images/:id/uploads";
  private static final String UPLOAD = UPLOADS + "/:upload";
  private static final String EXTENSIONS = "creation,creation-with-upload,expiration,termination";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int NO_CONTENT = 204;
  private static final int CREATED = 201;

  private final Door door;
  private final Transfers transfers;
  private final TransfersConfig config;
  private final ReceiveParts receive;

  TusRoutes(Door door, Transfers transfers, TransfersConfig config, ReceiveParts receive) {
    this.door = door;
    this.transfers = transfers;
    this.config = config;
    this.receive = receive;
  }

  void register(@Observes Router router) {
    router.options(UPLOADS).handler(TusRoutes::describe);
    router.options(UPLOAD).handler(TusRoutes::describe);
    router.post(UPLOADS).handler(this::create);
    router.head(UPLOAD).handler(this::look);
    router.patch(UPLOAD).handler(this::append);
    router.delete(UPLOAD).handler(this::end);
    router.post(UPLOAD).handler(this::override);
  }

  private static void describe(RoutingContext routing) {
    routing
        .response()
        .setStatusCode(NO_CONTENT)
        .putHeader(TusRequest.RESUMABLE, TusRequest.VERSION)
        .putHeader(TusRequest.VERSIONS, TusRequest.VERSION)
        .putHeader("Tus-Extension", EXTENSIONS)
        .end();
  }

  /** For clients that know no PATCH. */
  private void override(RoutingContext routing) {
    switch (TusRequest.methodOf(routing.request())) {
      case "PATCH" -> append(routing);
      case "DELETE" -> end(routing);
      case "HEAD" -> look(routing);
      default -> routing.next();
    }
  }

  private void create(RoutingContext routing) {
    RequestBody body = body(routing);
    door.admit(routing, (who, imageId) -> create(routing, who, imageId, body), body::refuse);
  }

  private void create(RoutingContext routing, Requester who, String imageId, RequestBody body) {
    TusRequest request = TusRequest.checked(routing);
    boolean brings = request.hasBody();
    if (!brings) {
      ResumableGrant granted = begin(who, imageId, request);
      created(routing, Standing.at(0, granted), granted);
      return;
    }
    request.requireOffsetOctets();
    request.requireBodyWithin(request.length());
    // The place comes first: an upload that is granted and then refused would lock the image.
    Creation creation =
        transfers.call(
            Direction.UPLOAD,
            moved -> {
              ResumableGrant granted = begin(who, imageId, request);
              Delivery bytes = new Request(body, request, moved);
              Arrival nothing = Arrival.at(Standing.at(0, granted));
              return new Creation(
                  granted, unlessAway(() -> receive.append(who, granted, 0, bytes), nothing));
            });
    ResumableGrant granted = creation.granted();
    created(routing, unlessAway(creation.arrival()::settled, Standing.at(0, granted)), granted);
  }

  private record Creation(ResumableGrant granted, Arrival arrival) {}

  private ResumableGrant begin(Requester who, String imageId, TusRequest request) {
    TusMetadata metadata = request.metadata();
    return receive.begin(who, imageId, metadata.purpose(), request.length(), metadata.store());
  }

  /**
   * Takes what comes with the creation. Where it breaks off, the client has to learn all the same
   * where to go on.
   *
   * @param nothing what is said then; perhaps some is there, which a client that goes on at the
   *     first byte is told
   */
  private static <T> T unlessAway(Supplier<T> bytes, T nothing) {
    try {
      return bytes.get();
    } catch (ProblemException e) {
      if (e.problem() instanceof StoreAway) {
        return nothing;
      }
      throw e;
    }
  }

  private static void created(RoutingContext routing, Standing now, ResumableGrant granted) {
    String location =
        "/v2/images/%s/uploads/%s".formatted(granted.grant().imageId(), granted.grant().uploadId());
    answer(routing.response(), now)
        .setStatusCode(CREATED)
        .putHeader(HttpHeaders.LOCATION, location)
        .end();
  }

  private void append(RoutingContext routing) {
    RequestBody body = body(routing);
    door.admit(routing, (who, imageId) -> append(routing, who, imageId, body), body::refuse);
  }

  private void append(RoutingContext routing, Requester who, String imageId, RequestBody body) {
    TusRequest request = TusRequest.checked(routing);
    request.requireOffsetOctets();
    long offset = request.offset();
    UUID uploadId = UploadId.of(routing);
    Arrival arrival =
        transfers.call(
            Direction.UPLOAD,
            moved ->
                receive.append(who, imageId, uploadId, offset, new Request(body, request, moved)));
    // Without a place: others need it, and this may take as long as reading the image once.
    answer(routing.response(), arrival.settled()).setStatusCode(NO_CONTENT).end();
  }

  private void look(RoutingContext routing) {
    visit(
        routing,
        (who, imageId) -> {
          TusRequest.checked(routing);
          Standing now = receive.look(who, imageId, UploadId.of(routing));
          routing
              .response()
              .setStatusCode(200)
              .putHeader(TusRequest.OFFSET, Long.toString(now.offset()))
              .putHeader(TusRequest.LENGTH, Long.toString(now.length()))
              .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
              .end();
        });
  }

  private void end(RoutingContext routing) {
    visit(
        routing,
        (who, imageId) -> {
          TusRequest.checked(routing);
          receive.end(who, imageId, UploadId.of(routing));
          routing.response().setStatusCode(NO_CONTENT).end();
        });
  }

  private void visit(RoutingContext routing, Door.Visit visit) {
    routing.response().putHeader(TusRequest.RESUMABLE, TusRequest.VERSION);
    door.admit(
        routing,
        visit,
        cause -> {
          ProblemAnswer.send(routing, cause);
          // If there is a body, the next request on this connection comes after it.
          routing.request().resume();
        });
  }

  private RequestBody body(RoutingContext routing) {
    routing.response().putHeader(TusRequest.RESUMABLE, TusRequest.VERSION);
    return new RequestBody(routing, config.pace());
  }

  private static HttpServerResponse answer(HttpServerResponse response, Standing now) {
    if (now.offset() < now.length()) {
      expire(response, now.lease());
    }
    return response.putHeader(TusRequest.OFFSET, Long.toString(now.offset()));
  }

  private static void expire(HttpServerResponse response, Duration lease) {
    response.putHeader("Upload-Expires", HTTP_DATE.format(Instant.now().plus(lease)));
  }

  /** A request's body, measured. */
  private record Request(RequestBody body, TusRequest request, LongConsumer moved)
      implements Delivery {
    @Override
    public OptionalLong announced() {
      return request.bodyLength();
    }

    @Override
    public void giveWay() {
      body.giveWay();
    }

    @Override
    public int read(byte[] into) {
      try {
        int length = body.read(into);
        moved.accept(length);
        return length;
      } catch (CutException e) {
        moved.accept(e.kept());
        throw e;
      }
    }
  }
}
