package io.vitrine.gateway.download;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vitrine.events.DownloadFact.ImageDownloaded;
import io.vitrine.events.DownloadFact.Outcome;
import io.vitrine.handover.Served;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A request that may bring a client an image's data. Whether it does is the store-service's word,
 * not the path's: a client can spell a path in many ways.
 */
public final class Download {
  private static final Logger LOG = Logger.getLogger(Download.class);

  private final HttpServerRequest request;
  private final long begin = System.nanoTime();
  private @Nullable Served served;
  private int copy;
  private @Nullable Outcome failure;

  public Download(HttpServerRequest request) {
    this.request = request;
  }

  /** The service has answered. */
  public void answered(MultiMap headers) {
    String said = headers.get(Served.HEADER);
    if (said != null) {
      try {
        served = Served.parse(said);
      } catch (IOException e) {
        LOG.errorf("The store-service speaks of a download in words that nobody knows: %s", said);
      }
    }
  }

  /** The bytes are read from this copy now, of those that the store-service has named. */
  public void readsFrom(int next) {
    copy = next;
  }

  /** Not all bytes will get to the client. */
  public void failed(Outcome how) {
    failure = how;
  }

  /**
   * What there is to be told of it at its end.
   *
   * @param whole whether the client has got all of the answer
   * @param pastResponse bytes of it that the response has not counted
   */
  public Optional<ImageDownloaded> ended(boolean whole, long pastResponse) {
    HttpServerResponse response = request.response();
    if (served == null || !response.headWritten() || !bringsData(response.getStatusCode())) {
      return Optional.empty();
    }
    long sent = response.bytesWritten() + pastResponse;
    String length = response.headers().get(HttpHeaders.CONTENT_LENGTH);
    SocketAddress client = request.remoteAddress();
    return Optional.of(
        new ImageDownloaded(
            served.imageId(),
            served.owner(),
            response.headers().get(HttpHeaders.CONTENT_RANGE),
            length == null ? sent : Long.parseLong(length),
            sent,
            outcome(whole),
            copy < served.stores().size() ? served.stores().get(copy) : null,
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
            client == null ? null : client.hostAddress()));
  }

  private Outcome outcome(boolean whole) {
    if (whole) {
      return Outcome.COMPLETE;
    }
    return failure == null ? Outcome.CLIENT_GONE : failure;
  }

  private static boolean bringsData(int status) {
    return status == 200 || status == 206;
  }
}
