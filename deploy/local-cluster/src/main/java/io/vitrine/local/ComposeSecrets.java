package io.vitrine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/** The passwords and keys that deploy/compose.yaml asks for: made once, then kept. */
public final class ComposeSecrets {
  private final Path folder;

  public ComposeSecrets(Checkout checkout) {
    this(checkout.root().resolve(".vitrine/compose"));
  }

  /** In another folder than compose has them. */
  public ComposeSecrets(Path folder) {
    this.folder = folder;
  }

  /** What a secret of the local cluster is called in the file. */
  static String variable(String secret) {
    return secret.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Returns the file of variables. */
  public Path write() throws IOException {
    var state = new StateDirectory(folder);
    Files.createDirectories(state.data());
    // Containers read keys and stores as another user; on this machine the folder keeps them.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    Secrets secrets = Secrets.loadOrCreate(state);
    readable(secrets.voucherKeys().privateKey());
    readable(secrets.voucherKeys().publicKey());
    Path stores = folder.resolve("stores/stores.properties");
    if (!Files.exists(stores)) {
      Files.createDirectories(stores.getParent());
      Files.createFile(stores);
      readable(stores);
    }
    var lines = new StringBuilder();
    for (String name : Secrets.NAMES) {
      lines.append(variable(name)).append('=').append(secrets.get(name)).append('\n');
    }
    return Files.writeString(folder.resolve("secrets.env"), lines);
  }

  private static void readable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }
}
