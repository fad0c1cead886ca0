package io.vitrine.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Ports for the services that a test plays, and the key that signs its tokens. */
public class Surroundings implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    KeyPair keys = newKeys();
    Map<String, String> settings = new HashMap<>();
    settings.put("quarkus.http.test-port", "0");
    settings.put("quarkus.management.test-port", "0");
    settings.put("quarkus.otel.sdk.disabled", "true");
    // Kafka is away, and nothing here may mind.
    settings.put("kafka.bootstrap.servers", "kafka.invalid:9092");
    settings.put("quarkus.oidc.auth-server-url", "");
    settings.put("quarkus.oidc.public-key", base64(keys.getPublic().getEncoded()));
    settings.put("test.signing-key", base64(keys.getPrivate().getEncoded()));
    settings.put(
        "vitrine.identity.realm-url", "http://127.0.0.1:" + freePort() + "/realms/vitrine");
    settings.put("vitrine.identity.client-secret", "played");
    settings.put("vitrine.identity.answer-timeout", "1s");
    settings.put("vitrine.identity.retry-keycloak-after", "0s");
    settings.put("vitrine.identity.recheck-after", "0s");
    settings.put("vitrine.gateway.document-timeout", "2s");
    settings.put("vitrine.gateway.answer-timeout", "5s");
    for (String service : new String[] {"registry", "store", "metadefs"}) {
      settings.put("vitrine.routes." + service, "http://127.0.0.1:" + freePort());
    }
    return settings;
  }

  @Override
  public void stop() {}

  static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
