package io.vitrine.store.scrub.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.RequestProblem;
import io.vitrine.store.Requester;
import io.vitrine.store.platform.ClientGoneException;
import io.vitrine.store.platform.Door;
import io.vitrine.store.platform.ProblemAnswer;
import io.vitrine.store.platform.TransfersConfig;
import io.vitrine.store.scrub.ScrubStore;
import io.vitrine.store.scrub.ScrubStore.Wish;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code POST /v2/stores/{store}/scrub}: a line of JSON for each finding, as it is found. */
@ApplicationScoped
class ScrubRoutes {
  private static final Logger LOG = Logger.getLogger(ScrubRoutes.class);
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final Pattern AGE = Pattern.compile("(\\d{1,9})([smhd]?)");

  private final Door door;
  private final TransfersConfig config;
  private final ScrubStore scrubs;

  ScrubRoutes(Door door, TransfersConfig config, ScrubStore scrubs) {
    this.door = door;
    this.config = config;
    this.scrubs = scrubs;
  }

  void register(@Observes Router router) {
    router.post("/v2/stores/:store/scrub").handler(this::serve);
  }

  private void serve(RoutingContext request) {
    door.admit(
        request,
        (who, ignored) -> {
          // There is no body that means anything.
          request.request().resume();
          scrub(request, who);
        },
        cause -> refuse(request, cause));
  }

  private void scrub(RoutingContext request, Requester who) {
    Wish wish = wish(request);
    LineSink lines = new LineSink(request.response(), config.pace());
    try {
      scrubs.scrub(who, wish, finding -> lines.write(FindingJson.of(finding).toBuffer()));
    } catch (ObjectStoreException | ProblemException e) {
      if (!request.response().headWritten()) {
        throw e;
      }
      LOG.errorf(e, "The scrub of store %s ended early", wish.store());
      lines.write(FindingJson.failure(String.valueOf(e.getMessage())).toBuffer());
    }
    lines.end();
  }

  private static void refuse(RoutingContext request, Throwable cause) {
    if (cause instanceof ClientGoneException) {
      request.request().connection().close();
      return;
    }
    request.response().setChunked(false);
    ProblemAnswer.send(request, cause);
    request.request().resume();
  }

  private static Wish wish(RoutingContext request) {
    return new Wish(
        Objects.requireNonNullElse(request.pathParam("store"), ""),
        flag(request, "delete"),
        flag(request, "deep"),
        age(request.request().getParam("older-than")));
  }

  private static boolean flag(RoutingContext request, String name) {
    @Nullable String value = request.request().getParam(name);
    if (value == null) {
      return false;
    }
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw malformed(name + " is true or false, not " + value);
    };
  }

  /** {@code 90}, {@code 90s}, {@code 15m}, {@code 24h}, {@code 7d}. */
  static Duration age(@Nullable String text) {
    if (text == null) {
      return A_DAY;
    }
    Matcher age = AGE.matcher(text);
    if (!age.matches()) {
      throw malformed("older-than is a time such as 90s, 15m, 24h or 7d, not " + text);
    }
    long number = Long.parseLong(age.group(1));
    return switch (age.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofSeconds(number);
    };
  }

  private static ProblemException malformed(String message) {
    return new RequestProblem.Malformed(message).asException();
  }
}
