package io.vitrine.local.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongConsumer;

/**
 * The registry's table of images, filled without the registry: a million images through the API
 * would take an hour. Every image made here carries a tag by which it is found again.
 */
final class Catalogue implements AutoCloseable {
  private static final String TAG = "vitrine-bench";
  private static final int CHUNK = 50_000;

  /**
   * Of ten images one belongs to the project, of twenty one is public; names come in no order, and
   * a property has one of two values.
   */
  private static final String INSERT =
      """
      insert into images (
        id, version, owner, name, status, visibility, min_disk, min_ram, protected, os_hidden,
        tags, properties, created_at, updated_at)
      select gen_random_uuid(), 1,
        case when i %% 10 = 0 then ? else 'bench-' || i %% 1000 end,
        'bench ' || md5(i::text), 'queued',
        case when i %% 20 = 1 then 'public' when i %% 50 = 2 then 'community'
          when i %% 3 = 0 then 'private' else 'shared' end,
        0, 0, false, false, array['%1$s', 'bench-' || i %% 7],
        jsonb_build_object('bench_group', 'g' || (i / 100) %% 2, 'os_distro', 'debian'),
        now() - i * interval '1 second', now() - (i * 7919 %% 1000003) * interval '1 second'
      from generate_series(?, ?) i
      """
          .formatted(TAG);

  private final Connection connection;
  private final String project;

  Catalogue(String url, String password, String project) throws SQLException {
    this.connection = DriverManager.getConnection(url, "registry", password);
    this.project = project;
  }

  /** Adds the images from one number to another. */
  void add(long first, long last, LongConsumer progress) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (long from = first; from <= last; from += CHUNK) {
        long to = Math.min(last, from + CHUNK - 1);
        insert.setString(1, project);
        insert.setLong(2, from);
        insert.setLong(3, to);
        insert.executeUpdate();
        progress.accept(to);
      }
    }
    tidy();
  }

  void clear() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("delete from images where tags @> array['%s']".formatted(TAG));
    }
    tidy();
  }

  /** What PostgreSQL would do by itself a minute later. */
  private void tidy() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("vacuum analyze images");
    }
  }

  /** An image in the middle of the project's, in this order. */
  String middle(String order) throws SQLException {
    String middle =
        """
        select id from images where owner = ? order by %s
        offset (select count(*) / 2 from images where owner = ?) limit 1
        """
            .formatted(order);
    try (PreparedStatement select = connection.prepareStatement(middle)) {
      select.setString(1, project);
      select.setString(2, project);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
