package io.vitrine.gateway;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tokens as Keycloak would issue them, and some that it would not. */
final class Tokens {
  private Tokens() {}

  static String valid() {
    return claims().sign(key());
  }

  static String expired() {
    return expired(Duration.ofHours(1), "vitrine");
  }

  static String expired(Duration since, String audience) {
    return claims()
        .audience(audience)
        .issuedAt(Instant.now().minus(since).minus(Duration.ofHours(1)))
        .expiresAt(Instant.now().minus(since))
        .sign(key());
  }

  static String endingIn(Duration time) {
    return claims().expiresIn(time).sign(key());
  }

  static String ofService() {
    return claims().claim("projects", List.of("/projects/service/service")).sign(key());
  }

  static String ofServiceForNoProject() {
    return claims()
        .claim("projects", List.of("/projects/service/service"))
        .claim("scope", "unscoped")
        .sign(key());
  }

  static String forAnotherAudience() {
    return claims().audience("somebody-else").sign(key());
  }

  static String tampered() {
    return tampered(valid());
  }

  static String tampered(String token) {
    String[] parts = token.split("\\.");
    String payload = new String(Base64.getUrlDecoder().decode(parts[1]));
    String promoted = payload.replace("/projects/demo/member", "/projects/demo/admin");
    return parts[0]
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(promoted.getBytes())
        + "."
        + parts[2];
  }

  private static JwtClaimsBuilder claims() {
    return Jwt.subject("user-1")
        .issuer("https://keycloak.example/realms/vitrine")
        .preferredUserName("demo")
        .audience("vitrine")
        .claim("projects", List.of("/projects/demo/member"))
        .expiresIn(Duration.ofMinutes(10));
  }

  private static PrivateKey key() {
    String encoded = ConfigProvider.getConfig().getValue("test.signing-key", String.class);
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
