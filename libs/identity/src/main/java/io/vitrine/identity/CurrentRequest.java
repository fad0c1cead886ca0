package io.vitrine.identity;

import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import org.jboss.logging.MDC;

/** The request that is being answered: who asks and under which id. */
@RequestScoped
public class CurrentRequest {
  private final SecurityIdentity identity;
  private final RoutingContext routing;
  private final CallerProducer callers;

  public CurrentRequest(SecurityIdentity identity, RoutingContext routing, CallerProducer callers) {
    this.identity = identity;
    this.routing = routing;
    this.callers = callers;
  }

  /** The caller, or a 401 as a problem. From now on, log lines and facts name him. */
  public Caller caller() {
    Caller caller = callers.callerOf(identity, routing);
    MDC.put(Caller.USER_LOG_KEY, caller.userId());
    MDC.put(Caller.PROJECT_LOG_KEY, caller.projectId());
    return caller;
  }

  /** Whether the gateway vouches for the caller: the token is not the caller's own. */
  public boolean isVouched() {
    return VoucherTenants.isVouched(identity);
  }

  public String id() {
    return RequestIds.of(routing);
  }
}
