package io.vitrine.registry.importing.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.Registry;
import io.vitrine.registry.TestDatabase;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.Orphans;
import io.vitrine.registry.image.postgres.ImageRow;
import io.vitrine.registry.image.postgres.TestImages;
import io.vitrine.registry.importing.ClaimImport;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.importing.Leftovers;
import io.vitrine.registry.importing.TaskLog;
import io.vitrine.registry.importing.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ClaimsAtOnceTest {
  private static final int TASKS = 50;
  private static final int WORKERS = 8;

  @Test
  void everyTaskIsGivenToOneRun() throws Exception {
    try (TestDatabase database = TestDatabase.start(ImageRow.class, ImportTaskRow.class);
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
      // Given
      Registry registry = new Registry();
      UnitOfWork unit =
          new UnitOfWork() {
            @Override
            public <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
              return database.sessions().withTransaction(session -> work.get());
            }
          };
      Images images = TestImages.in(database.sessions());
      PgImportTasks tasks = new PgImportTasks(database.sessions());
      List<UUID> ids = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        ImportTask task = registry.importing(Wish.PLAIN);
        ids.add(task.id());
        unit.inTransaction(
                () -> images.add(registry.image(task.imageId())).chain(() -> tasks.add(task)))
            .await()
            .indefinitely();
      }
      ClaimImport claims =
          new ClaimImport(
              unit,
              images,
              tasks,
              new TaskLog(tasks, fact -> Uni.createFrom().voidItem()),
              new Leftovers(new Orphans(images, fact -> Uni.createFrom().voidItem())),
              Registry.IMPORTS,
              registry.clock);
      // When
      List<Future<List<UUID>>> works = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        works.add(workers.submit(() -> claimAll(claims)));
      }
      // Then
      List<UUID> given = new ArrayList<>();
      for (Future<List<UUID>> work : works) {
        given.addAll(work.get());
      }
      assertThat(given).containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  private static List<UUID> claimAll(ClaimImport claims) {
    List<UUID> mine = new ArrayList<>();
    Optional<ClaimImport.Claim> claim = claims.next(UUID.randomUUID()).await().indefinitely();
    while (claim.isPresent()) {
      mine.add(claim.get().task().id());
      claim = claims.next(UUID.randomUUID()).await().indefinitely();
    }
    return mine;
  }
}
