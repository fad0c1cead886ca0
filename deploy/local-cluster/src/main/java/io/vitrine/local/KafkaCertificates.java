package io.vitrine.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The certificates of a secured Kafka, as PEM files: the authority that clients trust, and key and
 * certificate of the broker and of whoever runs the cluster. The authority's own key is not kept.
 */
record KafkaCertificates(Path folder) {
  static final String BROKER = "CN=kafka";
  static final String OPERATOR = "CN=operator";
  private static final int DAYS = 3650;

  static KafkaCertificates in(StateDirectory state) {
    return new KafkaCertificates(state.data().resolve("kafka-tls"));
  }

  Path authority() {
    return folder.resolve("authority.pem");
  }

  Path broker() {
    return folder.resolve("broker.pem");
  }

  Path operator() {
    return folder.resolve("operator.pem");
  }

  void createMissing(Path log) throws IOException, InterruptedException {
    if (Files.exists(folder)) {
      return;
    }
    // All of them or none: a folder that is there is whole.
    Path fresh = folder.resolveSibling(folder.getFileName() + ".new");
    Archives.delete(fresh);
    Files.createDirectories(fresh);
    new KafkaCertificates(fresh).create(log);
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private void create(Path log) throws IOException, InterruptedException {
    Path store = folder.resolve("all.p12");
    String password = Secrets.random();
    keytool(store, password, log, "authority", "CN=Vitrine's local Kafka", "-ext", "bc:c");
    // Names are checked: it is the broker of this address alone.
    keytool(
        store, password, log, "broker", BROKER, "-signer", "authority", "-ext", "san=ip:127.0.0.1");
    keytool(store, password, log, "operator", OPERATOR, "-signer", "authority");
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore all = KeyStore.getInstance("PKCS12");
      all.load(in, password.toCharArray());
      Pem.write(authority(), Pem.of("CERTIFICATE", all.getCertificate("authority").getEncoded()));
      write(all, "broker", password, broker());
      write(all, "operator", password, operator());
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot read what keytool made", e);
    }
    Files.delete(store);
  }

  private static void keytool(
      Path store, String password, Path log, String alias, String name, String... options)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(Jvm.home(), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass:env",
                "PASSWORD",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "" + DAYS,
                "-alias",
                alias,
                "-dname",
                name));
    command.addAll(List.of(options));
    Commands.run(command, Map.of("PASSWORD", password), log);
  }

  private static void write(KeyStore all, String alias, String password, Path file)
      throws IOException, GeneralSecurityException {
    Key key = all.getKey(alias, password.toCharArray());
    var text = new StringBuilder(Pem.of("PRIVATE KEY", key.getEncoded()));
    for (Certificate certificate : all.getCertificateChain(alias)) {
      text.append(Pem.of("CERTIFICATE", certificate.getEncoded()));
    }
    Pem.write(file, text.toString());
  }
}
