package io.vitrine.it;

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
import java.util.Map;
import java.util.Set;

/** One real cluster for all tests of this run, on free ports, gone when the run ends. */
final class TestCluster {
  private static final TestCluster INSTANCE = new TestCluster();

  private final ImageHost imageHost = new ImageHost();
  private final SpanCollector spans = new SpanCollector();
  private final LocalCluster cluster;
  private final Realm realm;

  private TestCluster() {
    Checkout checkout = Checkout.find();
    StateDirectory state =
        new StateDirectory(checkout.root().resolve("integration-tests/target/cluster"));
    Ports ports = Ports.free();
    // As little as one server and the cluster's own door are opened; all other addresses stay as
    // they are by default.
    Map<String, String> fetch =
        Map.of(
            "VITRINE_FETCH_ALLOWED_NETWORKS",
            ImageHost.ADDRESS,
            "VITRINE_FETCH_ALLOWED_PORTS",
            "80,443,%d,%d".formatted(imageHost.port(), ports.of(PartName.GATEWAY)));
    // Short leases, so that a test of a death does not have to wait long for the heir.
    cluster =
        new LocalCluster(
            ClusterSpec.of(checkout, state, ports)
                .environment(
                    PartName.REGISTRY,
                    Map.ofEntries(
                        Map.entry("VITRINE_REGISTRY_UPLOAD_LEASE", "6s"),
                        Map.entry("VITRINE_REGISTRY_IMPORT_LEASE", "6s"),
                        Map.entry("VITRINE_REGISTRY_STORE_DESCRIPTIONS_PRIMARY", "for everything"),
                        Map.entry(
                            "VITRINE_REGISTRY_IMPORTS_METHODS",
                            "glance-direct,web-download,glance-download,copy-image"),
                        // The other cloud is this one.
                        Map.entry(
                            "VITRINE_REGISTRY_IMPORTS_GLANCES",
                            "Elsewhere=http://127.0.0.1:" + ports.of(PartName.GATEWAY)),
                        Map.entry("VITRINE_REGISTRY_IMPORTS_INJECT", "imported_by=us"),
                        limit("FEW", "IMAGE_COUNT_TOTAL", 3),
                        limit("SMALL", "IMAGE_SIZE_TOTAL", 4),
                        limit("TIGHT", "IMAGE_SIZE_TOTAL", 4),
                        limit("NARROW", "IMAGE_STAGE_TOTAL", 2),
                        limit("SLOW", "IMAGE_COUNT_UPLOADING", 1)))
                .environment(PartName.REGISTRY, spans.settings())
                .environment(PartName.STORE, spans.settings())
                .environment(PartName.WORKER, spans.settings())
                .environment(PartName.GATEWAY, spans.settings())
                .environment(PartName.METADEFS, spans.settings())
                .environment(PartName.REGISTRY, fetch)
                .environment(PartName.WORKER, fetch)
                // Keycloak is asked again soon, so that a test of a change there ends soon.
                .environment(PartName.GATEWAY, Map.of("VITRINE_IDENTITY_RECHECK_AFTER", "2s"))
                .build());
    cluster.reset();
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::stop));
    cluster.start(Progress.silent());
    try {
      realm = Realm.read(checkout.realm());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A quota of a project that {@link QuotasIT} makes. */
  private static Map.Entry<String, String> limit(String project, String resource, int limit) {
    return Map.entry(
        "VITRINE_REGISTRY_QUOTAS_PROJECTS_%s_%s".formatted(project, resource), "" + limit);
  }

  static TestCluster get() {
    return INSTANCE;
  }

  ImageHost imageHost() {
    return imageHost;
  }

  /** All services export their spans there. */
  SpanCollector spans() {
    return spans;
  }

  LocalCluster parts() {
    return cluster;
  }

  String gateway() {
    return cluster.ports().url(PartName.GATEWAY);
  }

  /** What the gateway signs vouchers with. */
  Path voucherKey() {
    return cluster.spec().state().data().resolve("voucher-private.pem");
  }

  String url(PartName part) {
    return cluster.ports().url(part);
  }

  /** A token from Keycloak itself. */
  String token(String user) {
    return new Tokens(cluster.ports()).of(user(user));
  }

  Realm.User user(String name) {
    return realm.user(name).orElseThrow();
  }

  Realm realm() {
    return realm;
  }

  ImageApi as(String user) {
    return new ImageApi(gateway(), token(user));
  }

  /** A member of a new project. */
  ImageApi memberOf(String project) {
    KeycloakAdmin keycloak = new KeycloakAdmin(this);
    String user = "member_of_" + project;
    String password = "Of-" + project;
    keycloak.createProject(project);
    keycloak.assign(keycloak.createUser(user, password), project, "member");
    return new ImageApi(gateway(), new IdentityApi(gateway()).token(user, password, project));
  }

  /** Stores beside the one among the settings. */
  Path storesFile() {
    return cluster.spec().state().stores();
  }

  /** To S3Proxy a bucket is a folder. */
  void createBucket(String name) throws IOException {
    Files.createDirectories(cluster.spec().state().data(PartName.S3).resolve(name));
  }

  /**
   * What the S3 server holds of an image, unfinished uploads included, as files below its root. Of
   * this image alone: what other tests have left is released when its time has come.
   */
  Set<String> objectsOf(String imageId) {
    return StoredFiles.of(cluster.spec().state().data(PartName.S3), imageId);
  }
}
