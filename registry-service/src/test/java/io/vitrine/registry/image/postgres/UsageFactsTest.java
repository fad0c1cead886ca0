package io.vitrine.registry.image.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.Cause;
import io.vitrine.events.FactCodec;
import io.vitrine.events.QuotaFact.Usage;
import io.vitrine.events.QuotaFact.UsageChanged;
import io.vitrine.events.Topics;
import io.vitrine.registry.TestDatabase;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.SampleImages;
import io.vitrine.registry.member.postgres.MemberRow;
import io.vitrine.registry.quota.postgres.PgUsages;
import io.vitrine.registry.quota.postgres.UsageRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the triggers on the usage of projects put into the outbox. */
class UsageFactsTest {
  private static final int CLIENTS = 8;
  private static final int IMAGES = 10;
  private static final int STEPS = 30;
  private static final Usage NOTHING = new Usage(0, 0, 0, 0);
  private static final String BY_ALICE =
      """
      insert into outbox (event_id, topic, type, subject, payload, request_id, user_id, project_id,
        time, parked)
      values (gen_random_uuid(), 'vitrine.images', 't', gen_random_uuid(), '', 'req-1', 'alice',
        'demo', now(), false)
      """;

  private static TestDatabase database;

  private final PgImages images = new PgImages(database.sessions());
  private final SampleImages samples = new SampleImages(16);

  @BeforeAll
  static void start() {
    database =
        TestDatabase.start(ImageRow.class, DeletedImageRow.class, MemberRow.class, UsageRow.class);
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.execute(
        "truncate images, image_members, image_tombstones, deleted_images, project_usage, outbox");
  }

  @Test
  void tellEachChangeOfAProjectInItsOrder() throws Exception {
    // Given
    List<Callable<Void>> clients = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      List<Image> mine = samples.many(IMAGES);
      mine.forEach(image -> commit(() -> images.add(image)));
      Random random = new Random(client);
      clients.add(() -> work(mine, random));
    }

    // When
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (Future<Void> done : threads.invokeAll(clients)) {
        done.get();
      }
    }

    // Then
    Map<String, UsageChanged> last = new HashMap<>();
    for (Told told : told()) {
      UsageChanged fact = told.fact();
      UsageChanged earlier = last.put(told.key(), fact);
      assertThat(fact.projectId()).isEqualTo(told.key());
      assertThat(fact.version()).isGreaterThan(earlier == null ? 0 : earlier.version());
      assertThat(fact.before()).isEqualTo(earlier == null ? NOTHING : earlier.usage());
      assertThat(FactCodec.encode(fact)).isEqualTo(told.payload());
    }
    PgUsages usages = new PgUsages(database.sessions());
    for (String project : SampleImages.OWNERS) {
      var used = usages.of(project).await().indefinitely();
      assertThat(last.get(project).usage())
          .as(project)
          .isEqualTo(new Usage(used.images(), used.bytes(), used.stagedBytes(), used.uploads()));
    }
  }

  @Test
  void nameTheRequestAndTheUserOfTheirTransactionOnly() throws SQLException {
    // Given
    Image image = samples.next();
    commit(() -> images.add(image));
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);

      // When
      statement.execute("update images set owner = 'first'");
      statement.execute(BY_ALICE);
      connection.commit();
      statement.execute("update images set owner = 'second'");
      connection.commit();
    }

    // Then
    Map<String, Cause> causes = new HashMap<>();
    told().forEach(told -> causes.put(told.key(), told.cause()));
    assertThat(causes)
        .containsEntry(image.owner(), new Cause("req-1", "alice", "demo"))
        .containsEntry("second", Cause.NONE)
        .containsEntry("first", Cause.NONE);
  }

  @Test
  void sayNothingWhereNoUsageChanges() throws SQLException {
    // Given
    Image image = samples.next();
    commit(() -> images.add(image));
    database.execute("truncate outbox");

    // When
    database.execute("update images set name = 'renamed', version = version + 1");
    database.execute("insert into project_usage (project) values ('empty')");

    // Then
    assertThat(told()).isEmpty();
  }

  /** Changes some images at a time, and in the end removes half of them. */
  private static Void work(List<Image> images, Random random) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (int step = 0; step < STEPS; step++) {
        String some =
            images.stream()
                .filter(image -> random.nextBoolean())
                .map(image -> image.id().toString())
                .collect(Collectors.joining(",", " where id = any ('{", "}')"));
        String owner = SampleImages.OWNERS.get(random.nextInt(SampleImages.OWNERS.size()));
        statement.execute(
            switch (random.nextInt(3)) {
              case 0 -> "update images set owner = '%s'".formatted(owner) + some;
              case 1 -> "update images set reserved = %d".formatted(random.nextInt(3)) + some;
              default -> "update images set status = 'queued'" + some;
            });
        if (step == STEPS - 1) {
          statement.execute("delete from images" + some);
        }
      }
    }
    return null;
  }

  private static <T> void commit(Supplier<Uni<T>> work) {
    database
        .sessions()
        .withTransaction(session -> Uni.createFrom().deferred(() -> work.get()))
        .await()
        .indefinitely();
  }

  private record Told(String key, byte[] payload, UsageChanged fact, Cause cause) {}

  private static List<Told> told() throws SQLException {
    List<Told> told = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select * from outbox where topic = '%s' order by id".formatted(Topics.QUOTAS))) {
      while (rows.next()) {
        byte[] payload = rows.getBytes("payload");
        told.add(
            new Told(
                rows.getString("key"),
                payload,
                (UsageChanged) FactCodec.decode(rows.getString("type"), payload).orElseThrow(),
                new Cause(
                    rows.getString("request_id"),
                    rows.getString("user_id"),
                    rows.getString("project_id"))));
      }
    }
    return told;
  }
}
