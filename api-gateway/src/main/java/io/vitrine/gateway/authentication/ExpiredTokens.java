package io.vitrine.gateway.authentication;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The realm once more, with patience for tokens that have ended: same keys, issuer and audience.
 * Only a request that was marked here meets it.
 */
@ApplicationScoped
class ExpiredTokens implements TenantConfigResolver {
  private static final String ALLOWED = ExpiredTokens.class.getName();

  /** One and the same object each time, or Quarkus would set the tenant up anew. */
  private final OidcTenantConfig patientRealm;

  ExpiredTokens(TenantConfigBean tenants, ServiceTokenConfig config) {
    patientRealm =
        OidcTenantConfig.builder(tenants.getDefaultTenant().oidcConfig())
            .tenantId("realm-with-expired-tokens")
            .token()
            .lifespanGrace(Math.toIntExact(config.expiredUserTokens().toSeconds()))
            .end()
            .build();
  }

  static void allow(RoutingContext routing) {
    routing.put(ALLOWED, true);
  }

  @Override
  public Uni<OidcTenantConfig> resolve(
      RoutingContext routing, OidcRequestContext<OidcTenantConfig> context) {
    return routing.get(ALLOWED) == null
        ? Uni.createFrom().nullItem()
        : Uni.createFrom().item(patientRealm);
  }
}
