package io.vitrine.store.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.virtual.threads.VirtualThreads;
import io.vitrine.identity.RequestIds;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.servicetoken.ServiceToken;
import io.vitrine.store.RegistryProblem;
import io.vitrine.store.Requester;
import io.vitrine.tracing.TraceParent;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the registry over HTTP. This service's token proves who asks, the user's for whom; an answer
 * without a document (204) is empty, and every refusal a {@link ProblemException}.
 */
@ApplicationScoped
class RegistryHttp {
  private static final Logger LOG = Logger.getLogger(RegistryHttp.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final int READ_ATTEMPTS = 2;

  /** Replicas that start or have gone refuse connections; names lead elsewhere a second later. */
  private static final int CONNECT_ATTEMPTS = 4;

  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;
  private static final int DOUBLINGS = 5;
  private static final int UNAUTHORIZED = 401;
  private static final int SERVER_ERROR = 500;

  private final RegistryConfig config;
  private final ServiceToken ownToken;
  private final ObjectMapper json;
  private final HttpClient http;

  RegistryHttp(
      RegistryConfig config,
      ServiceToken ownToken,
      ObjectMapper json,
      @VirtualThreads ExecutorService threads) {
    this.config = config;
    this.ownToken = ownToken;
    this.json = json;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(threads)
            .build();
  }

  /** On behalf of a user. */
  Optional<JsonNode> get(Requester who, String path) {
    return send(who.requestId(), () -> request(who, path).GET(), READ_ATTEMPTS);
  }

  /** On behalf of a user, and once: if it was done unheard, the second would be a conflict. */
  Optional<JsonNode> post(Requester who, String path, JsonNode body) {
    return send(who.requestId(), () -> posting(request(who, path), body), 1);
  }

  Optional<JsonNode> getInOwnName(String requestId, String path) {
    return sendInOwnName(
        requestId, () -> request(path, ownToken.get(), requestId).GET(), READ_ATTEMPTS);
  }

  /**
   * What may be done again if nobody answers.
   *
   * @param attempts in all; the pauses between them grow to five seconds
   */
  Optional<JsonNode> postInOwnName(String requestId, String path, JsonNode body, int attempts) {
    return sendInOwnName(
        requestId, () -> posting(request(path, ownToken.get(), requestId), body), attempts);
  }

  private static HttpRequest.Builder posting(HttpRequest.Builder request, JsonNode body) {
    return request
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.toString()));
  }

  private HttpRequest.Builder request(Requester who, String path) throws IOException {
    HttpRequest.Builder request =
        request(path, who.token(), who.requestId()).header("X-Service-Token", ownToken.get());
    if (who.project() != null) {
      request.header("X-Project-Id", who.project());
    }
    return request;
  }

  private HttpRequest.Builder request(String path, String token, String requestId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(config.url() + path))
            .timeout(config.timeout())
            .header("Accept", "application/json")
            .header("X-Auth-Token", token)
            .header(RequestIds.HEADER, requestId);
    @Nullable String traceParent = TraceParent.current();
    return traceParent == null ? request : request.header(TraceParent.HEADER, traceParent);
  }

  /** Makes a request, for each attempt anew: this service's token may be another one by then. */
  @FunctionalInterface
  private interface Call {
    HttpRequest.Builder request() throws IOException;
  }

  /** The answer's document; empty where there is none (204). */
  private Optional<JsonNode> send(String requestId, Call call, int attempts) {
    try {
      HttpResponse<String> answer = answer(requestId, call, attempts);
      if (answer.statusCode() == UNAUTHORIZED) {
        // Perhaps it is not the user's token but this service's, which has not expired either: the
        // realm has other keys, or another secret.
        ownToken.forget();
        answer = answer(requestId, call, attempts);
      }
      return read(answer);
    } catch (IOException e) {
      LOG.warnf("The registry does not answer request %s: %s", requestId, e.toString());
      throw new RegistryProblem.Silent().asException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryProblem.Silent().asException();
    }
  }

  /** The same where no user is asked for his rights: that this service has none is its fault. */
  private Optional<JsonNode> sendInOwnName(String requestId, Call call, int attempts) {
    try {
      return send(requestId, call, attempts);
    } catch (ProblemException e) {
      ProblemKind kind = e.problem().kind();
      if (kind != ProblemKind.UNAUTHENTICATED && kind != ProblemKind.FORBIDDEN) {
        throw e;
      }
      LOG.errorf("The registry refuses this service: %s", e.getMessage());
      throw new RegistryProblem.Silent().asException();
    }
  }

  private HttpResponse<String> answer(String requestId, Call call, int attempts)
      throws IOException, InterruptedException {
    for (int tried = 1; ; tried++) {
      try {
        HttpResponse<String> answer = http.send(call.request().build(), BodyHandlers.ofString());
        if (answer.statusCode() < SERVER_ERROR || tried >= attempts) {
          return answer;
        }
        LOG.warnf("The registry answered request %s with %d", requestId, answer.statusCode());
      } catch (IOException e) {
        // What is not even taken has not been sent, so it may be sent again in any case.
        int most = e instanceof ConnectException ? CONNECT_ATTEMPTS : 0;
        if (tried >= Math.max(attempts, most)) {
          throw e;
        }
        LOG.warnf("The registry does not answer request %s yet: %s", requestId, e.toString());
      }
      Thread.sleep(
          Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(tried - 1, DOUBLINGS)));
    }
  }

  private Optional<JsonNode> read(HttpResponse<String> answer) throws JsonProcessingException {
    int status = answer.statusCode();
    if (status == 204) {
      return Optional.empty();
    }
    @Nullable JsonNode document = answer.body().isEmpty() ? null : json.readTree(answer.body());
    if (status / 100 == 2 && document != null) {
      return Optional.of(document);
    }
    throw refusal(status, document);
  }

  private static ProblemException refusal(int status, @Nullable JsonNode document) {
    String message = document == null ? "" : ProblemText.message(document);
    return ProblemText.kind(status)
        .<ProblemException>map(kind -> new RegistryProblem.Refused(kind, message).asException())
        .orElseGet(() -> {
          LOG.errorf("The registry answered %d: %s", status, message);
          return new RegistryProblem.Silent().asException();
        });
  }
}
