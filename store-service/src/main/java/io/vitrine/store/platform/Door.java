package io.vitrine.store.platform;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.virtual.threads.VirtualThreads;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.identity.Caller;
import io.vitrine.identity.CallerProducer;
import io.vitrine.identity.RequestIds;
import io.vitrine.problem.RequestProblem;
import io.vitrine.store.Requester;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request in: verifies its token and hands it to a virtual thread. The request's body waits
 * until somebody reads it.
 */
@ApplicationScoped
public class Door {
  private final IdentityProviderManager identities;
  private final CallerProducer callers;
  private final ExecutorService threads;

  Door(
      IdentityProviderManager identities,
      CallerProducer callers,
      @VirtualThreads ExecutorService threads) {
    this.identities = identities;
    this.callers = callers;
    this.threads = threads;
  }

  /** What to do with a request. It may block; what it throws becomes the answer. */
  @FunctionalInterface
  public interface Visit {
    void serve(Requester who, String imageId);
  }

  /**
   * Verifies the token, then serves the request.
   *
   * @param refusal answers when the visit, or the check before it, fails
   */
  public void admit(RoutingContext request, Visit visit, Refusal refusal) {
    request.request().pause();
    // Quarkus would answer a bad token in its own words, beside us.
    BiConsumer<RoutingContext, Throwable> silence = (ignored, cause) -> {};
    request.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, silence);
    String imageId = Objects.requireNonNullElse(request.pathParam("id"), "");
    QuarkusHttpUser.getSecurityIdentity(request, identities)
        .map(identity -> requester(request, identity))
        .subscribe()
        .with(who -> threads.execute(() -> serve(who, imageId, visit, refusal)), refusal::answer);
  }

  /** Answers a request that is refused. */
  @FunctionalInterface
  public interface Refusal {
    void answer(Throwable cause);
  }

  private static void serve(Requester who, String imageId, Visit visit, Refusal refusal) {
    MDC.put(RequestIds.LOG_KEY, who.requestId());
    try {
      visit.serve(who, imageId);
    } catch (RuntimeException | Error e) {
      refusal.answer(e);
    } finally {
      MDC.remove(RequestIds.LOG_KEY);
    }
  }

  private Requester requester(RoutingContext request, SecurityIdentity identity) {
    // Checks that the token has the project; whether that project may do it, the registry decides.
    Caller caller = callers.callerOf(identity, request);
    @Nullable AccessTokenCredential token = identity.getCredential(AccessTokenCredential.class);
    if (token == null) {
      throw new RequestProblem.Unauthenticated().asException();
    }
    return new Requester(
        token.getToken(),
        request.request().getHeader("X-Project-Id"),
        caller,
        RequestIds.of(request));
  }
}
