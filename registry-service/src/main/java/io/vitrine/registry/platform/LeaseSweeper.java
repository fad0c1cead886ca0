package io.vitrine.registry.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vitrine.registry.image.ConcludeUpload;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.importing.ImportTasks;
import io.vitrine.registry.importing.RunImport;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/**
 * Ends what went silent: an upload whose store died, a run whose worker died. Leases are renewed
 * over Kafka, so silence means death only while Kafka speaks: see {@link KafkaPulse}. A renewal
 * that Kafka held back comes within the lease of an ordinary upload, also for a resumable one: what
 * is long there is the pause that the client may make, not the time between two reports of its
 * store.
 */
@ApplicationScoped
class LeaseSweeper {
  private static final int BATCH = 100;

  private final Images images;
  private final ConcludeUpload uploads;
  private final ImportTasks tasks;
  private final RunImport imports;
  private final KafkaPulse kafka;
  private final RegistryConfig config;
  private final Clock clock;
  private final Counter expiredUploads;
  private final Counter expiredImports;

  LeaseSweeper(
      Images images,
      ConcludeUpload uploads,
      ImportTasks tasks,
      RunImport imports,
      KafkaPulse kafka,
      RegistryConfig config,
      Clock clock,
      MeterRegistry meters) {
    this.images = images;
    this.uploads = uploads;
    this.tasks = tasks;
    this.imports = imports;
    this.kafka = kafka;
    this.config = config;
    this.clock = clock;
    this.expiredUploads = meters.counter("vitrine.leases.expired", "of", "upload");
    this.expiredImports = meters.counter("vitrine.leases.expired", "of", "import");
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ApplicationNotRunning.class)
  Uni<Void> sweep() {
    Instant now = clock.instant();
    return kafka
        .steadySince()
        .chain(since -> {
          Uni<Void> expired = Uni.createFrom().voidItem();
          if (since.plus(config.uploadLease()).isBefore(now)) {
            expired =
                expired.chain(() ->
                    images
                        .withExpiredUpload(now, BATCH)
                        .invoke(found -> expiredUploads.increment(found.size()))
                        .chain(found -> Sweep.each(found, uploads::expire))
                        .replaceWithVoid());
          }
          if (since.plus(config.importLease()).isBefore(now)) {
            expired =
                expired.chain(() ->
                    tasks
                        .overdue(now, BATCH)
                        .invoke(found -> expiredImports.increment(found.size()))
                        .chain(found -> Sweep.each(found, imports::expire))
                        .replaceWithVoid());
          }
          return expired;
        });
  }
}
