package io.vitrine.registry.image.postgres;

import static io.vitrine.registry.image.SampleImages.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vitrine.registry.InMemoryCatalogue;
import io.vitrine.registry.TestDatabase;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.SampleImages;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.member.postgres.MemberRow;
import io.vitrine.registry.quota.postgres.PgUsages;
import io.vitrine.registry.quota.postgres.UsageRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances of this version and of earlier ones work on the same rows for a while. */
class RollingUpgradeTest {
  private static TestDatabase database;

  private final PgImages images = new PgImages(database.sessions());
  private final PgDeletedImages deleted = new PgDeletedImages(database.sessions(), images);
  private final Image image = copied();

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
        "truncate images, image_members, image_tombstones, deleted_images, project_usage");
    commit(() -> images.add(image));
  }

  private static Image copied() {
    return new SampleImages(31)
        .many(50).stream()
            .filter(it -> it.data().map(StoredData::locations).orElse(List.of()).size() > 1)
            .findFirst()
            .orElseThrow();
  }

  @Test
  void anEarlierVersionCanReadTheDataOfACopiedImage() throws Exception {
    assertThat(rows("select jsonb_object_keys(data) from images"))
        .containsOnly(
            "store",
            "key",
            "size",
            "checksum",
            "os_hash_algo",
            "os_hash_value",
            "disk_format",
            "virtual_size");
  }

  @Test
  void whatAnEarlierVersionWritesLosesNoCopy() {
    // When: it writes every column that it knows.
    database.execute("update images set name = 'renamed', data = data, version = version + 1");

    // Then
    assertThat(found().data()).isEqualTo(image.data());
    assertThat(found().attributes().name()).isEqualTo("renamed");
    requireCounted(found());
  }

  @Test
  void aCopyThatAnEarlierVersionPutIntoTheDataCounts() throws Exception {
    // Given
    database.execute(
        """
        update images set
          data = data || jsonb_build_object('copies', copies->'places'),
          copies = null
        """);

    // Then
    assertThat(found()).isEqualTo(image);
    requireCounted(image);
    for (Location location : image.objects()) {
      assertThat(keys(location.store())).contains(location.key());
      assertThat(images.stored(location.store(), Optional.empty(), 9).await().indefinitely())
          .containsExactly(image);
    }

    // When
    commit(() -> images.lock(image.id()).chain(() -> images.save(image)));

    // Then
    assertThat(found()).isEqualTo(image);
    requireCounted(image);
    anEarlierVersionCanReadTheDataOfACopiedImage();
  }

  @Test
  void copiesOfAnImageThatAnEarlierVersionKeepsAreReleasedInTheEnd() {
    // Given
    database.execute(
        """
        insert into deleted_images (id, purge_at, image, members, data)
        select id, '%s', to_jsonb(images), '[]', data from images
        """
            .formatted(START));
    database.execute("delete from images");
    for (Location location : image.objects()) {
      assertThat(keys(location.store())).contains(location.key());
    }

    // When
    List<Location> purged = commit(() -> deleted.purge(image.id(), START));

    // Then
    assertThat(purged).isEqualTo(image.objects());
  }

  @Test
  void aMigrationThatHasToWaitDoesNotMakeOthersWait() throws Exception {
    // Given
    database.migrate("busy", "9");
    try (Connection reader = database.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("lock table busy.images in access share mode");

      // When, Then
      assertThatThrownBy(() -> database.migrate("busy", "10")).hasMessageContaining("lock timeout");
    }
    assertThat(rows("select max(version::int) from busy.flyway_schema_history"))
        .containsExactly("9");
  }

  private Image found() {
    return images.find(image.id()).await().indefinitely().orElseThrow();
  }

  private List<String> keys(String store) {
    return images.keys(List.of(image.id()), store).await().indefinitely();
  }

  private void requireCounted(Image now) {
    assertThat(new PgUsages(database.sessions()).of(now.owner()).await().indefinitely())
        .isEqualTo(InMemoryCatalogue.usageOf(now.owner(), List.of(now)));
  }

  private static List<String> rows(String sql) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }

  private static <T> T commit(Supplier<Uni<T>> work) {
    return database
        .sessions()
        .withTransaction(session -> Uni.createFrom().deferred(() -> work.get()))
        .await()
        .indefinitely();
  }
}
