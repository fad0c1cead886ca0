package io.vitrine.gateway.keystone;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Calls to Keystone: never for ever, never of any size, never without a bound on their number. */
@ApplicationScoped
class KeystoneHttp {
  private static final int MAX_ANSWER = 1 << 20;

  /** Waiting for a connection; beyond this, Keystone counts as away. */
  private static final int MAX_QUEUE = 1024;

  private final KeystoneConfig config;
  private final HttpClient client;
  private final String base;

  KeystoneHttp(Vertx vertx, KeystoneConfig config, TlsConfigurationRegistry tls) {
    this.config = config;
    this.base = config.url().map(KeystoneHttp::versioned).orElse("");
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout((int) config.connectTimeout().toMillis())
            .setMaxWaitQueueSize(MAX_QUEUE);
    config.tlsConfigurationName().ifPresent(name -> trust(options, tls, name));
    this.client =
        vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(config.maxConnections()));
  }

  private static void trust(HttpClientOptions options, TlsConfigurationRegistry tls, String name) {
    TlsConfiguration named =
        tls.get(name)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "vitrine.keystone.tls-configuration-name: there is no quarkus.tls." + name));
    TlsConfigUtils.configure(options, named);
  }

  void stop(@Observes ShutdownEvent event) {
    client.close();
  }

  /** An answer of Keystone's, whatever its status. */
  record Answer(int status, String body, Optional<String> subjectToken) {
    @Override
    public String toString() {
      return "Answer[status=" + status + "]";
    }
  }

  CompletionStage<Answer> get(String path, Map<String, String> headers) {
    return send(HttpMethod.GET, path, headers, "");
  }

  CompletionStage<Answer> post(String path, String json) {
    return send(HttpMethod.POST, path, Map.of("Content-Type", "application/json"), json);
  }

  private CompletionStage<Answer> send(
      HttpMethod method, String path, Map<String, String> headers, String body) {
    long answerMillis = config.answerTimeout().toMillis();
    MultiMap all = HttpHeaders.headers().addAll(headers).add("Accept", "application/json");
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setAbsoluteURI(base + path)
            .setConnectTimeout(config.connectTimeout().toMillis())
            .setIdleTimeout(answerMillis)
            .setHeaders(all);
    return client
        .request(options)
        .compose(request -> request.send(Buffer.buffer(body)))
        .compose(KeystoneHttp::read)
        .timeout(config.connectTimeout().toMillis() + answerMillis, TimeUnit.MILLISECONDS)
        .recover(failure ->
            Future.failedFuture(
                failure instanceof KeystoneSilent
                    ? failure
                    : new KeystoneSilent("no answer: " + failure.getMessage(), failure)))
        .toCompletionStage();
  }

  private static String versioned(URI url) {
    String text = url.toString().replaceAll("/+$", "");
    return text.endsWith("/v3") ? text : text + "/v3";
  }

  private static Future<Answer> read(HttpClientResponse response) {
    Promise<Answer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response
        .handler(piece -> {
          if (body.length() + piece.length() > MAX_ANSWER) {
            whole.tryFail(new KeystoneSilent("its answer is too large"));
            response.request().reset();
          } else {
            body.appendBuffer(piece);
          }
        })
        .exceptionHandler(whole::tryFail)
        .endHandler(end ->
            whole.tryComplete(
                new Answer(
                    response.statusCode(),
                    body.toString(StandardCharsets.UTF_8),
                    Optional.ofNullable(response.getHeader("X-Subject-Token")))));
    return whole.future();
  }
}
