package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A token that the realm did not sign for us opens no door. */
class ForgedTokensIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestCluster cluster = TestCluster.get();
  private final IdentityApi identity = new IdentityApi(cluster.gateway());
  private final KeycloakAdmin keycloak = new KeycloakAdmin(cluster);
  private final Realm.User demo = cluster.user("demo");
  private final String real = identity.token("demo", demo.password(), "demo");

  private void assertOpensNothing(String name, String token) {
    assertThat(images(token)).as("images: " + name).isEqualTo(401);
    assertThat(
            new ImageApi(cluster.gateway(), Map.of("Authorization", "Bearer " + token))
                .get("/v2/images?limit=1")
                .status())
        .as("bearer: " + name)
        .isEqualTo(401);
    assertThat(identity.get(token, "/auth/projects").status()).as("caller: " + name).isEqualTo(401);
    assertThat(identity.validate(real, token).status()).as("subject: " + name).isEqualTo(404);
    assertThat(identity.signIn(IdentityApi.exchange(token, "")).status())
        .as("exchange: " + name)
        .isEqualTo(401);
    for (PartName part : new PartName[] {PartName.REGISTRY, PartName.METADEFS}) {
      String path = part == PartName.REGISTRY ? "/v2/images" : "/v2/metadefs/namespaces";
      assertThat(new ImageApi(cluster.url(part), token).get(path).status())
          .as(part + ": " + name)
          .isEqualTo(401);
    }
  }

  private int images(String token) {
    return new ImageApi(cluster.gateway(), token).get("/v2/images?limit=1").status();
  }

  @Test
  void forgedSignaturesAreRefused() throws Exception {
    // Given
    assertThat(images(real)).isEqualTo(200);
    Forgery forgery = new Forgery(real);
    byte[] key = publicKey(Forgery.decode(real.split("\\.")[0]).get("kid").asText());
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
            + "\n-----END PUBLIC KEY-----\n";
    var forged = new LinkedHashMap<String, String>();
    forged.put("alg none", forgery.unsigned("none"));
    forged.put("alg None", forgery.unsigned("None"));
    forged.put("alg RS256 without signature", forgery.unsigned("RS256"));
    forged.put("alg none with the signature", forgery.unsignedWithSignature());
    forged.put("HS256 with the public key", forgery.symmetric(key));
    forged.put("HS256 with its PEM", forgery.symmetric(pem.getBytes(StandardCharsets.US_ASCII)));
    forged.put(
        "other claims",
        forgery.withClaims(claims -> claims.putArray("projects").add("/projects/demo/admin")));
    forged.put("another key, same kid", forgery.selfSigned(h -> {}, c -> {}));
    forged.put("another key, unknown kid", forgery.selfSigned(h -> h.put("kid", "x"), c -> {}));
    forged.put("another key, no kid", forgery.selfSigned(h -> h.remove("kid"), c -> {}));
    forged.put(
        "a key by URL", forgery.selfSigned(h -> h.put("jku", "http://127.0.0.1:9/keys"), c -> {}));
    forged.put(
        "another issuer",
        forgery.selfSigned(h -> {}, c -> c.put("iss", "http://127.0.0.1:9/realms/vitrine")));
    // Then
    forged.forEach(this::assertOpensNothing);
  }

  private byte[] publicKey(String kid) throws Exception {
    for (JsonNode key : keycloak.keys()) {
      if (key.get("kid").asText().equals(kid)) {
        return KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")))
            .getEncoded();
      }
    }
    throw new AssertionError("no key " + kid);
  }

  private static BigInteger number(JsonNode key, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(key.get(name).asText()));
  }

  @Test
  void aTokenOfAnotherRealmIsRefused() {
    assertOpensNothing("the administrator of Keycloak", keycloak.ownToken());
  }

  @Test
  void aTokenForSomebodyElseIsRefused() {
    // Given
    String name = "it-" + UUID.randomUUID();
    String client = keycloak.createClient(name, 300, false);
    try {
      // Then
      assertOpensNothing(
          "another audience", keycloak.token("vitrine", name, "demo", demo.password()));
    } finally {
      keycloak.deleteClient(client);
    }
  }

  @Test
  void anExpiredTokenIsRefused() {
    // Given
    String name = "it-" + UUID.randomUUID();
    String client = keycloak.createClient(name, 10, true);
    try {
      String token = keycloak.token("vitrine", name, "demo", demo.password());
      assertThat(images(token)).isEqualTo(200);
      // When
      await().atMost(PATIENCE).until(() -> images(token) == 401);
      // Then
      assertOpensNothing("expired", token);
    } finally {
      keycloak.deleteClient(client);
    }
  }
}
