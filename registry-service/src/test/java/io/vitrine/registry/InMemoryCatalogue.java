package io.vitrine.registry;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.CommandResult;
import io.vitrine.events.Fact;
import io.vitrine.outbox.Outbox;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.command.Commands;
import io.vitrine.registry.command.Received;
import io.vitrine.registry.image.DeletedImages;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.ImageStatus;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.Shares;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.importing.ImportTasks;
import io.vitrine.registry.importing.TaskQuery;
import io.vitrine.registry.member.Member;
import io.vitrine.registry.member.Members;
import io.vitrine.registry.quota.Usage;
import io.vitrine.registry.quota.Usages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The catalogue as maps. A unit of work that fails leaves everything as it was. */
public final class InMemoryCatalogue implements UnitOfWork, Outbox {
  public final Map<UUID, Image> images = new LinkedHashMap<>();
  public final Map<UUID, ImportTask> tasks = new LinkedHashMap<>();
  public final List<Member> members = new ArrayList<>();
  private final Map<UUID, Kept> deleted = new LinkedHashMap<>();
  public final Set<UUID> tombstones = new HashSet<>();
  public final List<Fact> facts = new ArrayList<>();
  private final Map<String, Remembered> commands = new LinkedHashMap<>();

  /** Deleted images with which something is wrong. */
  public Collection<UUID> unpurgeable = List.of();

  @Override
  public <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
    Map<UUID, Image> imagesBefore = Map.copyOf(images);
    Map<UUID, ImportTask> tasksBefore = Map.copyOf(tasks);
    List<Member> membersBefore = List.copyOf(members);
    Map<UUID, Kept> deletedBefore = new LinkedHashMap<>(deleted);
    Set<UUID> tombstonesBefore = Set.copyOf(tombstones);
    List<Fact> factsBefore = List.copyOf(facts);
    Map<String, Remembered> commandsBefore = Map.copyOf(commands);
    return Uni.createFrom()
        .deferred(() -> work.get())
        .onFailure()
        .invoke(() -> {
          images.clear();
          images.putAll(imagesBefore);
          tasks.clear();
          tasks.putAll(tasksBefore);
          members.clear();
          members.addAll(membersBefore);
          deleted.clear();
          deleted.putAll(deletedBefore);
          tombstones.clear();
          tombstones.addAll(tombstonesBefore);
          facts.clear();
          facts.addAll(factsBefore);
          commands.clear();
          commands.putAll(commandsBefore);
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
      public Uni<Optional<Found>> find(UUID id, String project) {
        return find(id).map(found -> found.map(image -> new Found(image, isMember(id, project))));
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
      public Uni<List<String>> keys(Collection<UUID> ids, String store) {
        return Uni.createFrom()
            .item(() ->
                Stream.concat(images.values().stream(), deleted.values().stream().map(Kept::image))
                    .filter(image -> ids.contains(image.id()))
                    .flatMap(image -> image.objects().stream())
                    .filter(location -> location.store().equals(store))
                    .map(Location::key)
                    .toList());
      }

      @Override
      public Uni<List<Image>> stored(String store, Optional<UUID> marker, int limit) {
        String after = marker.map(UUID::toString).orElse("");
        return Uni.createFrom()
            .item(() ->
                images.values().stream()
                    .filter(image -> image.data().flatMap(data -> data.in(store)).isPresent())
                    .filter(image -> image.id().toString().compareTo(after) > 0)
                    .sorted(Comparator.comparing(image -> image.id().toString()))
                    .limit(limit)
                    .toList());
      }

      @Override
      public Uni<Void> save(Image image) {
        return run(() -> images.put(image.id(), image));
      }

      @Override
      public Uni<Void> remove(Image image, Instant now) {
        return run(() -> {
          images.remove(image.id());
          members.removeIf(member -> member.imageId().equals(image.id()));
          tombstones.add(image.id());
        });
      }

      @Override
      public Uni<Page> page(ImageQuery query) {
        return Uni.createFrom()
            .item(() -> new NaiveListing(images.values(), members).page(query))
            .map(found -> new Page(found, found.size() == query.limit()));
      }

      @Override
      public Uni<Long> count(ImageQuery query) {
        return Uni.createFrom().item(() -> new NaiveListing(images.values(), members).count(query));
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

  /** A deleted image with what it was shared with. */
  private record Kept(Image image, List<Member> members, Instant purgeAt) {}

  public DeletedImages deletedImages() {
    return new DeletedImages() {
      @Override
      public Uni<Void> keep(Image image, Instant now, Instant purgeAt) {
        List<Member> shared =
            members.stream().filter(member -> member.imageId().equals(image.id())).toList();
        deleted.put(image.id(), new Kept(image, shared, purgeAt));
        return images().remove(image, now);
      }

      @Override
      public Uni<Optional<Image>> restore(UUID id) {
        return Uni.createFrom()
            .item(() -> Optional.ofNullable(deleted.remove(id)))
            .invoke(found ->
                found.ifPresent(kept -> {
                  tombstones.remove(id);
                  images.put(id, kept.image());
                  members.addAll(kept.members());
                }))
            .map(found -> found.map(Kept::image));
      }

      @Override
      public Uni<List<UUID>> due(Instant now, int skipped, int max) {
        return Uni.createFrom()
            .item(() ->
                deleted.values().stream()
                    .filter(kept -> !kept.purgeAt().isAfter(now))
                    .map(kept -> kept.image().id())
                    .skip(skipped)
                    .limit(max)
                    .toList());
      }

      @Override
      public Uni<List<Location>> purge(UUID id, Instant now) {
        return Uni.createFrom()
            .item(() ->
                Optional.ofNullable(deleted.get(id))
                    .filter(kept -> {
                      if (unpurgeable.contains(id)) {
                        throw new IllegalStateException("cannot be purged");
                      }
                      return true;
                    })
                    .filter(kept -> !kept.purgeAt().isAfter(now))
                    .map(kept -> deleted.remove(id))
                    .flatMap(kept -> kept.image().data())
                    .map(StoredData::locations)
                    .orElse(List.of()));
      }
    };
  }

  public Usages usages() {
    return new Usages() {
      @Override
      public Uni<Usage> of(String project) {
        return Uni.createFrom().item(() -> usageOf(project, images.values()));
      }

      @Override
      public Uni<Usage> lock(String project) {
        return of(project);
      }
    };
  }

  /** What the database counts, counted from the beginning. */
  public static Usage usageOf(String project, Collection<Image> all) {
    long count = 0;
    long bytes = 0;
    long stagedBytes = 0;
    long uploads = 0;
    for (Image image : all) {
      if (image.owner().equals(project)) {
        count++;
        bytes += image.usage().bytes();
        stagedBytes += image.usage().stagedBytes();
        uploads += image.usage().uploads();
      }
    }
    return new Usage(count, bytes, stagedBytes, uploads);
  }

  private boolean isMember(UUID imageId, String project) {
    return members.stream()
        .anyMatch(it -> it.imageId().equals(imageId) && it.memberId().equals(project));
  }

  public Shares shares() {
    return (imageId, projectId) -> members().find(imageId, projectId).map(Optional::isPresent);
  }

  public Members members() {
    return new Members() {
      @Override
      public Uni<Optional<Member>> find(UUID imageId, String memberId) {
        return ofImage(imageId)
            .map(all -> all.stream().filter(m -> m.memberId().equals(memberId)).findFirst());
      }

      @Override
      public Uni<List<Member>> ofImage(UUID imageId) {
        return Uni.createFrom()
            .item(() -> members.stream().filter(m -> m.imageId().equals(imageId)).toList());
      }

      @Override
      public Uni<Long> count(UUID imageId) {
        return ofImage(imageId).map(all -> (long) all.size());
      }

      @Override
      public Uni<Void> add(Member member) {
        return run(() -> members.add(member));
      }

      @Override
      public Uni<Void> save(Member member) {
        return run(() -> members.replaceAll(old -> isSame(old, member) ? member : old));
      }

      @Override
      public Uni<Void> remove(Member member) {
        return run(() -> members.removeIf(old -> isSame(old, member)));
      }

      private static boolean isSame(Member one, Member other) {
        return one.imageId().equals(other.imageId()) && one.memberId().equals(other.memberId());
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
      public Uni<List<ImportTask>> running(Collection<UUID> runIds) {
        return Uni.createFrom()
            .item(() ->
                tasks.values().stream()
                    .filter(task ->
                        task.state() instanceof ImportTask.State.Running running
                            && runIds.contains(running.runId()))
                    .toList());
      }

      @Override
      public Uni<List<ImportTask>> waiting(Instant now, int max) {
        return Uni.createFrom()
            .item(() ->
                tasks.values().stream()
                    .filter(task ->
                        task.state() instanceof ImportTask.State.Pending pending
                            && !pending.readyAt().isAfter(now))
                    .sorted(
                        Comparator.comparing((ImportTask task) -> atWork(task.by().project()))
                            .thenComparing(ImportTask::rankAt))
                    .limit(max)
                    .toList());
      }

      private long atWork(String project) {
        return tasks.values().stream()
            .filter(task -> task.state() instanceof ImportTask.State.Running)
            .filter(task -> task.by().project().equals(project))
            .count();
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

      @Override
      public Uni<Integer> forget(Instant endedBefore, int max) {
        return Uni.createFrom()
            .item(() -> {
              List<UUID> over =
                  tasks.values().stream()
                      .filter(task ->
                          task.expiresAt(Duration.ZERO).filter(endedBefore::isAfter).isPresent())
                      .map(ImportTask::id)
                      .limit(max)
                      .toList();
              over.forEach(tasks::remove);
              return over.size();
            });
      }

      private static boolean isOverdue(ImportTask task, Instant now) {
        return task.state() instanceof ImportTask.State.Running running
            && running.leaseExpiresAt().isBefore(now);
      }
    };
  }

  private record Remembered(String fingerprint, Instant at, @Nullable CommandResult answer) {}

  public Commands commands() {
    return new Commands() {
      @Override
      public Uni<Optional<Known>> begin(Received command, String fingerprint, Instant now) {
        return Uni.createFrom()
            .item(() ->
                Optional.ofNullable(
                        commands.putIfAbsent(command.id(), new Remembered(fingerprint, now, null)))
                    .map(known ->
                        new Known(known.fingerprint(), Objects.requireNonNull(known.answer()))));
      }

      @Override
      public Uni<Void> conclude(CommandResult answer) {
        return run(() ->
            commands.computeIfPresent(
                answer.commandId(),
                (id, begun) -> new Remembered(begun.fingerprint(), begun.at(), answer)));
      }

      @Override
      public Uni<Integer> forget(Instant before, int max) {
        return Uni.createFrom()
            .item(() -> {
              List<String> old =
                  commands.entrySet().stream()
                      .filter(each -> each.getValue().at().isBefore(before))
                      .map(Map.Entry::getKey)
                      .limit(max)
                      .toList();
              commands.keySet().removeAll(old);
              return old.size();
            });
      }
    };
  }
}
