package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vitrine.local.Checkout;
import io.vitrine.local.ClusterSpec;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Ports;
import io.vitrine.local.Progress;
import io.vitrine.local.Realm;
import io.vitrine.local.StateDirectory;
import io.vitrine.local.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.security.oauthbearer.ClientJwtValidator;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cluster whose Kafka speaks TLS, asks for a token, and lets nobody do more than he must. */
class SecureKafkaIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
  private static final String OPERATOR = "vitrine-automation";
  private static final List<PartName> SERVICES =
      List.of(PartName.REGISTRY, PartName.STORE, PartName.WORKER);
  private static final Pattern RENEWALS =
      Pattern.compile("kafka_\\w+_successful_reauthentication_total\\{[^}]*} ([0-9.]+)");

  private static LocalCluster cluster;
  private static ImageApi demo;
  private static String deniedAtStart = "";

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    Checkout checkout = Checkout.find();
    var state =
        new StateDirectory(checkout.root().resolve("integration-tests/target/secure-cluster"));
    cluster = new LocalCluster(ClusterSpec.of(checkout, state, Ports.free()).build());
    cluster.reset();
    // The log outlives it.
    long before = Files.exists(cluster.log(PartName.KAFKA)) ? logOf(PartName.KAFKA).length() : 0;
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::stop));
    cluster.secureKafka(true);
    cluster.start(Progress.silent());
    System.setProperty(ALLOWED_URLS, tokenUrl());
    Realm.User user = Realm.read(checkout.realm()).user("demo").orElseThrow();
    demo =
        new ImageApi(cluster.ports().url(PartName.GATEWAY), new Tokens(cluster.ports()).of(user));
    deniedAtStart = denied(before);
  }

  @AfterAll
  static void stop() {
    System.clearProperty(ALLOWED_URLS);
    cluster.stop();
  }

  private static String tokenUrl() {
    return cluster.ports().realm() + "/protocol/openid-connect/token";
  }

  /** What the broker has denied since its log was so long. */
  private static String denied(long since) {
    return logOf(PartName.KAFKA)
        .substring(Math.toIntExact(since))
        .lines()
        .filter(line -> line.contains("Denied"))
        .reduce("", (all, line) -> all + line + "\n");
  }

  private static String logOf(PartName part) {
    try {
      return Files.readString(cluster.log(part));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> as(String client) {
    Map<String, Object> settings = new HashMap<>(cluster.kafka(client));
    // The broker verifies; this needs no library for it.
    settings.put("sasl.oauthbearer.jwt.validator.class", ClientJwtValidator.class.getName());
    settings.put("default.api.timeout.ms", "20000");
    settings.put("request.timeout.ms", "10000");
    return settings;
  }

  private static String importOne(int seed) {
    byte[] raw = Disks.raw(1 << 20, seed);
    String id = demo.create("qcow2");
    assertThat(demo.stage(id, Disks.qcow2(raw)).status()).isEqualTo(204);
    assertThat(demo.startImport(id, ",\"output_format\":\"raw\"").status()).isEqualTo(202);
    await().atMost(PATIENCE).until(() -> demo.status(id).equals("active"));
    assertThat(Disks.md5(demo.download(id).body())).isEqualTo(Disks.md5(raw));
    return id;
  }

  @Test
  void anImageComesAndGoesAndNoServiceLacksARight() {
    // Given
    long before = logOf(PartName.KAFKA).length();
    byte[] bytes = Disks.raw(1 << 20, 1);
    String uploaded = demo.create("raw");

    // When
    assertThat(demo.upload(uploaded, bytes).status()).isEqualTo(204);
    String imported = importOne(2);

    // Then
    assertThat(demo.download(uploaded).body()).isEqualTo(bytes);
    assertThat(demo.delete("/v2/images/" + uploaded).status()).isEqualTo(204);
    try (KafkaTrail trail = new KafkaTrail(as(OPERATOR))) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(trail.typesOf("vitrine.images", uploaded))
                  .endsWith("io.vitrine.image.deleted.v1"));
      assertThat(trail.typesOf("vitrine.images", imported))
          .endsWith("io.vitrine.image.activated.v1");
    }
    assertThat(deniedAtStart).isEmpty();
    assertThat(denied(before)).isEmpty();
  }

  @Test
  void noSecretIsInALog() {
    for (PartName service : PartName.SERVICES) {
      assertThat(logOf(service))
          .doesNotContain(cluster.secrets().get("client.vitrine-" + service.id()))
          .doesNotContain("eyJ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "vitrine-worker,     vitrine.images",
    "vitrine-worker,     vitrine.blobs",
    "vitrine-worker,     vitrine.commands",
    "vitrine-store,      vitrine.images",
    "vitrine-gateway,    vitrine.tasks",
    "vitrine-metadefs,   vitrine.images",
    "vitrine-registry,   vitrine.blobs",
    "vitrine-automation, vitrine.images"
  })
  void nobodyWritesAnothersTopic(String client, String topic) {
    Map<String, Object> settings = as(client);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, "key", "{}")).get())
          .hasRootCauseInstanceOf(AuthorizationException.class);
    }
  }

  @Test
  void nobodyReadsAnothersTopicInAnothersGroupOrMakesTopics() {
    Map<String, Object> settings = as(OPERATOR);
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      assertThatThrownBy(() -> consumer.partitionsFor("vitrine.blobs"))
          .isInstanceOf(TopicAuthorizationException.class);
    }
    settings.put("group.id", "registry-service");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("vitrine.images"));
      assertThatThrownBy(() -> consumer.poll(PATIENCE))
          .isInstanceOf(GroupAuthorizationException.class);
    }
    try (Admin admin = Admin.create(as("vitrine-registry"))) {
      var topic = new NewTopic("vitrine.more", 1, (short) 1);
      assertThatThrownBy(() -> admin.createTopics(List.of(topic)).all().get())
          .hasCauseInstanceOf(AuthorizationException.class);
    }
  }

  @Test
  void aUsersTokenIsNoneForKafka() throws IOException {
    // Given
    Realm.User admin = Realm.read(Checkout.find().realm()).user("admin").orElseThrow();
    Path token = Files.writeString(folder.resolve("token"), new Tokens(cluster.ports()).of(admin));
    Map<String, Object> settings = as(OPERATOR);
    settings.put("sasl.oauthbearer.token.endpoint.url", token.toUri().toString());

    // When, then
    System.setProperty(ALLOWED_URLS, tokenUrl() + "," + token.toUri());
    try {
      assertRefused(settings, SaslAuthenticationException.class);
    } finally {
      System.setProperty(ALLOWED_URLS, tokenUrl());
    }
  }

  @Test
  void aTokenForAnotherAudienceIsNoneForKafka() {
    // Given
    new KeycloakAdmin(cluster).createServiceAccount("it-elsewhere", "secret");
    Map<String, Object> settings = as(OPERATOR);
    settings.put("sasl.oauthbearer.client.credentials.client.id", "it-elsewhere");
    settings.put("sasl.oauthbearer.client.credentials.client.secret", "secret");

    // Then
    assertRefused(settings, SaslAuthenticationException.class);
  }

  @Test
  void anotherAuthorityAndAnotherNameAreNotTrusted() {
    Map<String, Object> trustsOthers = as(OPERATOR);
    trustsOthers.keySet().removeIf(setting -> setting.startsWith("ssl.truststore"));
    assertRefused(trustsOthers, SslAuthenticationException.class);

    Map<String, Object> byAnotherName = as(OPERATOR);
    byAnotherName.put("bootstrap.servers", "localhost:" + cluster.ports().of(PartName.KAFKA));
    assertRefused(byAnotherName, SslAuthenticationException.class);
  }

  @ParameterizedTest
  @CsvSource({"PLAINTEXT, false", "SSL, false", "SSL, true"})
  void whoShowsNothingComesNowhere(String protocol, boolean internal) {
    Map<String, Object> settings = as(OPERATOR);
    settings.keySet().removeIf(setting -> setting.startsWith("sasl."));
    settings.put("security.protocol", protocol);
    if (internal) {
      settings.put("bootstrap.servers", "127.0.0.1:" + cluster.ports().kafkaInternal());
    }
    assertRefused(settings, Exception.class);
  }

  private static void assertRefused(
      Map<String, Object> settings, Class<? extends Exception> refusal) {
    settings.put("request.timeout.ms", "4000");
    settings.put("default.api.timeout.ms", "5000");
    try (Admin admin = Admin.create(settings)) {
      assertThatThrownBy(() -> admin.describeCluster().nodes().get()).hasCauseInstanceOf(refusal);
    }
  }

  @Test
  void tokensAreRenewedWhileImportsGoOn() {
    // Given
    var keycloak = new KeycloakAdmin(cluster);
    for (PartName service : SERVICES) {
      keycloak.setTokenLifespan("vitrine-" + service.id(), Duration.ofSeconds(30));
      cluster.crash(service);
    }
    SERVICES.forEach(cluster::awaitReady);

    // When
    for (PartName service : SERVICES) {
      await().atMost(PATIENCE).until(() -> renewals(service) >= 2);
    }

    // Then
    importOne(3);
    for (PartName service : SERVICES) {
      keycloak.setTokenLifespan("vitrine-" + service.id(), Duration.ofHours(1));
    }
  }

  /** How often a service's connections have shown a new token. */
  private static double renewals(PartName service) {
    String metrics = new ImageApi(cluster.ports().url(service), Map.of()).get("/q/metrics").text();
    return RENEWALS
        .matcher(metrics)
        .results()
        .map((MatchResult found) -> Double.parseDouble(found.group(1)))
        .reduce(0.0, Double::sum);
  }

  @Test
  void aBrokerThatWasAwayIsFoundAgain() {
    cluster.crash(PartName.KAFKA);
    cluster.start(PartName.KAFKA);

    importOne(4);
  }

  @Test
  void whileKeycloakIsAwayWhatIsConnectedGoesOnAndANewWorkerWaits() {
    // Given
    importOne(5);
    cluster.stop(PartName.KEYCLOAK);

    // When
    importOne(6);
    cluster.crash(PartName.WORKER);
    cluster.start(PartName.KEYCLOAK);

    // Then
    cluster.awaitReady(PartName.WORKER);
    importOne(7);
  }
}
