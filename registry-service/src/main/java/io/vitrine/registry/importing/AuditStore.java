package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.Location;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what a store holds with what the catalogue knows of it. */
@ApplicationScoped
public class AuditStore {
  private static final String UUID_TEXT =
      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

  /** As uploads and runs name what they write. */
  private static final Pattern KEY =
      Pattern.compile("blobs/(%s)/(%s)(-[a-z]+)?".formatted(UUID_TEXT, UUID_TEXT));

  private final Images images;
  private final ImportTasks tasks;

  public AuditStore(Images images, ImportTasks tasks) {
    this.images = images;
    this.tasks = tasks;
  }

  /**
   * Those of the keys at which no image has anything in the store, be it live or deleted and
   * restorable, and at which nobody may still write something: no upload and no run of a task.
   *
   * <p>Tasks are asked before images, since what a run has written becomes an image's.
   */
  public Uni<List<String>> unknown(String store, List<String> keys) {
    Set<UUID> imageIds = new HashSet<>();
    Set<UUID> runIds = new HashSet<>();
    for (String key : keys) {
      Matcher matcher = KEY.matcher(key);
      if (matcher.matches()) {
        imageIds.add(UUID.fromString(matcher.group(1)));
        runIds.add(UUID.fromString(matcher.group(2)));
      }
    }
    if (imageIds.isEmpty()) {
      return Uni.createFrom().item(List.copyOf(keys));
    }
    return tasks
        .running(runIds)
        .map(running -> targets(store, running))
        .chain(known ->
            images
                .keys(imageIds, store)
                .map(owned -> {
                  known.addAll(owned);
                  List<String> unknown = new ArrayList<>(keys);
                  unknown.removeIf(known::contains);
                  return unknown;
                }));
  }

  private static Set<String> targets(String store, List<ImportTask> running) {
    Set<String> keys = new HashSet<>();
    for (ImportTask task : running) {
      if (task.state() instanceof ImportTask.State.Running run) {
        task.objects(run.runId()).stream()
            .filter(target -> target.store().equals(store))
            .map(Location::key)
            .forEach(keys::add);
      }
    }
    return keys;
  }

  /** Images whose data is in the store, in the order of their ids, after the marker. */
  public Uni<List<Image>> stored(String store, Optional<UUID> marker, int limit) {
    return images.stored(store, marker, limit);
  }
}
