package io.vitrine.local.bench;

import io.vitrine.local.ClusterException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Facts in the registry's outbox, as many as an outage of the broker leaves there. */
public record Backlog(String url, String password) {
  private static final String INSERT =
      """
      insert into outbox (event_id, topic, type, subject, payload, time, parked)
      select gen_random_uuid(), ?, 'io.vitrine.bench', gen_random_uuid(),
        convert_to('{"bench":"' || repeat('x', 1000) || '"}', 'UTF8'), now(), false
      from generate_series(1, ?)
      """;

  void fill(int facts, String topic) {
    try (Connection connection = DriverManager.getConnection(url, "registry", password);
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, topic);
      insert.setInt(2, facts);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new ClusterException("the registry's database refused: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "outbox of " + url;
  }
}
