package io.vitrine.registry;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vitrine.testparts.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.provider.ReactiveServiceRegistryBuilder;
import org.hibernate.type.format.jackson.JacksonJsonFormatMapper;

/** A real PostgreSQL with the service's schema. */
public final class TestDatabase implements AutoCloseable {
  private final TestPostgres postgres;
  private final SessionFactory sessions;

  private TestDatabase(TestPostgres postgres, Class<?>... entities) {
    this.postgres = postgres;
    migrate("public", "latest");
    Configuration configuration =
        new Configuration()
            .setProperty(AvailableSettings.JAKARTA_JDBC_URL, postgres.url())
            .setProperty(AvailableSettings.JAKARTA_JDBC_USER, TestPostgres.USER)
            .setProperty(AvailableSettings.JAKARTA_JDBC_PASSWORD, TestPostgres.PASSWORD);
    // As StoredJson has it.
    configuration
        .getProperties()
        .put(AvailableSettings.JSON_FORMAT_MAPPER, new JacksonJsonFormatMapper(new JsonMapper()));
    for (Class<?> entity : entities) {
      configuration.addAnnotatedClass(entity);
    }
    sessions =
        configuration.buildSessionFactory(
            new ReactiveServiceRegistryBuilder()
                .applySettings(configuration.getProperties())
                .build());
  }

  public static TestDatabase start(Class<?>... entities) {
    return new TestDatabase(TestPostgres.start(), entities);
  }

  /** As the service does when it starts. */
  public void migrate(String schema, String version) {
    Properties settings = new Properties();
    try (InputStream file = TestDatabase.class.getResourceAsStream("/application.properties")) {
      settings.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Flyway.configure()
        .dataSource(postgres.jdbcUrl(), TestPostgres.USER, TestPostgres.PASSWORD)
        .initSql(settings.getProperty("quarkus.flyway.init-sql"))
        .schemas(schema)
        .target(version)
        .load()
        .migrate();
  }

  public Mutiny.SessionFactory sessions() {
    return sessions.unwrap(Mutiny.SessionFactory.class);
  }

  /** A session beside those of the code under test. */
  public Connection connect() throws SQLException {
    return postgres.connect();
  }

  /** Returns when the work waits for a lock that somebody else holds, or is done. */
  public void awaitWaiting(Future<?> work) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      boolean waiting = false;
      while (!waiting && !work.isDone()) {
        try (ResultSet result =
            statement.executeQuery("select exists (select from pg_locks where not granted)")) {
          waiting = result.next() && result.getBoolean(1);
        }
      }
    }
  }

  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    sessions.close();
    postgres.close();
  }
}
