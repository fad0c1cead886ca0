package io.vitrine.gateway.exchange;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vitrine.gateway.platform.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;

/** Reads objects by signed URLs. */
@ApplicationScoped
class StoreReader {
  private static final int CHUNK = 64 * 1024;
  private static final int CONNECTIONS = 10_000;
  private static final int KEEP_ALIVE_SECONDS = 30;

  private final HttpClient http;
  private final long connectTimeout;
  private final Counter bytes;
  private final Counter turns;

  @Inject
  StoreReader(Vertx vertx, GatewayConfig config, MeterRegistry meters) {
    this(vertx, config.gateway().connectTimeout(), meters);
  }

  StoreReader(Vertx vertx, Duration connectTimeout, MeterRegistry meters) {
    this.connectTimeout = connectTimeout.toMillis();
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
   * Prepares to ask for a range.
   *
   * @param last offset of the last byte
   */
  Future<HttpClientRequest> request(URI source, long first, long last) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(source.toString())
            .setConnectTimeout(connectTimeout)
            .putHeader("Range", "bytes=%d-%d".formatted(first, last));
    return http.request(options);
  }

  void moved(int count) {
    bytes.increment(count);
  }

  /** A download goes on with another copy, or with another connection to the same one. */
  void turned() {
    turns.increment();
  }
}
