package io.vitrine.gateway.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
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
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The calls that are answered with streams of events: {@code GET /v2/images/{id}/tasks} for who
 * asks for {@code text/event-stream}, the tasks as they are and then each change; and {@code GET
 * /v2/events}, all that happens to the images of the caller's project.
 */
@ApplicationScoped
public class LiveStreams {
  private static final String EVENTS = "/v2/events";
  private static final Pattern TASKS =
      Pattern.compile("/v2/images/(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})/tasks");

  /** Whoever may not list images is told nothing of them. */
  private static final String ANY_IMAGE = "/v2/images?limit=1";

  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final Set<String> MEDIA_RANGES = Set.of(EventStream.MEDIA_TYPE, "text/*", "*/*");

  private final Vertx vertx;
  private final GatewayConfig.Gateway gateway;
  private final LiveConfig config;
  private final LiveFacts facts;
  private final FactWindow window;
  private final Clock clock;
  private final Counter resets;
  private final StreamCount count;
  private final Services services;
  private final Authentication authentication;
  private final Answers answers;
  private final Set<LiveStream> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  LiveStreams(
      Vertx vertx,
      GatewayConfig gateway,
      LiveConfig config,
      LiveFacts facts,
      FactWindow window,
      Clock clock,
      MeterRegistry meters,
      StreamCount count,
      Services services,
      Authentication authentication,
      Answers answers) {
    this.vertx = vertx;
    this.gateway = gateway.gateway();
    this.config = config;
    this.facts = facts;
    this.window = window;
    this.clock = clock;
    this.resets = meters.counter("vitrine.live.resets");
    this.count = count;
    this.services = services;
    this.authentication = authentication;
    this.answers = answers;
  }

  /** A call that may become a stream, and what its answer needs. */
  private record Arrival(
      RoutingContext routing,
      Destination.Call call,
      Admission admission,
      String publicUrl,
      String challenge) {
    HttpServerRequest request() {
      return routing.request();
    }
  }

  /**
   * Begins a stream, or answers why there is none.
   *
   * @param admission the verified tokens
   * @param publicUrl under which the client knows this gateway
   * @param challenge what a 401 says in {@code WWW-Authenticate}
   * @return whether the call is for a stream at all; if it is not, nothing has happened
   */
  public boolean take(
      RoutingContext routing,
      Destination.Call call,
      Admission admission,
      String publicUrl,
      String challenge) {
    Arrival arrival = new Arrival(routing, call, admission, publicUrl, challenge);
    if (call.service() == Service.REGISTRY && call.path().equals(EVENTS)) {
      followProject(arrival);
      return true;
    }
    Optional<UUID> image = followedImage(routing, call);
    image.ifPresent(
        id -> begin(new ImageTasks(id, facts), Services.target(routing.request(), call), arrival));
    return image.isPresent();
  }

  /** Of a call for a stream of tasks, rather than for the tasks as JSON: whose tasks they are. */
  private static Optional<UUID> followedImage(RoutingContext routing, Destination.Call call) {
    Matcher path = TASKS.matcher(call.path());
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

  private void followProject(Arrival arrival) {
    HttpServerRequest request = arrival.request();
    if (!READING.contains(request.method())) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      answers.refuse(
          request, ProblemKind.METHOD_NOT_ALLOWED, "The method is not allowed on this path.");
    } else if (!takesEvents(arrival.routing())) {
      answers.refuse(request, ProblemKind.NOT_ACCEPTABLE, "Events come as text/event-stream only.");
    } else {
      Optional<String> lastEventId =
          Optional.ofNullable(request.getHeader("Last-Event-ID")).filter(id -> !id.isBlank());
      begin(
          new ProjectEvents(window, clock, resets, arrival.admission().project(), lastEventId),
          ANY_IMAGE,
          arrival);
    }
  }

  private static boolean takesEvents(RoutingContext routing) {
    List<MIMEHeader> ranges = routing.parsedHeaders().accept();
    return ranges.isEmpty()
        || ranges.stream()
            .anyMatch(range ->
                range.weight() > 0
                    && MEDIA_RANGES.contains(range.value().toLowerCase(Locale.ROOT)));
  }

  private void begin(Story story, String question, Arrival arrival) {
    HttpServerRequest request = arrival.request();
    String project = arrival.admission().project();
    ClientBody.drain(request, vertx, gateway.drainTimeout());
    switch (count.take(project)) {
      case GRANTED -> {
        LiveStream stream = stream(story, question, arrival);
        streams.add(stream);
        arrival
            .routing()
            .addEndHandler(ended -> {
              stream.close();
              streams.remove(stream);
              count.giveBack(project);
            });
        // Asked after the stream is among those that a stop ends: it is one or the other.
        if (stopping) {
          answers.refuse(request, LiveStream.STOPPING);
        } else {
          stream.begin(
              () -> services.ask(arrival.routing(), question, arrival.admission()),
              reply ->
                  services.relay(
                      reply,
                      arrival.routing(),
                      arrival.call(),
                      arrival.publicUrl(),
                      arrival.challenge()),
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
              "All %d streams of events are taken. Please try again."
                  .formatted(config.maxStreams()));
    }
  }

  private LiveStream stream(Story story, String question, Arrival arrival) {
    return new LiveStream(
        vertx,
        config,
        story,
        new EventStream(arrival.request()),
        arrival.admission().expiresAt(),
        () -> admitAnew(arrival).compose(anew -> services.ask(arrival.routing(), question, anew)));
  }

  /** A token that opens another project by now is another token. */
  private Future<Admission> admitAnew(Arrival arrival) {
    return Future.fromCompletionStage(
            Uni.createFrom()
                .deferred(() -> authentication.admit(arrival.routing(), arrival.call()))
                .subscribeAsCompletionStage(),
            vertx.getOrCreateContext())
        .compose(anew ->
            anew.project().equals(arrival.admission().project())
                ? Future.succeededFuture(anew)
                : Future.failedFuture(new AuthenticationFailedException()));
  }

  /** Streams end by themselves only with their tokens: a stop would wait for each of them. */
  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    stopping = true;
    streams.forEach(stream -> stream.end("the gateway stops"));
  }
}
