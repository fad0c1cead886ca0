package io.vitrine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;

/**
 * The passwords between the parts. Made up at the first start and kept beside the data, since the
 * databases remember them.
 */
public final class Secrets {
  static final List<String> NAMES =
      List.of(
          "postgres.superuser",
          "postgres.registry",
          "postgres.metadefs",
          "postgres.keycloak",
          "keycloak.admin",
          "client.vitrine",
          "client.vitrine-store",
          "client.vitrine-worker",
          "client.vitrine-registry",
          "client.vitrine-metadefs",
          "client.vitrine-gateway",
          "client.vitrine-automation",
          "s3.access-key",
          "s3.secret-key",
          "kafka.cluster-id");

  private final Properties values;
  private final VoucherKeys voucherKeys;

  private Secrets(Properties values, VoucherKeys voucherKeys) {
    this.values = values;
    this.voucherKeys = voucherKeys;
  }

  static Secrets loadOrCreate(StateDirectory state) throws IOException {
    Path file = state.data().resolve("secrets.properties");
    var values = new Properties();
    if (Files.exists(file)) {
      try (var reader = Files.newBufferedReader(file)) {
        values.load(reader);
      }
    }
    if (!values.stringPropertyNames().containsAll(NAMES)) {
      NAMES.forEach(name -> values.putIfAbsent(name, fresh(name)));
      store(values, file);
    }
    return new Secrets(values, VoucherKeys.loadOrCreate(state));
  }

  private static void store(Properties values, Path file) throws IOException {
    Path fresh = file.resolveSibling("secrets.properties.new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var writer = Files.newBufferedWriter(fresh, StandardOpenOption.WRITE)) {
      values.store(writer, "Passwords of this cluster's parts");
    }
    Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** Marked, so that services tell them from a production's. Kafka takes nothing but the number. */
  private static String fresh(String name) {
    return name.equals("kafka.cluster-id") ? random() : "local-" + random();
  }

  static String random() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  VoucherKeys voucherKeys() {
    return voucherKeys;
  }

  public String get(String name) {
    String value = values.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("no such secret: " + name);
    }
    return value;
  }
}
