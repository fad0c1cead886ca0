package io.vitrine.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * TLS for everyone. Clients show a token that Keycloak has signed; the broker itself and whoever
 * runs the cluster come by a listener of their own with a certificate, so that neither needs
 * Keycloak, and nobody in Keycloak may do everything.
 */
record SecuredKafka(ClusterSpec spec, Secrets secrets) implements KafkaAccess {
  private static final String ALLOWED_URLS = "-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=";
  private static final String LOGIN =
      "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required ;";

  private KafkaCertificates certificates() {
    return KafkaCertificates.in(spec.state());
  }

  @Override
  public List<PartName> brokerNeeds() {
    // It does not start without the keys of the realm.
    return List.of(PartName.KEYCLOAK);
  }

  @Override
  public void prepare(Path log) throws IOException, InterruptedException {
    certificates().createMissing(log);
  }

  @Override
  public String brokerSettings() {
    return """
    listeners=CLIENTS://%1$s,INTERNAL://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
    advertised.listeners=CLIENTS://%1$s,INTERNAL://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
    listener.security.protocol.map=CLIENTS:SASL_SSL,INTERNAL:SSL,CONTROLLER:SSL
    inter.broker.listener.name=INTERNAL
    ssl.keystore.type=PEM
    ssl.keystore.location=%4$s
    ssl.truststore.type=PEM
    ssl.truststore.location=%5$s
    listener.name.internal.ssl.client.auth=required
    listener.name.controller.ssl.client.auth=required
    sasl.enabled.mechanisms=OAUTHBEARER
    listener.name.clients.oauthbearer.sasl.jaas.config=%6$s
    listener.name.clients.oauthbearer.sasl.server.callback.handler.class=\
    org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler
    listener.name.clients.oauthbearer.connections.max.reauth.ms=3600000
    sasl.oauthbearer.jwks.endpoint.url=%7$s
    sasl.oauthbearer.expected.issuer=%8$s
    sasl.oauthbearer.expected.audience=kafka
    sasl.oauthbearer.sub.claim.name=client_id
    authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
    allow.everyone.if.no.acl.found=false
    super.users=User:%9$s;User:%10$s
    """
        .formatted(
            spec.ports().kafka(),
            spec.ports().kafkaInternal(),
            spec.ports().kafkaController(),
            certificates().broker(),
            certificates().authority(),
            LOGIN,
            keys(),
            spec.ports().realm(),
            KafkaCertificates.BROKER,
            KafkaCertificates.OPERATOR);
  }

  private String keys() {
    return spec.ports().realm() + "/protocol/openid-connect/certs";
  }

  private String tokens() {
    return spec.ports().realm() + "/protocol/openid-connect/token";
  }

  @Override
  public List<String> brokerOptions() {
    return List.of(ALLOWED_URLS + keys());
  }

  @Override
  public Map<String, String> operator() {
    return Map.of(
        "bootstrap.servers",
        "127.0.0.1:" + spec.ports().kafkaInternal(),
        "security.protocol",
        "SSL",
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        certificates().authority().toString(),
        "ssl.keystore.type",
        "PEM",
        "ssl.keystore.location",
        certificates().operator().toString());
  }

  @Override
  public Map<String, String> client(String client) {
    var settings = new HashMap<String, String>();
    settings.put("bootstrap.servers", spec.ports().kafka());
    settings.put("security.protocol", "SASL_SSL");
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", certificates().authority().toString());
    settings.put("sasl.mechanism", "OAUTHBEARER");
    settings.put("sasl.jaas.config", LOGIN);
    settings.put(
        "sasl.login.callback.handler.class",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
    // By default it waits for ever for a Keycloak that hangs.
    settings.put("sasl.login.connect.timeout.ms", "5000");
    settings.put("sasl.login.read.timeout.ms", "10000");
    settings.put("sasl.oauthbearer.token.endpoint.url", tokens());
    settings.put("sasl.oauthbearer.client.credentials.client.id", client);
    settings.put(
        "sasl.oauthbearer.client.credentials.client.secret", secrets.get("client." + client));
    return Map.copyOf(settings);
  }

  @Override
  public List<String> clientOptions() {
    return List.of(ALLOWED_URLS + tokens());
  }

  @Override
  public boolean hasAcls() {
    return true;
  }
}
