package io.vitrine.testparts;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A real PostgreSQL of a test's own, with an empty database. */
public final class TestPostgres implements AutoCloseable {
  public static final String USER = "postgres";
  public static final String PASSWORD = "postgres";
  private static final String DATABASE = "postgres";

  private final String address;
  private final AutoCloseable server;

  private TestPostgres(String host, int port, AutoCloseable server) {
    this.address = "postgresql://%s:%d/%s".formatted(host, port, DATABASE);
    this.server = server;
  }

  public static TestPostgres start() {
    return ContainerOrProcess.asWished()
        .start(Part.POSTGRES, TestPostgres::inContainer, TestPostgres::asProcess);
  }

  static TestPostgres asProcess() {
    try {
      EmbeddedPostgres server = EmbeddedPostgres.builder().setLocaleConfig("locale", "C").start();
      return new TestPostgres("127.0.0.1", server.getPort(), server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With the settings that the embedded one brings. */
  static TestPostgres inContainer(DockerImageName image) {
    Engine.provide(image);
    PostgreSQLContainer server =
        new PostgreSQLContainer(image)
            .withDatabaseName(DATABASE)
            .withUsername(USER)
            .withPassword(PASSWORD)
            .withEnv("POSTGRES_INITDB_ARGS", "--encoding=UTF8 --locale=C")
            .withCommand(
                "postgres",
                "-c",
                "fsync=off",
                "-c",
                "synchronous_commit=off",
                "-c",
                "max_connections=300",
                "-c",
                "timezone=UTC");
    server.start();
    return new TestPostgres(
        server.getHost(), server.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT), server);
  }

  /** As reactive clients take it. */
  public String url() {
    return address;
  }

  public String jdbcUrl() {
    return "jdbc:" + address;
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), USER, PASSWORD);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
