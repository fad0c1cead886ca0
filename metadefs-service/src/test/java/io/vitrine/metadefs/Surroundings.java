package io.vitrine.metadefs;

import static java.util.Map.entry;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vitrine.testparts.TestPostgres;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** A real PostgreSQL, and the key that signs the tests' tokens. */
public class Surroundings implements QuarkusTestResourceLifecycleManager {
  private TestPostgres postgres;

  @Override
  public Map<String, String> start() {
    KeyPair keys = newKeys();
    postgres = TestPostgres.start();
    return Map.ofEntries(
        entry("quarkus.http.test-port", "0"),
        entry("quarkus.otel.sdk.disabled", "true"),
        entry("quarkus.datasource.jdbc.url", postgres.jdbcUrl()),
        entry("quarkus.datasource.reactive.url", postgres.url()),
        entry("quarkus.datasource.username", TestPostgres.USER),
        entry("quarkus.datasource.password", TestPostgres.PASSWORD),
        // Kafka is away, and nothing here may mind.
        entry("kafka.bootstrap.servers", "kafka.invalid:9092"),
        // Who wants them in a test loads some of his own.
        entry("vitrine.metadefs.catalogue", "off"),
        entry("quarkus.oidc.auth-server-url", ""),
        entry("quarkus.oidc.public-key", base64(keys.getPublic().getEncoded())),
        entry("test.signing-key", base64(keys.getPrivate().getEncoded())));
  }

  @Override
  public void stop() {
    postgres.close();
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
