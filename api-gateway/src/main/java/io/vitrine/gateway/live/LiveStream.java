package io.vitrine.gateway.live;

import io.quarkus.security.AuthenticationFailedException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vitrine.gateway.exchange.Reply;
import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind.Fault;
import io.vitrine.problem.RequestProblem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * One client and its {@link Story}, for as long as its token and the registry let it follow, it
 * takes what it is sent, and the gateway runs. Facts are heard before the registry is asked, so
 * nothing falls between its answer and the first of them.
 *
 * <p>Runs on the event loop of the client's connection only; needs no locks.
 */
final class LiveStream {
  private static final Logger LOG = Logger.getLogger(LiveStream.class);
  private static final int OK = 200;
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 410);

  /** However much happens to an image, the registry is asked no more often for one client. */
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

  static final Problem STOPPING =
      new RequestProblem.Unavailable("The gateway stops. Please try again.");

  /** Keep-alives that a client may be too slow for before it counts as gone. */
  private static final int MISSED_KEEP_ALIVES = 4;

  private final Vertx vertx;
  private final Context context;
  private final LiveConfig config;
  private final Story story;
  private final EventStream client;
  private final Instant expiresAt;
  private final Supplier<Future<Reply>> registry;
  private final Set<Long> timers = new HashSet<>();
  private final Runnable unfollow;
  private final Pause pause;

  private boolean closed;
  private boolean ending;
  private boolean resting;
  private int missed;

  /**
   * Hears facts from now on; nothing is sent yet.
   *
   * @param expiresAt when the caller's token ends, and the stream with it
   * @param registry judges the token anew and asks what the story needs, as the caller
   */
  LiveStream(
      Vertx vertx,
      LiveConfig config,
      Story story,
      EventStream client,
      Instant expiresAt,
      Supplier<Future<Reply>> registry) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.config = config;
    this.story = story;
    this.client = client;
    this.expiresAt = expiresAt;
    this.registry = registry;
    this.pause = new Pause(LEAST_PAUSE, config.recheckAfter());
    this.unfollow = story.follow(this::inTurn);
  }

  /**
   * Begins the answer, if the registry lets the caller follow.
   *
   * @param first asks with the token that is known to be good
   * @param refused gets another answer of the registry
   * @param failed gets what there is to say where there is no answer, or nobody to take it
   */
  void begin(Supplier<Future<Reply>> first, Consumer<Reply> refused, Consumer<Problem> failed) {
    ask(
        first,
        reply -> {
          if (ending) {
            failed.accept(STOPPING);
          } else if (reply.succeeded() && reply.result().status() != OK) {
            refused.accept(reply.result());
          } else if (learn(reply)) {
            open();
          } else {
            failed.accept(problemOf(reply));
          }
        });
  }

  private static Problem problemOf(AsyncResult<Reply> reply) {
    return reply.cause() instanceof ProblemException told
        ? told.problem()
        : new RequestProblem.Unavailable(
            "The image registry says nothing of use at the moment. Please try again.");
  }

  /** No more will come of it; what it held is free. */
  void close() {
    if (!closed) {
      closed = true;
      unfollow.run();
      timers.forEach(vertx::cancelTimer);
    }
  }

  /** Ends it from any thread; one that has not begun yet never will. */
  void end(String reason) {
    context.runOnContext(now -> {
      ending = true;
      if (!closed && client.isOpen()) {
        close();
        client.end(reason);
      }
    });
  }

  private void open() {
    client.open();
    if (client.isOver()) {
      return;
    }
    after(
        Math.max(1, Duration.between(Instant.now(), expiresAt).toMillis()),
        () -> end("the token has ended"));
    timers.add(vertx.setPeriodic(config.keepAlive().toMillis(), tick -> keepAlive()));
    timers.add(vertx.setPeriodic(config.recheckAfter().toMillis(), tick -> recheck()));
    flush();
    story.position().ifPresent(client::position);
  }

  private void inTurn(Runnable news) {
    context.runOnContext(now -> {
      news.run();
      if (!closed && client.isOpen()) {
        flush();
        askWhereInDoubt();
      }
    });
  }

  private void askWhereInDoubt() {
    if (!resting && story.isDoubtful()) {
      ask(registry, this::judge);
    }
  }

  private void ask(Supplier<Future<Reply>> question, Consumer<AsyncResult<Reply>> then) {
    resting = true;
    story.asking();
    question
        .get()
        .onComplete(reply ->
            context.runOnContext(now -> {
              if (!closed) {
                then.accept(reply);
                after(pause.length().toMillis(), this::rested);
              }
            }));
  }

  private void rested() {
    resting = false;
    if (client.isOpen()) {
      askWhereInDoubt();
    }
  }

  /** Only what says clearly that the caller sees no more ends the stream. */
  private void judge(AsyncResult<Reply> reply) {
    if (isRefusal(reply)) {
      end("there is no more to be seen");
    } else if (learn(reply)) {
      flush();
    } else {
      story.unanswered();
    }
  }

  private static boolean isRefusal(AsyncResult<Reply> reply) {
    return reply.succeeded()
        ? REFUSALS.contains(reply.result().status())
        : switch (reply.cause()) {
          case AuthenticationFailedException _ -> true;
          case ProblemException problem -> problem.problem().kind().fault() == Fault.CALLER;
          default -> false;
        };
  }

  /** Whether the registry has answered, and with sense. Only the first silence is news. */
  private boolean learn(AsyncResult<Reply> reply) {
    try {
      story.answered(answer(reply));
      pause.answered();
      return true;
    } catch (IOException e) {
      LOG.logf(
          pause.unanswered() ? Level.WARN : Level.DEBUG,
          "Nothing new of %s: %s",
          story.title(),
          e.getMessage());
      return false;
    }
  }

  private static byte[] answer(AsyncResult<Reply> reply) throws IOException {
    if (reply.failed()) {
      throw new IOException(reply.cause().getMessage(), reply.cause());
    }
    if (reply.result().status() != OK) {
      throw new IOException("the registry answered " + reply.result().status());
    }
    return reply.result().body().getBytes();
  }

  private void recheck() {
    story.doubt();
    askWhereInDoubt();
  }

  private void flush() {
    for (Optional<LiveEvent> next = next(); next.isPresent(); next = next()) {
      client.send(next.get());
    }
    if (!closed && client.isFull()) {
      client.whenDrained(this::flush);
    }
  }

  private Optional<LiveEvent> next() {
    return closed || client.isFull() ? Optional.empty() : story.next();
  }

  private void keepAlive() {
    if (client.isFull()) {
      missed++;
      if (missed == MISSED_KEEP_ALIVES) {
        client.abandon();
      }
      return;
    }
    missed = 0;
    client.comment("keep-alive");
    story.position().ifPresent(client::position);
  }

  private void after(long millis, Runnable action) {
    if (!closed) {
      timers.add(
          vertx.setTimer(
              millis,
              fired -> {
                timers.remove(fired);
                action.run();
              }));
    }
  }
}
