package io.vitrine.store.download.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.handover.HandOver;
import io.vitrine.handover.Served;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.RequestProblem;
import io.vitrine.store.Requester;
import io.vitrine.store.cache.CachedImage;
import io.vitrine.store.download.DownloadProblem.NoSuchRange;
import io.vitrine.store.download.DownloadProblem.StoreUnavailable;
import io.vitrine.store.download.OpenImage;
import io.vitrine.store.download.OpenImage.Answer;
import io.vitrine.store.download.OpenImage.Bytes;
import io.vitrine.store.download.OpenImage.Wish;
import io.vitrine.store.platform.ClientGoneException;
import io.vitrine.store.platform.DirectConfig;
import io.vitrine.store.platform.Door;
import io.vitrine.store.platform.ProblemAnswer;
import io.vitrine.store.platform.Transfers;
import io.vitrine.store.platform.Transfers.Direction;
import io.vitrine.store.platform.TransfersConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/** {@code GET /v2/images/{id}/file}, whole or in part, and what HEAD says of it. */
@ApplicationScoped
class DownloadRoutes {
  private static final int TEMPORARY_REDIRECT = 307;
  private static final String CONTENT_MD5 = "Content-MD5";
  private static final Logger LOG = Logger.getLogger(DownloadRoutes.class);

  /** What describes an image and not the problem of getting it. */
  private static final List<CharSequence> DESCRIPTION =
      List.of(
          HttpHeaders.ETAG,
          HttpHeaders.ACCEPT_RANGES,
          CONTENT_MD5,
          HttpHeaders.CONTENT_RANGE,
          Served.HEADER);

  private final Door door;
  private final Transfers transfers;
  private final TransfersConfig config;
  private final DirectConfig direct;
  private final OpenImage open;

  DownloadRoutes(
      Door door, Transfers transfers, TransfersConfig config, DirectConfig direct, OpenImage open) {
    this.direct = direct;
    this.door = door;
    this.transfers = transfers;
    this.config = config;
    this.open = open;
  }

  void register(@Observes Router router) {
    router.get("/v2/images/:id/file").handler(this::serve);
    router.head("/v2/images/:id/file").handler(this::serve);
  }

  private void serve(RoutingContext request) {
    // Set before the request is handed on: a client that leaves early is noticed.
    ResponseSink sink = new ResponseSink(request.response(), config.pace());
    door.admit(
        request,
        (who, imageId) -> download(request, who, imageId, sink),
        cause -> refuse(request, cause));
  }

  private void download(RoutingContext request, Requester who, String imageId, ResponseSink sink) {
    refuseBody(request.request());
    switch (open.open(who, imageId, wish(request.request()))) {
      case Answer.NoData _ -> request.response().setStatusCode(204).end();
      case Answer.NotModified(String etag) ->
          request.response().setStatusCode(304).putHeader(HttpHeaders.ETAG, etag).end();
      case Answer.Redirected(URI url) ->
          request
              .response()
              .setStatusCode(TEMPORARY_REDIRECT)
              .putHeader(HttpHeaders.LOCATION, url.toString())
              .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
              .end();
      case Answer.Opened opened -> {
        note(request.response(), UUID.fromString(imageId), opened);
        send(request.response(), opened, sink);
      }
    }
  }

  /** The call is all in its path and headers: a body would be a misunderstanding. */
  static void refuseBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if ((length != null && !length.strip().equals("0"))
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      throw new RequestProblem.Malformed("A body is not expected with this request.").asException();
    }
  }

  private Wish wish(HttpServerRequest request) {
    return new Wish(
        Optional.ofNullable(request.getHeader("Range")),
        Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_RANGE)),
        Optional.ofNullable(request.getHeader("If-Range")),
        Optional.ofNullable(request.getHeader(HttpHeaders.IF_NONE_MATCH)),
        prefer(request),
        request.method().equals(HttpMethod.HEAD),
        request.headers().contains(HandOver.OFFER),
        redirect(request));
  }

  /** Only those who ask are sent elsewhere: many clients would take their token along. */
  private Optional<Duration> redirect(HttpServerRequest request) {
    return "true".equals(request.getParam("redirect")) && request.method().equals(HttpMethod.GET)
        ? Optional.of(direct.urlValidity())
        : Optional.empty();
  }

  private static List<String> prefer(HttpServerRequest request) {
    return request.params().getAll("prefer").stream()
        .flatMap(names -> Arrays.stream(names.split(",", -1)))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** For the gateway, which tells of the download when it has ended. */
  private static void note(HttpServerResponse response, UUID imageId, Answer.Opened opened) {
    if (!(opened.bytes() instanceof Bytes.None)) {
      Served served = new Served(imageId, opened.location().owner(), opened.bytes().stores());
      response.putHeader(Served.HEADER, served.toJson());
    }
  }

  /** Only bytes that pass through here take one of the places for transfers. */
  private void send(HttpServerResponse response, Answer.Opened opened, ResponseSink sink) {
    switch (opened.bytes()) {
      case Bytes.None _ -> {
        writeHead(response, opened);
        response.end();
      }
      case Bytes.Streamed(InputStream stream, _) -> stream(response, opened, stream, sink);
      case Bytes.OnDisk(CachedImage.Complete image) -> {
        try (image) {
          transfers.run(
              Direction.DOWNLOAD,
              moved -> {
                writeHead(response, opened);
                sink.send(image, opened.range(), moved);
              });
        }
      }
      case Bytes.Elsewhere(SequencedMap<String, URI> sources) ->
          response
              .putHeader(HttpHeaders.CONTENT_TYPE, HandOver.MEDIA_TYPE)
              .end(handOver(opened, List.copyOf(sources.values())).toJson());
    }
  }

  private HandOver handOver(Answer.Opened opened, List<URI> sources) {
    Map<String, String> headers = new LinkedHashMap<>();
    description(opened).forEach((name, value) -> headers.put(name.toString(), value));
    return new HandOver(
        status(opened),
        headers,
        opened.range().offset(),
        opened.range().length(),
        sources,
        config.clientPatience().toSeconds(),
        config.minSpeed().asLongValue());
  }

  private void stream(
      HttpServerResponse response, Answer.Opened opened, InputStream stream, ResponseSink sink) {
    try (InputStream bytes = stream) {
      transfers.run(
          Direction.DOWNLOAD,
          moved -> {
            writeHead(response, opened);
            send(bytes, sink, moved);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(InputStream bytes, ResponseSink sink, LongConsumer moved) {
    try {
      sink.send(bytes, moved);
    } catch (ObjectStoreException e) {
      LOG.error("No store went on with a download", e);
      throw new StoreUnavailable().asException();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeHead(HttpServerResponse response, Answer.Opened opened) {
    response
        .setStatusCode(status(opened))
        .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(opened.range().length()));
    description(opened).forEach(response::putHeader);
  }

  private static int status(Answer.Opened opened) {
    return opened.partial() ? 206 : 200;
  }

  private static Map<CharSequence, String> description(Answer.Opened opened) {
    Map<CharSequence, String> headers = new LinkedHashMap<>();
    headers.put(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
    headers.put(HttpHeaders.ACCEPT_RANGES, "bytes");
    headers.put(HttpHeaders.ETAG, opened.etag());
    // Of the whole image and in hex, as clients of the Image API expect it.
    headers.put(CONTENT_MD5, opened.location().checksum());
    if (opened.partial()) {
      headers.put(
          HttpHeaders.CONTENT_RANGE,
          "bytes %d-%d/%d"
              .formatted(opened.range().offset(), opened.range().end(), opened.location().size()));
    }
    return headers;
  }

  private static void refuse(RoutingContext request, Throwable cause) {
    if (cause instanceof ClientGoneException) {
      request.request().connection().close();
      return;
    }
    if (!request.response().headWritten()) {
      DESCRIPTION.forEach(request.response().headers()::remove);
    }
    if (cause instanceof ProblemException e && e.problem() instanceof NoSuchRange(_, long size)) {
      request.response().putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
    }
    ProblemAnswer.send(request, cause);
    // If there is a body, the next request on this connection comes after it.
    request.request().resume();
  }
}
