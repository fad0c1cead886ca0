package io.vitrine.objectstore;

import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.MinioAsyncClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * The wire to one S3 server: the SDK's client, retries, and the PUT of large bodies.
 *
 * <p>The SDK signs the URL of such a PUT, but does not send it: it would hash the body once more
 * for the signature, and the server would hold the body in memory to verify that.
 */
final class S3Connection implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration IO_TIMEOUT = Duration.ofSeconds(60);

  /** A server may copy the whole object when an upload completes. */
  private static final Duration COMPLETION_TIMEOUT = Duration.ofMinutes(30);

  private static final int ATTEMPTS = 4;
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final Duration PUT_VALIDITY = Duration.ofHours(2);
  private static final int ERROR_BODY_LIMIT = 4096;
  private static final Pattern ERROR_CODE = Pattern.compile("<Code>([^<]{1,64})</Code>");

  private final StoreSettings settings;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final OkHttpClient http;
  private final MinioAsyncClient client;
  private final MinioAsyncClient patientClient;

  S3Connection(StoreSettings settings) {
    this.settings = settings;
    Dispatcher dispatcher = new Dispatcher(threads);
    // The default of 5 would make the sixth transfer wait for one of the others to end.
    dispatcher.setMaxRequests(10_000);
    dispatcher.setMaxRequestsPerHost(10_000);
    this.http =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .socketFactory(new BufferedSockets(IO_TIMEOUT))
            .connectionPool(new ConnectionPool(64, 1, TimeUnit.MINUTES))
            .connectTimeout(CONNECT_TIMEOUT)
            // The sockets have one.
            .readTimeout(Duration.ZERO)
            .writeTimeout(IO_TIMEOUT)
            .build();
    this.client = client(http);
    this.patientClient = client(http.newBuilder().readTimeout(COMPLETION_TIMEOUT).build());
  }

  private MinioAsyncClient client(OkHttpClient transport) {
    return MinioAsyncClient.builder()
        .endpoint(settings.endpoint().toString())
        .region(settings.region())
        .credentials(settings.accessKey(), settings.secretKey())
        .httpClient(transport)
        .build();
  }

  StoreSettings settings() {
    return settings;
  }

  ExecutorService threads() {
    return threads;
  }

  /** A request to the server through the SDK. */
  @FunctionalInterface
  interface Ask<T> {
    CompletableFuture<T> of(MinioAsyncClient client) throws Exception;
  }

  /** A blocking step that may be tried again. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws Exception;
  }

  /** Asks until there is an answer or no hope. */
  <T> T ask(String operation, Ask<T> ask) {
    return retrying(operation, () -> answer(ask.of(client)));
  }

  /** One attempt, for a request that may take minutes and is not safe to repeat blindly. */
  <T> T askPatiently(String operation, Ask<T> ask) {
    try {
      return answer(ask.of(patientClient));
    } catch (Exception e) {
      throw failed(operation, e);
    }
  }

  /**
   * Waits for an answer, and an interrupted thread for its end as well: the server goes on with
   * what it was asked, and whoever tidies up must come after it.
   */
  private static <T> T answer(CompletableFuture<T> asked)
      throws InterruptedException, ExecutionException {
    try {
      return asked.get();
    } catch (InterruptedException e) {
      asked.handle((done, failure) -> true).join();
      throw e;
    }
  }

  <T> T retrying(String operation, Attempt<T> attempt) {
    for (int tried = 1; ; tried++) {
      try {
        return attempt.run();
      } catch (Exception e) {
        ObjectStoreException failure = failed(operation, e);
        if (!failure.failure().isRetryable()
            || tried == ATTEMPTS
            || Thread.currentThread().isInterrupted()) {
          throw failure;
        }
      }
      pause(operation, tried);
    }
  }

  /** A PUT whose URL the SDK signs; {@link #send} makes it happen. */
  Call newPut(ObjectKey key, Map<String, String> query, RequestBody body) {
    String url = signed(Http.Method.PUT, key, query, PUT_VALIDITY);
    return http.newCall(new Request.Builder().url(url).put(body).build());
  }

  /** A URL that lets whoever has it make one kind of request, until it expires. */
  String signed(Http.Method method, ObjectKey key, Map<String, String> query, Duration validity) {
    try {
      return client.getPresignedObjectUrl(
          GetPresignedObjectUrlArgs.builder()
              .method(method)
              .bucket(settings.bucket())
              .object(settings.objectName(key))
              .extraQueryParams(query)
              .expiry(Math.toIntExact(validity.toSeconds()), TimeUnit.SECONDS)
              .build());
    } catch (Exception e) {
      throw failed("signing a request", e);
    }
  }

  /** Sends a PUT once; returns the ETag. */
  static String send(String operation, Call put) throws IOException {
    try (Response answer = put.execute()) {
      if (!answer.isSuccessful()) {
        throw S3Failures.of(operation, answer.code(), errorCode(answer));
      }
      String etag = answer.header("ETag");
      if (etag == null) {
        throw S3Failures.of(operation, answer.code(), "no ETag");
      }
      return etag;
    }
  }

  private static String errorCode(Response answer) throws IOException {
    Matcher code = ERROR_CODE.matcher(answer.peekBody(ERROR_BODY_LIMIT).string());
    return code.find() ? code.group(1) : "";
  }

  private static ObjectStoreException failed(String operation, Exception e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return new ObjectStoreException(Failure.UNAVAILABLE, operation + " was interrupted", e);
    }
    return S3Failures.of(operation, e);
  }

  private static void pause(String operation, int tried) {
    long longest = FIRST_PAUSE_MILLIS << (tried - 1);
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    } catch (InterruptedException e) {
      throw failed(operation, e);
    }
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.connectionPool().evictAll();
    threads.shutdownNow();
  }
}
