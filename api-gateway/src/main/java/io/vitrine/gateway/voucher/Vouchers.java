package io.vitrine.gateway.voucher;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.Startup;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.vitrine.identity.VoucherKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signs vouchers. A caller's voucher is used again for half its life: signing costs a thousand
 * times what a look-up does, and the other half is for the request that carries it.
 */
@ApplicationScoped
@Startup
public class Vouchers {
  private static final int REMEMBERED = 10_000;

  private final VoucherConfig config;
  private final @Nullable RSAPrivateCrtKey key;
  private final String keyId;
  private final Cache<Voucher, String> signed;

  public Vouchers(VoucherConfig config) {
    this.config = config;
    this.key = config.privateKey().map(VoucherKey::privateKey).orElse(null);
    this.signed =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(config.lifetime().dividedBy(2))
            .build();
    this.keyId = key == null ? "" : VoucherKey.idOf(VoucherKey.publicOf(key));
  }

  /** Whether there is a key to sign with. */
  public boolean areSigned() {
    return key != null;
  }

  public String of(Voucher voucher) {
    if (key == null) {
      throw new IllegalStateException("vitrine.voucher.private-key is not set");
    }
    String known = signed.getIfPresent(voucher);
    if (known != null) {
      return known;
    }
    // Outside the cache's lock: two requests may sign the same, but nobody waits for another.
    String fresh = sign(voucher, key);
    signed.put(voucher, fresh);
    return fresh;
  }

  private String sign(Voucher voucher, RSAPrivateCrtKey signingKey) {
    Instant now = Instant.now();
    JwtClaimsBuilder claims =
        Jwt.claims(voucher.claims())
            .issuer(config.issuer())
            .audience(config.audience())
            .subject(voucher.subject())
            .claim("jti", UUID.randomUUID().toString())
            .issuedAt(now)
            .expiresAt(now.plus(config.lifetime()));
    return claims.jws().algorithm(SignatureAlgorithm.RS256).keyId(keyId).sign(signingKey);
  }
}
