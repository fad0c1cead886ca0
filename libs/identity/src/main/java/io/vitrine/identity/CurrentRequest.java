package io.vitrine.identity;

import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;

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

  /** The caller, or a 401 as a problem. */
  public Caller caller() {
    return callers.callerOf(identity, routing);
  }

  /** Whether the gateway vouches for the caller: the token is not the caller's own. */
  public boolean isVouched() {
    return VoucherTenants.isVouched(identity);
  }

  public String id() {
    return RequestIds.of(routing);
  }
}
