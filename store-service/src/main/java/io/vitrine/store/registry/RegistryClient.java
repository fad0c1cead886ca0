package io.vitrine.store.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.virtual.threads.VirtualThreads;
import io.vitrine.identity.RequestIds;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.servicetoken.ServiceToken;
import io.vitrine.store.Permissions;
import io.vitrine.store.RegistryProblem;
import io.vitrine.store.Requester;
import io.vitrine.store.cache.ImageStates;
import io.vitrine.store.download.BlobLocation;
import io.vitrine.store.download.BlobLocation.Copy;
import io.vitrine.store.download.BlobLocations;
import io.vitrine.store.scrub.KnownBlob;
import io.vitrine.store.scrub.KnownBlobs;
import io.vitrine.store.upload.Announcement;
import io.vitrine.store.upload.Grant;
import io.vitrine.store.upload.Purpose;
import io.vitrine.store.upload.UploadGrants;
import io.vitrine.store.upload.resumable.ResumableGrant;
import io.vitrine.store.upload.resumable.ResumableGrants;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The registry over HTTP: this service's token proves who asks, the user's for whom. */
@ApplicationScoped
class RegistryClient
    implements UploadGrants, ResumableGrants, BlobLocations, KnownBlobs, ImageStates, Permissions {
  private static final Logger LOG = Logger.getLogger(RegistryClient.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final int READ_ATTEMPTS = 2;

  /** Some two minutes: a registry that starts again takes less. */
  private static final int EXTEND_ATTEMPTS = 30;

  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;
  private static final int DOUBLINGS = 5;
  private static final int UNAUTHORIZED = 401;
  private static final int SERVER_ERROR = 500;

  private final RegistryConfig config;
  private final ServiceToken ownToken;
  private final ObjectMapper json;
  private final HttpClient http;

  RegistryClient(
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

  @Override
  public Grant grant(Requester who, String imageId, Purpose purpose, Announcement announced) {
    return GrantJson.grant(open(who, imageId, wish(purpose, announced)));
  }

  @Override
  public ResumableGrant grantResumable(
      Requester who, String imageId, Purpose purpose, long length, Optional<String> store) {
    ObjectNode wish = wish(purpose, new Announcement(OptionalLong.of(length), store));
    return GrantJson.resumable(open(who, imageId, wish.put("resumable", true)));
  }

  private ObjectNode wish(Purpose purpose, Announcement announced) {
    ObjectNode wish = json.createObjectNode().put("purpose", purpose.name());
    announced.size().ifPresent(size -> wish.put("announced_size", size));
    announced.store().ifPresent(store -> wish.put("store", store));
    return wish;
  }

  /** Not repeated: a first one that was granted unheard would make the second a conflict. */
  private JsonNode open(Requester who, String imageId, ObjectNode wish) {
    Call call =
        () ->
            request(who, imageId, "uploads")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(wish.toString()));
    return send(who.requestId(), call, 1)
        .orElseThrow(() -> new RegistryProblem.Silent().asException());
  }

  @Override
  public ResumableGrant find(Requester who, String imageId, UUID uploadId) {
    return send(
            who.requestId(),
            () -> request(who, imageId, "uploads/" + uploadId).GET(),
            READ_ATTEMPTS)
        .map(GrantJson::resumable)
        .orElseThrow(() -> new RegistryProblem.Silent().asException());
  }

  /**
   * {@inheritDoc}
   *
   * @implSpec this service asks in its own name: the user's token may have ended during the upload.
   *     What fails for a moment is tried again: giving up would throw away what has come in hours,
   *     though the lease lives on by the heartbeat
   */
  @Override
  public long extend(Grant grant, String requestId) {
    Call call =
        () ->
            request(
                    grant.imageId().toString(),
                    "reservations/" + grant.uploadId(),
                    ownToken.get(),
                    requestId)
                .POST(HttpRequest.BodyPublishers.noBody());
    return sendInOwnName(requestId, call, EXTEND_ATTEMPTS)
        .map(extended -> extended.path("max_size").asLong())
        .orElse(grant.maxSize());
  }

  /**
   * {@inheritDoc}
   *
   * @implSpec this service asks in its own name, as above
   */
  @Override
  public boolean hasAdopted(Grant grant, String requestId) {
    String key = URLEncoder.encode(grant.key().value(), StandardCharsets.UTF_8);
    Call call =
        () ->
            request(grant.imageId().toString(), "adoption?key=" + key, ownToken.get(), requestId)
                .GET();
    return sendInOwnName(requestId, call, READ_ATTEMPTS)
        .filter(answer -> answer.path("adopted").asBoolean())
        .isPresent();
  }

  @Override
  public Optional<BlobLocation> locate(Requester who, String imageId) {
    return send(who.requestId(), () -> request(who, imageId, "blob").GET(), READ_ATTEMPTS)
        .map(found ->
            new BlobLocation(
                copies(found),
                found.path("size").asLong(),
                found.path("checksum").asText(),
                found.path("os_hash_value").asText()));
  }

  @Override
  public void require(Requester who, String rule) {
    send(who.requestId(), () -> request(who, "/internal/rules/" + rule).GET(), READ_ATTEMPTS);
  }

  /**
   * {@inheritDoc}
   *
   * @implSpec this service asks in its own name, as above: a scrub outlives its user's token
   */
  @Override
  public Set<ObjectKey> unknown(String requestId, String store, List<ObjectKey> keys) {
    ObjectNode body = json.createObjectNode().put("store", store);
    keys.forEach(key -> body.withArray("keys").add(key.value()));
    Call call =
        () ->
            request("/internal/blobs/known", ownToken.get(), requestId)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    JsonNode answer = required(sendInOwnName(requestId, call, READ_ATTEMPTS));
    Set<ObjectKey> unknown = new HashSet<>();
    answer.path("unknown").forEach(key -> unknown.add(new ObjectKey(key.asText())));
    return unknown;
  }

  @Override
  public List<KnownBlob> in(String requestId, String store, Optional<KnownBlob> after, int limit) {
    String marker = after.map(blob -> "&marker=" + blob.imageId()).orElse("");
    String path =
        "/internal/blobs?store=%s&limit=%d%s"
            .formatted(URLEncoder.encode(store, StandardCharsets.UTF_8), limit, marker);
    Call call = () -> request(path, ownToken.get(), requestId).GET();
    List<KnownBlob> blobs = new ArrayList<>();
    for (JsonNode blob : required(sendInOwnName(requestId, call, READ_ATTEMPTS)).path("blobs")) {
      blobs.add(
          new KnownBlob(
              UUID.fromString(blob.path("image_id").asText()),
              new ObjectKey(blob.path("key").asText()),
              blob.path("size").asLong(),
              blob.path("os_hash_value").asText()));
    }
    return blobs;
  }

  private static JsonNode required(Optional<JsonNode> answer) {
    return answer.orElseThrow(() -> new RegistryProblem.Silent().asException());
  }

  private static List<Copy> copies(JsonNode found) {
    List<Copy> copies = new ArrayList<>();
    for (JsonNode copy : found.path("locations")) {
      copies.add(new Copy(copy.path("store").asText(), new ObjectKey(copy.path("key").asText())));
    }
    return copies;
  }

  /**
   * {@inheritDoc}
   *
   * @implSpec what the public API says of the image
   */
  @Override
  public String status(Requester who, String imageId) {
    String path = "/v2/images/" + URLEncoder.encode(imageId, StandardCharsets.UTF_8);
    return send(who.requestId(), () -> request(who, path).GET(), READ_ATTEMPTS)
        .map(image -> image.path("status").asText())
        .orElseThrow(() -> new RegistryProblem.Silent().asException());
  }

  private HttpRequest.Builder request(Requester who, String imageId, String resource)
      throws IOException {
    return request(who, path(imageId, resource));
  }

  private HttpRequest.Builder request(Requester who, String path) throws IOException {
    HttpRequest.Builder request =
        request(path, who.token(), who.requestId()).header("X-Service-Token", ownToken.get());
    if (who.project() != null) {
      request.header("X-Project-Id", who.project());
    }
    return request;
  }

  private HttpRequest.Builder request(
      String imageId, String resource, String token, String requestId) {
    return request(path(imageId, resource), token, requestId);
  }

  private static String path(String imageId, String resource) {
    String id = URLEncoder.encode(imageId, StandardCharsets.UTF_8);
    return "/internal/images/" + id + "/" + resource;
  }

  private HttpRequest.Builder request(String path, String token, String requestId) {
    return HttpRequest.newBuilder(URI.create(config.url() + path))
        .timeout(config.timeout())
        .header("Accept", "application/json")
        .header("X-Auth-Token", token)
        .header(RequestIds.HEADER, requestId);
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
        if (answer.statusCode() < SERVER_ERROR || tried == attempts) {
          return answer;
        }
        LOG.warnf("The registry answered request %s with %d", requestId, answer.statusCode());
      } catch (IOException e) {
        if (tried == attempts) {
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
