package io.vitrine.identity;

import io.quarkus.arc.DefaultBean;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.runtime.Startup;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Besides the realm's tokens a service takes the gateway's vouchers. Which of the two a token is,
 * the id of its key says; that is a choice of the key it must be signed with, and nothing else. A
 * token that names a voucher's key and is signed with another is refused, and so is a voucher that
 * claims to come from the realm.
 *
 * <p>The gateway has another resolver instead of this one: vouchers are not taken at the door. A
 * key that cannot be read ends the start.
 */
@ApplicationScoped
@DefaultBean
@Startup
public class VoucherTenants implements TenantConfigResolver {
  private static final String SCHEME = "Bearer ";

  /** Tolerated between the clocks of the gateway and a service. */
  private static final int CLOCK_SKEW_SECONDS = 10;

  private final Map<String, OidcTenantConfig> tenants;

  VoucherTenants(VoucherTrust trust) {
    Map<String, OidcTenantConfig> byKey = new HashMap<>();
    for (String setting : trust.publicKeys().orElse(List.of())) {
      RSAPublicKey key = VoucherKey.publicKey(setting);
      byKey.put(VoucherKey.idOf(key), tenant(key, trust));
    }
    tenants = Map.copyOf(byKey);
  }

  private static OidcTenantConfig tenant(RSAPublicKey key, VoucherTrust trust) {
    return OidcTenantConfig.builder()
        .tenantId(VoucherKey.idOf(key))
        .applicationType(ApplicationType.SERVICE)
        .publicKey(Base64.getEncoder().encodeToString(key.getEncoded()))
        .token()
        .issuer(trust.issuer())
        .audience(trust.audience())
        .lifespanGrace(CLOCK_SKEW_SECONDS)
        .end()
        .build();
  }

  @Override
  public Uni<OidcTenantConfig> resolve(
      RoutingContext routing, OidcRequestContext<OidcTenantConfig> context) {
    return Uni.createFrom().item(tenantOf(routing.request().getHeader(HttpHeaders.AUTHORIZATION)));
  }

  /** Null stands for the realm. */
  @Nullable OidcTenantConfig tenantOf(@Nullable String authorization) {
    if (tenants.isEmpty()
        || authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    String keyId = keyIdOf(authorization.substring(SCHEME.length()));
    return keyId == null ? null : tenants.get(keyId);
  }

  private static @Nullable String keyIdOf(String token) {
    int dot = token.indexOf('.');
    if (dot < 0) {
      return null;
    }
    try {
      byte[] header = Base64.getUrlDecoder().decode(token.substring(0, dot).strip());
      // Not by the constructor, which makes an object that holds nothing of the text "null".
      return Json.decodeValue(new String(header, StandardCharsets.UTF_8))
                  instanceof JsonObject fields
              && fields.getValue("kid") instanceof String keyId
          ? keyId
          : null;
    } catch (IllegalArgumentException | DecodeException e) {
      return null;
    }
  }

  /** Whether an identity comes from a voucher and not from the realm. */
  public static boolean isVouched(SecurityIdentity identity) {
    return identity.getAttribute(OidcUtils.TENANT_ID_ATTRIBUTE) instanceof String tenant
        && tenant.startsWith(VoucherKey.ID_PREFIX);
  }
}
