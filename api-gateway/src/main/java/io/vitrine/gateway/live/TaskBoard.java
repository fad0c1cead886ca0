package io.vitrine.gateway.live;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What one client has still to be told of an image's tasks. It holds states, not a log: a client
 * that is slow misses what was between, and costs no memory.
 *
 * <p>Which tasks a client may see is the registry's to say. A task that its last answer did not
 * have is kept back until it has been asked again.
 */
final class TaskBoard {
  /** Of one image, the ones that were changed last. More are history. */
  static final int MOST = 100;

  private final Map<UUID, LiveTask> shown = new HashMap<>();
  private final Map<UUID, LiveTask> untold = new LinkedHashMap<>();
  private final SequencedMap<UUID, LiveTask> unjudged = new LinkedHashMap<>();
  private final SequencedSet<UUID> hidden = new LinkedHashSet<>();
  private Set<UUID> inQuestion = Set.of();
  private boolean doubtful = true;

  /** A fact has come. */
  void heard(LiveTask task) {
    if (shown.containsKey(task.id())) {
      show(task);
    } else if (!hidden.contains(task.id())) {
      unjudged.merge(task.id(), task, (old, fresh) -> fresh.isNewerThan(old) ? fresh : old);
      trim(unjudged.sequencedKeySet());
    }
  }

  /** Something may have changed what the client may see. */
  void doubt() {
    doubtful = true;
  }

  /** Whether the registry has to be asked. */
  boolean isDoubtful() {
    return doubtful || !unjudged.isEmpty();
  }

  /** The registry is asked now: what it answers covers all that was heard before. */
  void asking() {
    doubtful = false;
    inQuestion = Set.copyOf(unjudged.keySet());
  }

  /** It did not answer. */
  void unanswered() {
    doubtful = true;
  }

  /** It did: these are the client's. */
  void answered(List<LiveTask> answer) {
    List<LiveTask> tasks =
        answer.stream()
            .sorted(Comparator.comparing((LiveTask one) -> one.task().updatedAt()).reversed())
            .limit(MOST)
            .toList()
            .reversed();
    Set<UUID> ids = tasks.stream().map(LiveTask::id).collect(Collectors.toCollection(HashSet::new));
    shown.keySet().retainAll(ids);
    untold.keySet().retainAll(ids);
    hidden.removeAll(ids);
    for (LiveTask task : tasks) {
      show(task);
      LiveTask heard = unjudged.remove(task.id());
      if (heard != null) {
        show(heard);
      }
    }
    for (UUID id : inQuestion) {
      if (unjudged.remove(id) != null) {
        hidden.add(id);
        trim(hidden);
      }
    }
  }

  private void show(LiveTask task) {
    LiveTask known = shown.get(task.id());
    if (known == null || task.isNewerThan(known)) {
      shown.put(task.id(), task);
      untold.put(task.id(), task);
    }
  }

  private static void trim(SequencedCollection<UUID> ids) {
    if (ids.size() > MOST) {
      ids.removeFirst();
    }
  }

  /** What to tell the client next; it counts as told. */
  Optional<LiveTask> next() {
    Iterator<LiveTask> first = untold.values().iterator();
    if (!first.hasNext()) {
      return Optional.empty();
    }
    LiveTask next = first.next();
    first.remove();
    return Optional.of(next);
  }
}
