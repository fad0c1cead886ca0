package io.vitrine.registry.image.postgres;

import static io.vitrine.registry.image.SampleImages.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vitrine.problem.ProblemException;
import io.vitrine.registry.InMemoryCatalogue;
import io.vitrine.registry.TestDatabase;
import io.vitrine.registry.image.DeletedImages;
import io.vitrine.registry.image.DeletedImagesContract;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageAttributes;
import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.ImagesContract;
import io.vitrine.registry.image.ListingContract;
import io.vitrine.registry.image.MemberStatus;
import io.vitrine.registry.image.SampleImages;
import io.vitrine.registry.image.Visibility;
import io.vitrine.registry.member.Member;
import io.vitrine.registry.member.postgres.MemberRow;
import io.vitrine.registry.member.postgres.PgMembers;
import io.vitrine.registry.quota.Limits;
import io.vitrine.registry.quota.Quotas;
import io.vitrine.registry.quota.Resource;
import io.vitrine.registry.quota.Usages;
import io.vitrine.registry.quota.postgres.PgUsages;
import io.vitrine.registry.quota.postgres.UsageRow;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PgImagesTest {
  private static TestDatabase database;

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
  }

  private static void insert(Member member) {
    database.execute(
        "insert into image_members values ('%s', '%s', '%s', '%s', '%s')"
            .formatted(
                member.imageId(),
                member.memberId(),
                member.status().wireName(),
                member.createdAt(),
                member.updatedAt()));
  }

  private static <T> T inTransaction(Supplier<Uni<T>> work) {
    Mutiny.SessionFactory sessions = database.sessions();
    return sessions
        .withTransaction(session -> Uni.createFrom().deferred(() -> work.get()))
        .await()
        .indefinitely();
  }

  @Nested
  class Records extends ImagesContract {
    @Override
    protected Images images() {
      return new PgImages(database.sessions());
    }

    @Override
    protected <T> T commit(Supplier<Uni<T>> work) {
      return inTransaction(work);
    }

    @Test
    void theIdOfAnImageThatIsBeingDeletedIsTaken() throws Exception {
      // Given
      Image image = new SampleImages(13).next();
      commit(() -> images().add(image));
      try (Connection deletion = database.connect();
          Statement statement = deletion.createStatement()) {
        deletion.setAutoCommit(false);
        statement.execute("delete from images");
        statement.execute(
            "insert into image_tombstones values ('%s', now())".formatted(image.id()));
        // When
        CompletableFuture<Void> added =
            CompletableFuture.runAsync(() -> commit(() -> images().add(image)));
        database.awaitWaiting(added);
        deletion.commit();
        // Then
        assertThat(added)
            .failsWithin(Duration.ofSeconds(50))
            .withThrowableThat()
            .withMessageContaining("already exists");
      }
      assertThat(images().find(image.id()).await().indefinitely()).isEmpty();
    }

    @Test
    void anImageWithATombstoneCanBeDeleted() {
      // Given
      Image image = new SampleImages(14).next();
      commit(() -> images().add(image));
      database.execute("insert into image_tombstones values ('%s', now())".formatted(image.id()));
      // When
      commit(() -> images().lock(image.id()).chain(() -> images().remove(image, START)));
      // Then
      assertThat(images().find(image.id()).await().indefinitely()).isEmpty();
    }
  }

  @Nested
  class WhatProjectsUse {
    private final Images images = new PgImages(database.sessions());
    private final Usages usages = new PgUsages(database.sessions());
    private final Map<UUID, Image> expected = new HashMap<>();

    private void save(Image image) {
      inTransaction(() -> images.lock(image.id()).chain(() -> images.save(image)));
      expected.put(image.id(), image);
    }

    private void requireCounted() {
      for (String project : SampleImages.OWNERS) {
        assertThat(usages.of(project).await().indefinitely())
            .as(project)
            .isEqualTo(InMemoryCatalogue.usageOf(project, expected.values()));
      }
    }

    @Test
    void followsTheImages() {
      // Given
      SampleImages samples = new SampleImages(11);
      for (Image image : samples.many(30)) {
        inTransaction(() -> images.add(image));
        expected.put(image.id(), image);
      }
      requireCounted();
      // When: every image gets another status, some another owner, and some are deleted.
      for (Image image : List.copyOf(expected.values())) {
        Image other = samples.next();
        save(
            image.with(other.owner(), other.attributes(), START).withStatus(other.status(), START));
      }
      requireCounted();
      for (Image image : expected.values().stream().limit(10).toList()) {
        inTransaction(() -> images.lock(image.id()).chain(() -> images.remove(image, START)));
        expected.remove(image.id());
      }
      // Then
      requireCounted();
    }

    @Test
    void isHeldWhileSomebodyDecides() {
      // Given
      Limits limits = new Limits(Map.of(Resource.IMAGE_COUNT_TOTAL, 10L), Map.of());
      Quotas quotas = new Quotas(usages, limits);
      Function<Image, Uni<Void>> addWithinLimit =
          image ->
              database
                  .sessions()
                  .withTransaction(session ->
                      quotas
                          .headroom("p", Resource.IMAGE_COUNT_TOTAL)
                          .invoke(room -> room.require(Resource.IMAGE_COUNT_TOTAL, 1))
                          .chain(() -> images.add(image)));
      List<Image> wanted =
          new SampleImages(12)
              .many(50).stream().map(it -> it.with("p", it.attributes(), START)).toList();
      // When: all at once.
      List<Boolean> added =
          Multi.createFrom()
              .iterable(wanted)
              .onItem()
              .transformToUniAndMerge(image ->
                  addWithinLimit
                      .apply(image)
                      .replaceWith(true)
                      .onFailure(ProblemException.class)
                      .recoverWithItem(false))
              .collect()
              .asList()
              .await()
              .indefinitely();
      // Then
      assertThat(added).filteredOn(it -> it).hasSize(10);
      assertThat(usages.of("p").await().indefinitely().images()).isEqualTo(10);
    }
  }

  @Nested
  class Deleted extends DeletedImagesContract {
    @Override
    protected DeletedImages deleted() {
      return new PgDeletedImages(database.sessions(), images());
    }

    @Override
    protected Images images() {
      return new PgImages(database.sessions());
    }

    @Override
    protected void add(List<Image> samples, List<Member> members) {
      samples.forEach(image -> inTransaction(() -> images().add(image)));
      members.forEach(PgImagesTest::insert);
    }

    @Override
    protected List<Member> membersOf(Image image) {
      return new PgMembers(database.sessions()).ofImage(image.id()).await().indefinitely();
    }

    @Override
    protected <T> T commit(Supplier<Uni<T>> work) {
      return inTransaction(work);
    }
  }

  @Nested
  class VeryMuchText {
    private final Images images = new PgImages(database.sessions());

    private Images.Page page(Optional<UUID> marker, int limit) {
      ImageQuery query =
          new ImageQuery(
              "p",
              false,
              Optional.empty(),
              Set.of(MemberStatus.ACCEPTED),
              false,
              List.of(),
              List.of(),
              marker,
              limit);
      return images.page(query).await().indefinitely();
    }

    @Test
    void endsAPage() {
      // Given
      ImageAttributes attributes =
          new ImageAttributes(
              "n",
              Visibility.PRIVATE,
              null,
              null,
              0,
              0,
              false,
              false,
              Set.of("t"),
              Map.of("a", "\ud83d\ude00".repeat(65_535)));
      List<Image> all =
          new SampleImages(15)
              .many(70).stream().map(it -> it.with("p", attributes, START)).toList();
      all.forEach(image -> inTransaction(() -> images.add(image)));
      int fit = (int) (PageSql.MAX_TEXT / attributes.characters()) + 1;
      // When
      Images.Page first = page(Optional.empty(), 100);
      Images.Page second = page(Optional.of(first.images().getLast().id()), 100);
      // Then
      assertThat(first.images()).hasSize(fit);
      assertThat(first.more()).isTrue();
      assertThat(second.images()).hasSize(all.size() - fit);
      assertThat(second.more()).isFalse();
      List<Image> seen = new ArrayList<>(first.images());
      seen.addAll(second.images());
      assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
      assertThat(page(Optional.empty(), 25).images()).hasSize(25);
    }
  }

  @Nested
  class Lists extends ListingContract {
    @Override
    protected Images images(List<Image> samples, List<Member> members) {
      Images images = new PgImages(database.sessions());
      samples.forEach(image -> inTransaction(() -> images.add(image)));
      members.forEach(PgImagesTest::insert);
      return images;
    }
  }
}
