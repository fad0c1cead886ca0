package io.vitrine.store.upload.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.problem.RequestProblem;
import io.vitrine.store.Requester;
import io.vitrine.store.platform.Door;
import io.vitrine.store.platform.Transfers;
import io.vitrine.store.platform.Transfers.Direction;
import io.vitrine.store.platform.TransfersConfig;
import io.vitrine.store.upload.Announcement;
import io.vitrine.store.upload.Purpose;
import io.vitrine.store.upload.ReceiveImage;
import io.vitrine.store.upload.UploadBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /v2/images/{id}/file} and {@code /stage}. Plain routes, because the body must neither
 * be collected nor be drained to its end when it is refused.
 */
@ApplicationScoped
class UploadRoutes {
  private static final String SIZE = "X-Openstack-Image-Size";
  private static final String STORE = "X-Image-Meta-Store";
  private static final String OCTETS = "application/octet-stream";
  private static final int NO_CONTENT = 204;

  private final Door door;
  private final Transfers transfers;
  private final TransfersConfig config;
  private final ReceiveImage receive;

  UploadRoutes(Door door, Transfers transfers, TransfersConfig config, ReceiveImage receive) {
    this.door = door;
    this.transfers = transfers;
    this.config = config;
    this.receive = receive;
  }

  void register(@Observes Router router) {
    router.put("/v2/images/:id/file").handler(request -> serve(request, Purpose.UPLOAD));
    router.put("/v2/images/:id/stage").handler(request -> serve(request, Purpose.STAGE));
  }

  private void serve(RoutingContext request, Purpose purpose) {
    RequestBody body = new RequestBody(request, config.pace());
    door.admit(
        request, (who, imageId) -> upload(request, who, imageId, purpose, body), body::refuse);
  }

  private void upload(
      RoutingContext request, Requester who, String imageId, Purpose purpose, RequestBody body) {
    requireOctets(request.request());
    Announcement announced = announcement(request.request());
    transfers.run(
        Direction.UPLOAD,
        moved -> {
          UploadBody measured =
              into -> {
                int length = body.read(into);
                moved.accept(length);
                return length;
              };
          receive.receive(who, imageId, purpose, announced, measured);
        });
    request.response().setStatusCode(NO_CONTENT).end();
  }

  private static void requireOctets(HttpServerRequest request) {
    @Nullable String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(OCTETS)) {
      throw new RequestProblem.UnsupportedMedia(
              "Image data is sent with Content-Type: application/octet-stream.")
          .asException();
    }
  }

  private static Announcement announcement(HttpServerRequest request) {
    @Nullable String announced = request.getHeader(SIZE);
    @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return new Announcement(
        announced != null
            ? OptionalLong.of(ByteCount.parse(SIZE, announced))
            : length != null
                ? OptionalLong.of(ByteCount.parse("Content-Length", length))
                : OptionalLong.empty(),
        Optional.ofNullable(request.getHeader(STORE)));
  }
}
