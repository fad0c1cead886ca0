package io.vitrine.metadefs;

import io.smallrye.jwt.build.Jwt;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tokens as Keycloak would issue them. */
public final class Tokens {
  private Tokens() {}

  public static String of(String project, String role) {
    return Jwt.subject("user-1")
        .audience("vitrine")
        .claim("projects", List.of("/projects/%s/%s".formatted(project, role)))
        .expiresIn(Duration.ofMinutes(10))
        .sign(key());
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
