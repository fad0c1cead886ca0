package io.vitrine.testparts;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TestPostgresTest {
  @Test
  void hasTheSameSettingsEitherWay() throws SQLException {
    try (TestPostgres process = TestPostgres.asProcess();
        TestPostgres either = TestPostgres.start()) {
      assertThat(settings(either)).isEqualTo(settings(process));
    }
  }

  private static Map<String, String> settings(TestPostgres server) throws SQLException {
    var settings = new TreeMap<String, String>();
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select name, setting from pg_settings
                where name in ('fsync', 'synchronous_commit', 'max_connections', 'TimeZone', 'server_encoding')
                union select 'collation', datcollate from pg_database where datname = current_database()
                """)) {
      while (rows.next()) {
        settings.put(rows.getString(1), rows.getString(2));
      }
    }
    assertThat(settings).hasSize(6);
    return settings;
  }
}
