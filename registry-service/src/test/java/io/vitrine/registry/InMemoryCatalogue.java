package io.vitrine.registry;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.Fact;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.ImageStatus;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.importing.ImportTasks;
import io.vitrine.registry.importing.TaskQuery;
import io.vitrine.registry.outbox.Outbox;
import io.vitrine.registry.outbox.UnitOfWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The catalogue as maps. A unit of work that fails leaves everything as it was. */
public final class InMemoryCatalogue implements UnitOfWork, Outbox {
  public final Map<UUID, Image> images = new LinkedHashMap<>();
  public final Map<UUID, ImportTask> tasks = new LinkedHashMap<>();
  public final Set<UUID> tombstones = new HashSet<>();
  public final List<Fact> facts = new ArrayList<>();

  @Override
  public <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
    Map<UUID, Image> imagesBefore = Map.copyOf(images);
    Map<UUID, ImportTask> tasksBefore = Map.copyOf(tasks);
    List<Fact> factsBefore = List.copyOf(facts);
    return Uni.createFrom()
        .deferred(() -> work.get())
        .onFailure()
        .invoke(() -> {
          images.clear();
          images.putAll(imagesBefore);
          tasks.clear();
          tasks.putAll(tasksBefore);
          facts.clear();
          facts.addAll(factsBefore);
        });
  }

  @Override
  public Uni<Void> publish(Fact fact) {
    return run(() -> facts.add(fact));
  }

  private static Uni<Void> run(Runnable action) {
    return Uni.createFrom().voidItem().invoke(action);
  }

  public Images images() {
    return new Images() {
      @Override
      public Uni<Optional<Image>> find(UUID id) {
        return Uni.createFrom().item(() -> Optional.ofNullable(images.get(id)));
      }

      @Override
      public Uni<Optional<Image>> lock(UUID id) {
        return find(id);
      }

      @Override
      public Uni<Void> add(Image image) {
        return run(() -> {
          if (images.containsKey(image.id()) || tombstones.contains(image.id())) {
            throw new ImageProblem.IdTaken(image.id()).asException();
          }
          images.put(image.id(), image);
        });
      }

      @Override
      public Uni<Void> save(Image image) {
        return run(() -> images.put(image.id(), image));
      }

      @Override
      public Uni<Void> remove(Image image, Instant now) {
        return run(() -> {
          images.remove(image.id());
          tombstones.add(image.id());
        });
      }

      @Override
      public Uni<List<Image>> page(ImageQuery query) {
        throw new UnsupportedOperationException("pages are tested against PostgreSQL");
      }

      @Override
      public Uni<List<UUID>> withExpiredUpload(Instant now, int max) {
        return Uni.createFrom()
            .item(() ->
                images.values().stream()
                    .filter(image ->
                        image.status() instanceof ImageStatus.Receiving receiving
                            && receiving.upload().leaseExpiresAt().isBefore(now))
                    .map(Image::id)
                    .limit(max)
                    .toList());
      }
    };
  }

  public ImportTasks tasks() {
    return new ImportTasks() {
      @Override
      public Uni<Optional<ImportTask>> find(UUID id) {
        return Uni.createFrom().item(() -> Optional.ofNullable(tasks.get(id)));
      }

      @Override
      public Uni<List<ImportTask>> ofImage(UUID imageId) {
        return Uni.createFrom()
            .item(() -> tasks.values().stream().filter(t -> t.imageId().equals(imageId)).toList());
      }

      @Override
      public Uni<List<ImportTask>> page(TaskQuery query) {
        throw new UnsupportedOperationException("pages are tested against PostgreSQL");
      }

      @Override
      public Uni<Void> add(ImportTask task) {
        return save(task);
      }

      @Override
      public Uni<Void> save(ImportTask task) {
        return run(() -> tasks.put(task.id(), task));
      }

      @Override
      public Uni<List<ImportTask>> overdue(Instant now, int max) {
        return Uni.createFrom()
            .item(() ->
                tasks.values().stream().filter(task -> isOverdue(task, now)).limit(max).toList());
      }

      private static boolean isOverdue(ImportTask task, Instant now) {
        return switch (task.state()) {
          case ImportTask.State.Running running -> running.leaseExpiresAt().isBefore(now);
          case ImportTask.State.Pending pending -> pending.offerAt().isBefore(now);
          case ImportTask.State.Succeeded _, ImportTask.State.Failed _ -> false;
        };
      }
    };
  }
}
