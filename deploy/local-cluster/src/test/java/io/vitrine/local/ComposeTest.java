package io.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vitrine.local.Topics.Topic;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The containers of deploy/compose.yaml have the local cluster's settings. */
class ComposeTest {
  private static final Path ROOT = Checkout.find().root();

  /** What the image sets. */
  private static final List<String> OF_THE_IMAGE =
      List.of("QUARKUS_HTTP_HOST", "QUARKUS_HTTP_PORT");

  /** What only containers need: see the file. */
  private static final List<String> OF_CONTAINERS =
      List.of(
          "QUARKUS_VERTX_USE_ASYNC_DNS",
          "QUARKUS_VERTX_RESOLVER_ROUND_ROBIN_INET_ADDRESS",
          "QUARKUS_VERTX_RESOLVER_CACHE_MAX_TIME_TO_LIVE");

  private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{([A-Z0-9_]+)(:[^}]*)?}");

  private static ClusterSpec spec;
  private static Secrets secrets;
  private static Compose compose;

  @TempDir private Path folder;

  record Compose(
      Map<String, Service> services,
      Map<String, SecretFile> secrets,
      Map<String, Map<?, ?>> volumes) {}

  record SecretFile(String file) {}

  record Service(
      String image,
      @Nullable String user,
      @Nullable List<String> command,
      @Nullable List<String> entrypoint,
      Map<String, String> environment,
      @Nullable List<String> secrets,
      @Nullable List<String> volumes,
      @Nullable List<String> ports,
      @Nullable List<String> tmpfs,
      @JsonProperty("depends_on") @Nullable Map<String, Need> dependsOn,
      @Nullable Health healthcheck,
      String restart,
      @JsonProperty("read_only") boolean readOnly,
      @JsonProperty("cap_drop") List<String> capDrop,
      @JsonProperty("security_opt") List<String> securityOpt,
      @JsonProperty("mem_limit") @Nullable String memLimit,
      @JsonProperty("stop_grace_period") @Nullable String stopGracePeriod) {
    Service {
      environment = Objects.requireNonNullElse(environment, Map.of());
    }
  }

  record Need(Condition condition) {}

  enum Condition {
    @JsonProperty("service_healthy")
    HEALTHY,
    @JsonProperty("service_completed_successfully")
    COMPLETED
  }

  record Health(
      List<String> test,
      @Nullable String interval,
      @Nullable Integer retries,
      @JsonProperty("start_period") @Nullable String startPeriod) {}

  @BeforeAll
  static void read(@TempDir Path cluster) throws IOException {
    var state = new StateDirectory(cluster).create();
    spec = ClusterSpec.of(Checkout.find(), state, Ports.from(Map.of())).build();
    secrets = Secrets.loadOrCreate(state);
    compose = parse();
  }

  /** As strict as it gets without the engine: nothing twice, nothing that is not in the types. */
  private static Compose parse() throws IOException {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Map<String, Object> file =
        new Yaml(new SafeConstructor(options)).load(Files.readString(composeFile()));
    file.keySet().removeIf(key -> key.startsWith("x-"));
    return JsonMapper.builder()
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .build()
        .convertValue(file, Compose.class);
  }

  private static Path composeFile() {
    return ROOT.resolve("deploy/compose.yaml");
  }

  private static Service service(String name) {
    return Objects.requireNonNull(compose.services().get(name), name);
  }

  @ParameterizedTest
  @EnumSource(names = {"REGISTRY", "METADEFS", "STORE", "WORKER", "GATEWAY"})
  void aServiceHasTheSettingsOfTheLocalCluster(PartName part) throws IOException {
    // Given
    Path application = Files.createDirectory(folder.resolve("application"));
    var local = new ServicePart(part, spec, secrets, application).launch().environment();

    // When
    var settings = new TreeMap<>(service(part.title()).environment());

    // Then
    settings.keySet().removeAll(OF_CONTAINERS);
    assertThat(settings).isEqualTo(inContainers(local, OF_THE_IMAGE));
  }

  @Test
  void keycloakHasTheSettingsOfTheLocalCluster() throws IOException {
    var local = new KeycloakPart(spec, secrets).launch();

    Service keycloak = service("keycloak");

    assertThat(keycloak.environment())
        .isEqualTo(
            inContainers(
                local.environment(),
                List.of("JAVA_HOME", "JAVA_OPTS", "KC_HTTP_HOST", "KC_HTTP_PORT")));
    assertThat(keycloak.command())
        .startsWith("start", "--import-realm")
        .containsAll(KeycloakPart.BUILD_OPTIONS);
    assertThat(keycloak.volumes()).contains("./keycloak:/opt/keycloak/data/import:ro");
  }

  @Test
  void kafkaHasTheSettingsOfTheLocalCluster() throws IOException {
    // Given
    var local = new Properties();
    local.load(new StringReader(new KafkaPart(spec, secrets).launch().version()));
    List<String> places =
        List.of(
            "listeners", "advertised.listeners", "log.dirs", "controller.quorum.bootstrap.servers");
    Map<String, String> expected =
        local.stringPropertyNames().stream()
            .filter(name -> !places.contains(name))
            .collect(
                Collectors.toMap(
                    name -> "KAFKA_" + ComposeSecrets.variable(name), local::getProperty));

    // Then
    assertThat(service("kafka").environment()).containsAllEntriesOf(expected);
    assertThat(service("kafka").environment()).hasSize(expected.size() + places.size());
  }

  @Test
  void theS3ServerHasTheSettingsOfTheLocalCluster() throws IOException {
    // Given
    var local = new Properties();
    local.load(new StringReader(new S3Part(spec, secrets).launch().version()));
    Map<String, String> expected =
        local.stringPropertyNames().stream()
            .filter(name -> !name.equals("s3proxy.endpoint") && !name.endsWith("basedir"))
            .collect(
                Collectors.toMap(
                    // Its image has a shorter name for it.
                    name -> ComposeSecrets.variable(name).replace("CHUNKED_REQUEST", "CHUNKED_REQ"),
                    name -> inContainers(local.getProperty(name))));

    // Then
    assertThat(service("s3").environment()).containsAllEntriesOf(expected);
    assertThat(service("bucket").entrypoint()).last().isEqualTo("/data/" + S3Part.BUCKET);
  }

  @Test
  void postgresHasTheSettingsOfTheLocalCluster() throws IOException {
    List<String> command = new PostgresPart(spec, secrets).launch().command();
    List<String> sizes =
        command.stream()
            .filter(word -> word.matches("[a-z_]+=.*"))
            .filter(word -> !word.matches("(listen_addresses|unix_socket_directories)=.*"))
            .toList();

    assertThat(service("postgres").command()).containsAll(sizes);
    assertThat(service("postgres").environment().values())
        .containsAll(
            Secrets.NAMES.stream()
                .filter(name -> name.startsWith("postgres."))
                .map(ComposeTest::asked)
                .toList());
  }

  @Test
  void theTopicsAreThoseOfTheFile() throws Exception {
    // Given
    Path calls = folder.resolve("calls");
    Path program = folder.resolve("kafka-topics.sh");
    Files.writeString(program, "#!/bin/sh\necho \"$@\" >>" + calls + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Service topics = service("topics");
    Path script = mounted(topics, topics.entrypoint().get(1));
    Path file = mounted(topics, topics.entrypoint().get(3));

    // When
    var run = new ProcessBuilder("bash", script.toString(), "kafka:9092", file.toString());
    run.environment().merge("PATH", folder + ":", (path, first) -> first + path);
    assertThat(run.inheritIO().start().waitFor()).isZero();

    // Then
    List<Topic> created = Files.readAllLines(calls).stream().map(ComposeTest::topic).toList();
    assertThat(created)
        .containsExactlyInAnyOrderElementsOf(Topics.read(spec.checkout().topics()).all());
  }

  private static Path mounted(Service service, String path) {
    return service.volumes().stream()
        .filter(volume -> volume.contains(":" + path + ":"))
        .map(volume -> composeFile().resolveSibling(volume.split(":", 2)[0]).normalize())
        .findFirst()
        .orElseThrow();
  }

  private static Topic topic(String call) {
    List<String> words = Arrays.asList(call.split(" ", -1));
    assertThat(words)
        .startsWith("--bootstrap-server", "kafka:9092", "--create", "--if-not-exists", "--topic");
    var settings = new LinkedHashMap<String, String>();
    for (int i = 8; i < words.size(); i += 2) {
      String[] setting = words.get(i + 1).split("=", 2);
      settings.put(setting[0], setting[1]);
    }
    return new Topic(words.get(5), Integer.parseInt(words.get(7)), settings);
  }

  @ParameterizedTest
  @EnumSource(names = {"REGISTRY", "METADEFS", "STORE", "WORKER", "GATEWAY"})
  void aServiceCanWriteNowhereButToItsTmp(PartName part) {
    Service service = service(part.title());

    assertThat(service.readOnly()).isTrue();
    assertThat(service.tmpfs()).singleElement().asString().startsWith("/tmp:exec,mode=1777,size=");
    assertThat(Objects.requireNonNullElse(service.volumes(), List.<String>of()))
        .allMatch(volume -> volume.endsWith(":ro"));
    assertThat(service.memLimit()).isNotNull();
  }

  @Test
  void nobodyGetsMoreRightsThanNeeded() {
    assertThat(compose.services().values())
        .allSatisfy(service -> {
          assertThat(service.capDrop()).containsExactly("ALL");
          assertThat(service.securityOpt()).containsExactly("no-new-privileges:true");
        });
  }

  @Test
  void onlyTheGatewayIsOpenAndOnThisMachineAlone() {
    compose
        .services()
        .forEach((name, service) -> {
          if (name.equals(PartName.GATEWAY.title())) {
            assertThat(service.ports())
                .containsExactly("${VITRINE_ADDRESS:-127.0.0.1}:${VITRINE_PORT:-9292}:8080");
          } else {
            assertThat(service.ports()).as(name).isNull();
          }
        });
  }

  /** Whatever is secret has no default, and is made by the command. */
  @Test
  void secretsAreAskedForAndMade() throws IOException {
    // Given
    var secretsFile = new ComposeSecrets(folder.resolve("compose")).write();
    var made = new Properties();
    try (var reader = Files.newBufferedReader(secretsFile)) {
      made.load(reader);
    }

    // When
    List<MatchResult> asked = VARIABLE.matcher(Files.readString(composeFile())).results().toList();

    // Then
    var required = new ArrayList<String>();
    for (MatchResult variable : asked) {
      if (!variable.group(1).startsWith("VITRINE_")) {
        assertThat(variable.group(2)).as(variable.group()).isEqualTo(":?");
        required.add(variable.group(1));
      }
    }
    assertThat(made.stringPropertyNames()).containsAll(required);
    assertThat(Files.getPosixFilePermissions(secretsFile.getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    for (SecretFile secret : compose.secrets().values()) {
      Path place = Path.of(secret.file());
      assertThat(secretsFile.getParent().resolve(place.subpath(3, place.getNameCount()))).exists();
    }
  }

  @Test
  void secretsThatAreThereStay() throws IOException {
    var all = new ComposeSecrets(folder.resolve("compose"));
    String first = Files.readString(all.write());

    assertThat(all.write()).hasContent(first);
  }

  @Test
  void imagesHaveTheVersionsThatTheLocalClusterHas() throws IOException {
    String parts = Files.readString(ROOT.resolve("deploy/parts/pom.xml"));
    String root = Files.readString(ROOT.resolve("pom.xml"));

    assertThat(service("postgres").image() + ".0")
        .isEqualTo("postgres:" + property(parts, "postgresql.version"));
    assertThat(service("kafka").image())
        .isEqualTo("apache/kafka:" + property(parts, "kafka.version"))
        .isEqualTo(service("topics").image());
    assertThat(service("keycloak").image())
        .isEqualTo("keycloak/keycloak:" + property(parts, "keycloak.version"));
    assertThat(service("s3").image())
        .isEqualTo("andrewgaul/s3proxy:" + property(parts, "s3proxy.version"))
        .isEqualTo(service("bucket").image());
    for (PartName part : PartName.SERVICES) {
      assertThat(service(part.title()).image())
          .isEqualTo(
              "vitrine/%s:${VITRINE_VERSION:-%s}"
                  .formatted(part.title(), property(root, "version")));
    }
  }

  private static String property(String pom, String name) {
    return pom.split("<" + name + ">", 2)[1].split("<", 2)[0];
  }

  @Test
  void whoeverIsWaitedForIsThere() {
    compose
        .services()
        .values()
        .forEach(service ->
            Objects.requireNonNullElse(service.dependsOn(), Map.<String, Need>of())
                .forEach((name, need) -> {
                  Service needed = service(name);
                  switch (need.condition()) {
                    case HEALTHY -> assertThat(needed.healthcheck()).isNotNull();
                    case COMPLETED -> assertThat(needed.restart()).isEqualTo("no");
                  }
                }));
  }

  private static Map<String, String> inContainers(Map<String, String> local, List<String> without) {
    var settings = new TreeMap<String, String>();
    local.forEach((name, value) -> {
      if (!without.contains(name)) {
        settings.put(name, inContainers(value));
      }
    });
    return settings;
  }

  /** What a value of the local cluster is there: other addresses, other places of files. */
  private static String inContainers(String local) {
    String value = local;
    for (PartName part : PartName.values()) {
      String name = part.isService() ? part.title() : part.id();
      value = value.replace(spec.ports().url(part), "http://" + name + ":8080");
    }
    value =
        value
            .replace(spec.ports().kafka(), "kafka:9092")
            .replace("127.0.0.1:" + spec.ports().of(PartName.POSTGRES), "postgres:5432")
            .replace(spec.state().stores().toString(), "/etc/vitrine/stores/stores.properties")
            .replace(secrets.voucherKeys().privateKey().toString(), "/run/secrets/voucher-private")
            .replace(secrets.voucherKeys().publicKey().toString(), "/run/secrets/voucher-public");
    for (String name : Secrets.NAMES) {
      value = value.replace(secrets.get(name), asked(name));
    }
    return value;
  }

  private static String asked(String secret) {
    return "${" + ComposeSecrets.variable(secret) + ":?}";
  }
}
