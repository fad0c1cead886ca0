package io.vitrine.gateway.live;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.gateway.authentication.Admission;
import io.vitrine.gateway.authentication.Authentication;
import io.vitrine.gateway.exchange.Answers;
import io.vitrine.gateway.exchange.ClientBody;
import io.vitrine.gateway.exchange.Services;
import io.vitrine.gateway.platform.GatewayConfig;
import io.vitrine.gateway.route.Destination;
import io.vitrine.gateway.route.Service;
import io.vitrine.problem.ProblemKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET /v2/images/{id}/tasks} for who asks for {@code text/event-stream}: the tasks as they
 * are, and then each change.
 */
@ApplicationScoped
public class TaskStreams {
  private static final Pattern PATH =
      Pattern.compile("/v2/images/(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})/tasks");

  private final Vertx vertx;
  private final GatewayConfig.Gateway gateway;
  private final LiveConfig config;
  private final LiveFacts facts;
  private final StreamCount count;
  private final Services services;
  private final Authentication authentication;
  private final Answers answers;
  private final Set<TaskStream> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  TaskStreams(
      Vertx vertx,
      GatewayConfig gateway,
      LiveConfig config,
      LiveFacts facts,
      StreamCount count,
      Services services,
      Authentication authentication,
      Answers answers) {
    this.vertx = vertx;
    this.gateway = gateway.gateway();
    this.config = config;
    this.facts = facts;
    this.count = count;
    this.services = services;
    this.authentication = authentication;
    this.answers = answers;
  }

  /** Of a call for a stream of tasks, rather than for the tasks as JSON: whose tasks they are. */
  public static Optional<UUID> followedImage(RoutingContext routing, Destination.Call call) {
    Matcher path = PATH.matcher(call.path());
    return call.service() == Service.REGISTRY
            && routing.request().method().equals(HttpMethod.GET)
            && path.matches()
            && prefersEvents(routing)
        ? Optional.of(UUID.fromString(path.group(1)))
        : Optional.empty();
  }

  /** By weight; what takes anything gets JSON as ever. */
  private static boolean prefersEvents(RoutingContext routing) {
    for (MIMEHeader range : routing.parsedHeaders().accept()) {
      boolean events = range.value().equalsIgnoreCase(EventStream.MEDIA_TYPE);
      if (events || range.value().equalsIgnoreCase("application/json")) {
        return events && range.weight() > 0;
      }
    }
    return false;
  }

  /**
   * Begins a stream, or answers why there is none.
   *
   * @param imageId whose tasks are followed
   * @param admission the verified tokens
   * @param publicUrl under which the client knows this gateway
   * @param challenge what a 401 says in {@code WWW-Authenticate}
   */
  public void begin(
      UUID imageId,
      RoutingContext routing,
      Destination.Call call,
      Admission admission,
      String publicUrl,
      String challenge) {
    HttpServerRequest request = routing.request();
    ClientBody.drain(request, vertx, gateway.drainTimeout());
    switch (count.take(admission.project())) {
      case GRANTED -> {
        TaskStream stream = stream(imageId, routing, call, admission);
        streams.add(stream);
        routing.addEndHandler(ended -> {
          stream.close();
          streams.remove(stream);
          count.giveBack(admission.project());
        });
        // Asked after the stream is among those that a stop ends: it is one or the other.
        if (stopping) {
          answers.refuse(request, TaskStream.STOPPING);
        } else {
          stream.begin(
              () -> services.ask(routing, call, admission),
              reply -> services.relay(reply, routing, call, publicUrl, challenge),
              problem -> answers.refuse(request, problem));
        }
      }
      case PROJECT_HAS_ENOUGH ->
          answers.refuse(
              request,
              ProblemKind.TOO_MANY_REQUESTS,
              "The project follows %d streams of events already, and may follow no more at once."
                  .formatted(config.maxStreamsPerProject()));
      case GATEWAY_HAS_ENOUGH ->
          answers.refuse(
              request,
              ProblemKind.UNAVAILABLE,
              "All %d streams of events are taken. Please try again, or ask for JSON."
                  .formatted(config.maxStreams()));
    }
  }

  private TaskStream stream(
      UUID imageId, RoutingContext routing, Destination.Call call, Admission admission) {
    return new TaskStream(
        vertx,
        config,
        facts,
        imageId,
        new EventStream(routing.request()),
        admission.expiresAt(),
        () -> admitAnew(routing, call).compose(anew -> services.ask(routing, call, anew)));
  }

  private Future<Admission> admitAnew(RoutingContext routing, Destination.Call call) {
    return Future.fromCompletionStage(
        Uni.createFrom()
            .deferred(() -> authentication.admit(routing, call))
            .subscribeAsCompletionStage(),
        vertx.getOrCreateContext());
  }

  /** Streams end by themselves only with their tokens: a stop would wait for each of them. */
  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    stopping = true;
    streams.forEach(stream -> stream.end("the gateway stops"));
  }
}
