package io.vitrine.gateway.exchange;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.epoll.EpollSocketChannel;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.VertxInternal;
import io.vitrine.gateway.platform.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads objects by signed URLs. */
@ApplicationScoped
class StoreReader {
  private static final Logger LOG = Logger.getLogger(StoreReader.class);
  private static final int CHUNK = 64 * 1024;
  private static final int CONNECTIONS = 10_000;
  private static final int KEEP_ALIVE_SECONDS = 30;

  private final HttpClient http;
  private final VertxInternal vertx;
  private final Duration connectTimeout;
  private final Counter bytes;
  private final Counter turns;

  @Inject
  StoreReader(Vertx vertx, GatewayConfig config, MeterRegistry meters) {
    this(vertx, config.gateway().connectTimeout(), meters);
  }

  StoreReader(Vertx vertx, Duration connectTimeout, MeterRegistry meters) {
    this.vertx = (VertxInternal) vertx;
    this.connectTimeout = connectTimeout;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxChunkSize(CHUNK)
                .setMaxHeaderSize(CHUNK));
    this.bytes = meters.counter("vitrine.transfer.bytes", "direction", "download");
    this.turns = meters.counter("vitrine.download.turns");
  }

  void stop(@Observes ShutdownEvent event) {
    http.close();
  }

  /**
   * Prepares to bring a client a range of an object: by the kernel where it can, and else through
   * this process.
   *
   * @param last offset of the last byte
   */
  Feed feed(URI source, long first, long last, HttpServerRequest client, Feed.Listener listener) {
    if ("http".equals(source.getScheme()) && last - first >= SplicedFeed.FROM) {
      Optional<EpollSocketChannel> channel = SplicedFeed.channel(client);
      if (channel.isPresent()) {
        try {
          return new SplicedFeed(
              vertx, connectTimeout, source, first, last, channel.get(), listener);
        } catch (IOException e) {
          LOG.debugf("No pipe for a download: %s", e.getMessage());
        }
      }
    }
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(source.toString())
            .setConnectTimeout(connectTimeout.toMillis())
            .putHeader("Range", "bytes=%d-%d".formatted(first, last));
    return new PipedFeed(http, options, client.response(), listener);
  }

  void moved(int count) {
    bytes.increment(count);
  }

  /** A download goes on with another copy, or with another connection to the same one. */
  void turned() {
    turns.increment();
  }
}
