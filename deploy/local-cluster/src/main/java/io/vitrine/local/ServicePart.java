package io.vitrine.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** One of Vitrine's own services, under a supervisor that replaces it when it dies. */
final class ServicePart implements Part {
  /** Where spans go; nobody takes them unless it is set for {@code ./vitrine up}. */
  private static final String COLLECTOR = "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT";

  private final PartName name;
  private final ClusterSpec spec;
  private final Secrets secrets;
  private final KafkaAccess kafka;
  private final Path application;

  ServicePart(PartName name, ClusterSpec spec, Secrets secrets, Path application) {
    this.name = name;
    this.spec = spec;
    this.secrets = secrets;
    this.kafka = KafkaAccess.of(spec, secrets);
    this.application = application;
  }

  @Override
  public PartName name() {
    return name;
  }

  @Override
  public List<PartName> needs() {
    return switch (name) {
      case REGISTRY, METADEFS -> List.of(PartName.POSTGRES, PartName.KAFKA, PartName.KEYCLOAK);
      case STORE, WORKER -> List.of(PartName.KAFKA, PartName.S3, PartName.KEYCLOAK);
      case GATEWAY -> List.of(PartName.KAFKA, PartName.KEYCLOAK);
      case POSTGRES, KAFKA, KEYCLOAK, S3 ->
          throw new IllegalStateException(name + " is no service");
    };
  }

  @Override
  public void prepare(Progress progress) throws IOException {
    if (!Files.exists(application.resolve("quarkus-run.jar"))) {
      throw new ClusterException(
          name.title() + " is not built: no quarkus-run.jar in " + application);
    }
    try {
      // It will have credentials in it.
      Files.createFile(
          spec.state().stores(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // Another service was quicker, or the cluster has run before.
    }
  }

  @Override
  public Launch launch() throws IOException {
    var command = Jvm.command(spec.heap(name));
    command.addFirst(spec.checkout().supervisor().toString());
    command.addAll(spec.javaOptions(name));
    command.addAll(
        List.of(
            "-XX:+ExitOnOutOfMemoryError",
            // Its counters are a file in /tmp that is written all the time.
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(kafka.clientOptions());
    command.addAll(List.of("-jar", application.resolve("quarkus-run.jar").toString()));
    return new Launch(command, environment(), spec.state().path(), version());
  }

  private Map<String, String> environment() {
    Ports ports = spec.ports();
    var variables = new HashMap<String, String>();
    variables.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    variables.put("QUARKUS_HTTP_PORT", "" + ports.of(name));
    kafka.client(client()).forEach((setting, value) -> variables.put(variable(setting), value));
    variables.put("QUARKUS_OIDC_AUTH_SERVER_URL", ports.realm());
    variables.put("QUARKUS_OTEL_SDK_DISABLED", "" + !System.getenv().containsKey(COLLECTOR));
    // The worker takes no requests.
    if (name != PartName.GATEWAY && name != PartName.WORKER) {
      String publicKey = secrets.voucherKeys().publicKey().toString();
      variables.put("VITRINE_VOUCHER_PUBLIC_KEYS", publicKey);
    }
    if (name == PartName.REGISTRY || name == PartName.STORE || name == PartName.WORKER) {
      variables.put("VITRINE_STORES_FILE", spec.state().stores().toString());
    }
    switch (name) {
      case REGISTRY -> addDatabase(variables, "registry");
      case METADEFS -> addDatabase(variables, "metadefs");
      case STORE, WORKER -> addStorage(variables);
      case GATEWAY -> addRoutes(variables);
      case POSTGRES, KAFKA, KEYCLOAK, S3 ->
          throw new IllegalStateException(name + " is no service");
    }
    variables.putAll(spec.environment(name));
    return variables;
  }

  /** What the service is to Keycloak. */
  private String client() {
    return "vitrine-" + name.id();
  }

  private static String variable(String kafkaSetting) {
    return "KAFKA_" + kafkaSetting.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  private void addDatabase(Map<String, String> variables, String database) {
    String jdbc = spec.ports().jdbc(database);
    variables.put("QUARKUS_DATASOURCE_JDBC_URL", jdbc);
    variables.put("QUARKUS_DATASOURCE_REACTIVE_URL", jdbc.replaceFirst("^jdbc:", ""));
    variables.put("QUARKUS_DATASOURCE_USERNAME", database);
    variables.put("QUARKUS_DATASOURCE_PASSWORD", secrets.get("postgres." + database));
  }

  private void addStorage(Map<String, String> variables) {
    variables.put("VITRINE_REGISTRY_URL", spec.ports().url(PartName.REGISTRY));
    variables.put("VITRINE_STORES_PRIMARY_ENDPOINT", spec.ports().url(PartName.S3));
    variables.put("VITRINE_STORES_PRIMARY_BUCKET", S3Part.BUCKET);
    variables.put("VITRINE_STORES_PRIMARY_ACCESS_KEY", secrets.get("s3.access-key"));
    variables.put("VITRINE_STORES_PRIMARY_SECRET_KEY", secrets.get("s3.secret-key"));
    variables.put("VITRINE_STORES_PRIMARY_REGION", "us-east-1");
    variables.put("QUARKUS_OIDC_CLIENT_CLIENT_ID", client());
    variables.put("QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET", secrets.get("client." + client()));
    variables.put("QUARKUS_OIDC_CLIENT_AUTH_SERVER_URL", spec.ports().realm());
  }

  private void addRoutes(Map<String, String> variables) {
    variables.put("VITRINE_IDENTITY_CLIENT_SECRET", secrets.get("client.vitrine"));
    // A proxy on this machine may say under which URL its clients know the gateway.
    variables.put("QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true");
    variables.put("QUARKUS_HTTP_PROXY_ALLOW_X_FORWARDED", "true");
    variables.put("QUARKUS_HTTP_PROXY_ENABLE_FORWARDED_HOST", "true");
    variables.put("QUARKUS_HTTP_PROXY_TRUSTED_PROXIES", "127.0.0.1");
    variables.put("VITRINE_IDENTITY_REGION", ClientSettings.REGION);
    variables.put("VITRINE_ROUTES_REGISTRY", spec.ports().url(PartName.REGISTRY));
    variables.put("VITRINE_ROUTES_STORE", spec.ports().url(PartName.STORE));
    variables.put("VITRINE_ROUTES_METADEFS", spec.ports().url(PartName.METADEFS));
    variables.put("VITRINE_VOUCHER_PRIVATE_KEY", secrets.voucherKeys().privateKey().toString());
  }

  /** Of our own code the bytes count, since a build without changes writes the same again. */
  private String version() throws IOException {
    var checksum = new CRC32C();
    try (Stream<Path> files = Files.walk(application)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String path = application.relativize(file) + ":" + Files.size(file);
        checksum.update(path.getBytes(StandardCharsets.UTF_8));
        if (path.startsWith("app/") || path.startsWith("quarkus/")) {
          checksum.update(Files.readAllBytes(file));
        }
      }
    }
    return Long.toHexString(checksum.getValue());
  }

  @Override
  public boolean isReady() {
    return Http.status(spec.ports().url(name) + "/q/health/ready") == 200;
  }
}
