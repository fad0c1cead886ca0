package io.vitrine.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Keycloak, built once for PostgreSQL, with our realm imported at the first start. */
final class KeycloakPart implements Part {
  static final List<String> BUILD_OPTIONS =
      List.of(
          "--db=postgres",
          "--cache=local",
          "--features-disabled=kerberos,device-flow,ciba,impersonation");

  private final ClusterSpec spec;
  private final Secrets secrets;

  KeycloakPart(ClusterSpec spec, Secrets secrets) {
    this.spec = spec;
    this.secrets = secrets;
  }

  @Override
  public PartName name() {
    return PartName.KEYCLOAK;
  }

  @Override
  public List<PartName> needs() {
    return List.of(PartName.POSTGRES);
  }

  @Override
  public int patienceSeconds() {
    return 240;
  }

  /** Building rewrites the program, so what it was built from is part of the folder's name. */
  private Path home() throws IOException {
    var key = new CRC32C();
    String source = BUILD_OPTIONS + "|" + Files.size(spec.checkout().part("keycloak.tar.gz"));
    key.update(source.getBytes(StandardCharsets.UTF_8));
    return spec.checkout().unpacked().resolve("keycloak-" + Long.toHexString(key.getValue()));
  }

  @Override
  public void prepare(Progress progress) throws IOException, InterruptedException {
    Archives.once(
        home(),
        folder -> {
          progress.busy(name(), "unpacking (once)");
          unpack(folder);
          progress.busy(name(), "building for PostgreSQL (once)");
          build(folder);
        });
    Path imports = Files.createDirectories(home().resolve("data/import"));
    Path fresh = Files.createTempFile(imports, "realm", ".new");
    Files.copy(spec.checkout().realm(), fresh, StandardCopyOption.REPLACE_EXISTING);
    Files.move(fresh, imports.resolve("vitrine-realm.json"), StandardCopyOption.REPLACE_EXISTING);
  }

  private void unpack(Path folder) throws IOException {
    Path archive = spec.checkout().part("keycloak.tar.gz");
    try (InputStream in = new GzipCompressorInputStream(Files.newInputStream(archive))) {
      Archives.untar(in, folder, 1);
    }
  }

  private void build(Path folder) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(folder.resolve("bin/kc.sh").toString());
    command.add("build");
    command.addAll(BUILD_OPTIONS);
    Commands.run(command, java("512m"), spec.state().log(name()));
  }

  /** kc.sh insists on another collector unless all options are given. */
  private static Map<String, String> java(String heap) {
    return Map.of(
        "JAVA_HOME",
        Jvm.home(),
        "JAVA_OPTS",
        "-Xms64m -Xmx%s -XX:MetaspaceSize=96M -Dfile.encoding=UTF-8 %s -XX:+ExitOnOutOfMemoryError"
            .formatted(heap, String.join(" ", Jvm.LEAN)));
  }

  @Override
  public Launch launch() throws IOException {
    var environment = new HashMap<String, String>(java(spec.heap(name())));
    Ports ports = spec.ports();
    environment.put("KC_DB_URL", ports.jdbc("keycloak"));
    environment.put("KC_DB_USERNAME", "keycloak");
    environment.put("KC_DB_PASSWORD", secrets.get("postgres.keycloak"));
    environment.put("KC_DB_POOL_MAX_SIZE", "20");
    environment.put("KC_HTTP_ENABLED", "true");
    environment.put("KC_HTTP_HOST", "127.0.0.1");
    environment.put("KC_HTTP_PORT", "" + ports.of(name()));
    environment.put("KC_HOSTNAME", ports.url(name()));
    environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
    environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", secrets.get("keycloak.admin"));
    // Otherwise one of two sign-ins of a user at the same time is refused like a wrong password.
    environment.put(
        "KC_SPI_BRUTE_FORCE_PROTECTOR__DEFAULT_BRUTE_FORCE_DETECTOR__ALLOW_CONCURRENT_REQUESTS",
        "true");
    // Placeholders of the realm file.
    environment.put("VITRINE_SECRET", secrets.get("client.vitrine"));
    environment.put("VITRINE_STORE_SECRET", secrets.get("client.vitrine-store"));
    environment.put("VITRINE_WORKER_SECRET", secrets.get("client.vitrine-worker"));
    environment.put("VITRINE_REGISTRY_SECRET", secrets.get("client.vitrine-registry"));
    environment.put("VITRINE_METADEFS_SECRET", secrets.get("client.vitrine-metadefs"));
    environment.put("VITRINE_GATEWAY_SECRET", secrets.get("client.vitrine-gateway"));
    environment.put("VITRINE_AUTOMATION_SECRET", secrets.get("client.vitrine-automation"));
    List<String> command =
        List.of(home().resolve("bin/kc.sh").toString(), "start", "--optimized", "--import-realm");
    return new Launch(command, environment, spec.state().path(), "");
  }

  /** It answers long before the realm is there, so the realm is what counts. */
  @Override
  public boolean isReady() {
    return Http.status(spec.ports().realm() + "/.well-known/openid-configuration") == 200;
  }
}
