package io.vitrine.gateway.voucher;

import io.quarkus.runtime.Startup;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.vitrine.gateway.platform.BoundedCache;
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
  private final BoundedCache<Voucher, Signed> signed = new BoundedCache<>(REMEMBERED);

  public Vouchers(VoucherConfig config) {
    this.config = config;
    this.key = config.privateKey().map(VoucherKey::privateKey).orElse(null);
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
    Instant now = Instant.now();
    Signed known = signed.get(voucher);
    if (known != null && now.isBefore(known.renewAt)) {
      return known.token;
    }
    // Outside the lock: two requests may sign the same at once, but nobody waits for another.
    Signed fresh = sign(voucher, key, now);
    signed.put(voucher, fresh);
    return fresh.token;
  }

  private Signed sign(Voucher voucher, RSAPrivateCrtKey signingKey, Instant now) {
    JwtClaimsBuilder claims =
        Jwt.claims(voucher.claims())
            .issuer(config.issuer())
            .audience(config.audience())
            .subject(voucher.subject())
            .claim("jti", UUID.randomUUID().toString())
            .issuedAt(now)
            .expiresAt(now.plus(config.lifetime()));
    String token = claims.jws().algorithm(SignatureAlgorithm.RS256).keyId(keyId).sign(signingKey);
    return new Signed(token, now.plus(config.lifetime().dividedBy(2)));
  }

  private record Signed(String token, Instant renewAt) {}
}
